/**
 * @file Training loss (each update, and its trend) against the left axis and
 * validation accuracy (each epoch) against the right.
 *
 * @fires cursor-moved
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import type { RunStore } from "../../session/run-store.ts";
import { formatTick } from "../format.ts";
import { ChartElement } from "./chart-element.ts";
import { few, type Look } from "./chart-options.ts";
import { drawOffScale } from "./off-scale.ts";
import { lossRange } from "./ranges.ts";
import { type Grain, thin, thinnedUpdates, trendOf } from "./thin.ts";

export class LossChart extends ChartElement {
  protected readonly label = "Training loss and validation accuracy";

  protected override look(ink: ChartInk): Look {
    const text = (splits: (number | null)[], write: (value: number) => string) =>
      splits.map((v) => (v === null ? "" : write(v)));
    return {
      layered: 0,
      series: [
        { scale: "loss", stroke: `${ink.ink}55`, width: 1, points: few },
        { scale: "loss", stroke: ink.ink, width: 2, points: few },
        {
          scale: "accuracy",
          stroke: ink.accent,
          width: 2,
          spanGaps: true,
          points: { show: true, size: 7, width: 2, fill: ink.panel },
        },
      ],
      scales: {
        loss: { range: (_, __, max) => lossRange(max, this.zoomed) },
        accuracy: { range: () => [0, 1.04] },
      },
      axes: [
        { scale: "loss", values: (_, splits) => text(splits, formatTick) },
        {
          scale: "accuracy",
          side: 1,
          size: 48,
          stroke: ink.accent,
          grid: { show: false },
          splits: () => [0, 0.25, 0.5, 0.75, 1],
          values: (_, splits) => text(splits, (v) => `${Math.round(v * 100)}%`),
        },
      ],
      hooks: { draw: [(chart: uPlot) => drawOffScale(chart, "loss", [ink.ink, ink.ink], ink)] },
    };
  }

  protected override columns(store: RunStore, grain: Grain) {
    const loss = store.column("loss");
    const trend = trendOf(loss, this.plan.schedule.updateCount);
    const updates = thinnedUpdates(grain);
    const accuracy = new Array<number | null>(updates.length).fill(null);
    for (const { update, validationAccuracy } of store.epochs) {
      const at = updates.findIndex((value) => value >= update - 1);
      if (at >= 0) accuracy[at] = validationAccuracy;
    }
    return [thin(loss, grain), thin(trend, grain), accuracy];
  }
}
customElements.define("lena-loss-chart", LossChart);

declare global {
  interface HTMLElementTagNameMap {
    "lena-loss-chart": LossChart;
  }
}
