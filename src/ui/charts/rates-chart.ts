/**
 * @file Learning rate of every layer over the run, between the floor (base rate)
 * and the ceiling (n times it). A ring marks where a layer's warm-up ends. The
 * legend is its own element (layer-legend.ts).
 *
 * @fires layer-highlighted
 * @fires cursor-moved
 */
import type { PropertyValues } from "lit";
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import type { RunStore } from "../../session/run-store.ts";
import { otherRules, type RateRuleId } from "../../train/other-rules.ts";
import { formatTick } from "../format.ts";
import { drawEnvelope, drawRings, type Ring } from "./canvas-marks.ts";
import { ChartElement } from "./chart-element.ts";
import type { Look } from "./chart-options.ts";
import { drawGhosts, type GhostLine } from "./ghost-lines.ts";
import { GhostNames } from "./ghost-names.ts";
import { isDense, layerColumns, layerSeries } from "./layer-series.ts";
import { behind, layerStyles } from "./palette.ts";
import { rateRange, withColumns } from "./ranges.ts";
import { ruleDashes, ruleNames } from "./rule-names.ts";
import { floorName } from "./run-plan.ts";
import type { Grain } from "./thin.ts";
import { WarmupEnds } from "./warmup-ends.ts";

/** Height that a decade needs to carry three numbers, in pixels. */
const ROOMY_DECADE = 54;

/** The lines that carry a number: 1, 2 and 5 of each decade, or 1 alone where decades are low. */
function numbered(chart: uPlot, splits: number[]): (number | null)[] {
  const { min = 1, max = 10 } = chart.scales.rate ?? {};
  const decade = chart.bbox.height / devicePixelRatio / Math.log10(max / min);
  const digits = decade >= ROOMY_DECADE ? /^[125]e/ : /^1e/;
  return splits.map((value) => {
    const rounded = value.toExponential(0);
    return digits.test(rounded) && Math.abs(value / Number(rounded) - 1) < 1e-9 ? value : null;
  });
}

export class RatesChart extends ChartElement {
  static override properties = {
    ...ChartElement.properties,
    ghosts: { attribute: false },
    selected: { attribute: false },
  };
  /** Other rules whose rates for the selected layer, or the first, are drawn too. */
  declare ghosts: readonly RateRuleId[];
  declare selected: number | null;

  protected readonly label = "Learning rate of every layer";
  #names: GhostNames | undefined;

  constructor() {
    super();
    this.ghosts = [];
    this.selected = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has("at")) this.#placeNames();
    const { min, max } = this.chart?.scales.x ?? {};
    if (min == null || max == null) return;
    // The part on show stays; what is set anew is the rates' range.
    if (changed.has("ghosts") || (changed.has("selected") && this.ghosts.length > 0))
      this.chart!.setScale("x", { min, max });
  }

  protected override look(ink: ChartInk): Look {
    const { plan, store, theme } = this;
    const { smoothing, scale } = this.view;
    const styles = layerStyles(plan.layers, theme);
    const ends = store && plan.config.warmup !== "none" ? new WarmupEnds(store, plan) : undefined;
    const decay = plan.config.decay === "none" ? "" : "·d(t)";
    const envelope = {
      floor: plan.floor,
      ceiling: plan.ceiling,
      floorName: floorName(plan.config),
      ceilingName: plan.schedule.n === 1 ? "" : `ceiling n·η0${decay}`,
      filled: plan.layerwise,
    };
    const rings = (): Ring[] =>
      (ends?.get() ?? []).flatMap((update, k) => {
        if (update === null) return [];
        const opacity = this.highlight === null || this.highlight === k ? 1 : behind(styles.length);
        return [{ x: this.x.at(update), value: store!.layerColumn("rate", k)[update]!, style: styles[k]!, opacity }];
      });
    return {
      layered: styles.length * (smoothing === 1 ? 1 : 2),
      behind: behind(styles.length),
      series: layerSeries(styles, { scale: "rate", width: 2, dense: isDense(this.plan), smoothing }),
      scales: {
        rate: {
          distr: scale === "log" ? 3 : 1,
          range: (_, min, max) =>
            rateRange(
              plan,
              scale,
              withColumns(
                [min, max],
                this.#ghostLines().map(({ rates }) => this.inView(rates)),
              ),
              this.zoomed,
            ),
        },
      },
      axes: [
        {
          scale: "rate",
          ...(scale === "log" ? { filter: numbered, grid: { filter: numbered } } : {}),
          values: (_, splits) => splits.map((v) => (v === null ? "" : formatTick(v))),
        },
      ],
      hooks: {
        init: [
          (chart: uPlot) => {
            this.#names = new GhostNames(chart);
          },
        ],
        drawAxes: [(chart: uPlot) => drawEnvelope(chart, "rate", envelope, this.x, ink, this.taken)],
        draw: [
          (chart: uPlot) => this.drawStrong(chart, ink),
          (chart: uPlot) => drawGhosts(chart, "rate", this.#ghostLines(), (update) => this.x.at(update), ink),
          (chart: uPlot) => drawRings(chart, "rate", rings(), ink),
          () => this.#placeNames(),
        ],
      },
    };
  }

  #placeNames(): void {
    const newest = (this.store?.updateCount ?? 0) - 1;
    this.#names?.place("rate", this.#ghostLines(), Math.min(this.at ?? newest, newest), this.x);
  }

  #ghostLines(): GhostLine[] {
    const { plan, store, selected, ghosts } = this;
    if (!store?.updateCount || ghosts.length === 0) return [];
    const rules = otherRules(plan, store);
    return ghosts.map((id) => ({ name: ruleNames[id], dash: ruleDashes[id], rates: rules.get(id)!(selected ?? 0) }));
  }

  protected override columns(store: RunStore, grain: Grain) {
    return layerColumns(store, "rate", this.view.smoothing, grain);
  }
}
customElements.define("lena-rates-chart", RatesChart);

declare global {
  interface HTMLElementTagNameMap {
    "lena-rates-chart": RatesChart;
  }
}
