/**
 * @file Gain of every layer, 1 where its micro-batches agree and n where they have
 * nothing in common, with the gain of the whole model as a thick line.
 *
 * @fires layer-highlighted
 * @fires cursor-moved
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import type { RunStore } from "../../session/run-store.ts";
import { formatTick } from "../format.ts";
import { drawEnvelope } from "./canvas-marks.ts";
import { ChartElement } from "./chart-element.ts";
import { few, type Look } from "./chart-options.ts";
import { gainTicks } from "./gain-ticks.ts";
import { isDense, layerColumns, layerSeries } from "./layer-series.ts";
import { behind, layerStyles } from "./palette.ts";
import { gainRange, isGainLog } from "./ranges.ts";
import { type Grain, thin } from "./thin.ts";

export class GainChart extends ChartElement {
  protected readonly label = "Gain of every layer and of the whole model";

  protected override look(ink: ChartInk): Look {
    const { n } = this.plan.schedule;
    const { smoothing } = this.view;
    const styles = layerStyles(this.plan.layers, this.theme);
    const log = isGainLog(this.plan);
    const envelope = {
      floor: () => 1,
      ceiling: () => n,
      floorName: "1: micro-batches agree",
      ceilingName: n === 1 ? "" : `n = ${n}: nothing in common`,
      filled: this.plan.layerwise,
    };
    return {
      layered: styles.length * (smoothing === 1 ? 1 : 2),
      behind: behind(styles.length),
      series: [
        ...layerSeries(styles, { scale: "gain", width: 1.5, dense: isDense(this.plan), smoothing }),
        { scale: "gain", stroke: ink.ink, width: 3.5, points: few },
      ],
      scales: {
        gain: {
          distr: log ? 3 : 1,
          ...(log ? { log: 2 as const } : {}),
          range: (_, min, max) => gainRange(this.plan, [min, max], this.zoomed),
        },
      },
      axes: [
        {
          scale: "gain",
          ...(log
            ? {
                splits: (_: uPlot, _axis: number, low: number, high: number) => gainTicks(n, low, high),
                filter: (_: uPlot, splits: number[]) => splits,
              }
            : {}),
          values: (_, splits) => splits.map((v) => (v === null ? "" : formatTick(v))),
        },
      ],
      hooks: {
        drawAxes: [(chart: uPlot) => drawEnvelope(chart, "gain", envelope, this.x, ink, this.taken)],
        draw: [(chart: uPlot) => this.drawStrong(chart, ink)],
      },
    };
  }

  protected override columns(store: RunStore, grain: Grain) {
    return [...layerColumns(store, "gain", this.view.smoothing, grain), thin(store.column("modelGain"), grain)];
  }
}
customElements.define("lena-gain-chart", GainChart);

declare global {
  interface HTMLElementTagNameMap {
    "lena-gain-chart": GainChart;
  }
}
