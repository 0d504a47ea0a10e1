/**
 * @file Rates that other rules would have set for one layer, drawn over the rate chart as thin dashed lines.
 * Not here: computing them (train/other-rules.ts), and their names (ghost-names.ts).
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { inPlot } from "./canvas-marks.ts";
import { grainOf, thin, thinnedUpdates } from "./thin.ts";

export interface GhostLine {
  readonly name: string;
  /** In CSS pixels. */
  readonly dash: readonly number[];
  /** One per update, oldest first; NaN where it is not known. */
  readonly rates: Float32Array;
}

/** `at`: where an update stands on the x axis. */
export function drawGhosts(
  chart: uPlot,
  scale: string,
  ghosts: readonly GhostLine[],
  at: (update: number) => number,
  ink: ChartInk,
): void {
  const ratio = devicePixelRatio;
  inPlot(chart, (context) => {
    context.strokeStyle = ink.ink;
    context.lineWidth = 1.25 * ratio;
    for (const { dash, rates } of ghosts) {
      const grain = grainOf(0, rates.length - 1, rates.length, chart.bbox.width);
      const [updates, values] = [thinnedUpdates(grain), thin(rates, grain)];
      context.setLineDash(dash.map((part) => part * ratio));
      context.beginPath();
      updates.forEach((update, i) => {
        if (!(values[i]! > 0)) return; // a log axis has no place for 0
        context.lineTo(chart.valToPos(at(update), "x", true), chart.valToPos(values[i]!, scale, true));
      });
      context.stroke();
    }
  });
}
