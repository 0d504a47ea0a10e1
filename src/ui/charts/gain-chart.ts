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
import { isDense, layerColumns, layerSeries } from "./layer-series.ts";
import { layerStyles } from "./palette.ts";
import { type Grain, thin } from "./thin.ts";

/** From here on a linear axis would press most layers against the bottom. */
const LOG_FROM = 24;

export class GainChart extends ChartElement {
  protected readonly label = "Gain of every layer and of the whole model";

  protected override look(ink: ChartInk): Look {
    const { n } = this.plan.schedule;
    const { smoothing } = this.view;
    const styles = layerStyles(this.plan.layers, this.theme);
    const log = n >= LOG_FROM;
    const range: [number, number] = log ? [0.6, n * 1.7] : [1 - Math.max(0.6, n * 0.17), Math.max(1.6, n * 1.18)];
    const envelope = {
      floor: () => 1,
      ceiling: () => n,
      floorName: "1: micro-batches agree",
      ceilingName: n === 1 ? "" : `n = ${n}: nothing in common`,
      filled: this.plan.layerwise,
    };
    return {
      layered: styles.length * (smoothing === 1 ? 1 : 2),
      series: [
        ...layerSeries(styles, { scale: "gain", width: 1.5, dense: isDense(this.plan), smoothing }),
        { scale: "gain", stroke: ink.ink, width: 3.5, points: few },
      ],
      scales: {
        gain: {
          distr: log ? 3 : 1,
          ...(log ? { log: 2 as const } : {}),
          range: (_, min, max) => this.#range(range, min, max),
        },
      },
      axes: [{ scale: "gain", values: (_, splits) => splits.map((v) => (v === null ? "" : formatTick(v))) }],
      hooks: { drawAxes: [(chart: uPlot) => drawEnvelope(chart, "gain", envelope, this.x, ink)] },
    };
  }

  /** From 1 to n, and wider where a rule leaves that. */
  #range([low, high]: [number, number], min: number | null, max: number | null): [number, number] {
    return [Math.min(low, (min ?? low) * 0.9), Math.max(high, (max ?? high) * 1.1)];
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
