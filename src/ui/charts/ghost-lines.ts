/**
 * @file Rates that other rules would have set for one layer, drawn over the rate chart as thin dashed lines with the
 * rule's name at their end. Not here: computing them (train/other-rules.ts).
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

/** In CSS pixels. */
const NAME_HEIGHT = 13;

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
    const ends = ghosts.flatMap(({ name, dash, rates }) => {
      const grain = grainOf(0, rates.length - 1, rates.length, chart.bbox.width);
      const [updates, values] = [thinnedUpdates(grain), thin(rates, grain)];
      context.setLineDash(dash.map((part) => part * ratio));
      context.beginPath();
      let end: { name: string; x: number; y: number } | undefined;
      updates.forEach((update, i) => {
        if (!(values[i]! > 0)) return; // a log axis has no place for 0
        end = { name, x: chart.valToPos(at(update), "x", true), y: chart.valToPos(values[i]!, scale, true) };
        context.lineTo(end.x, end.y);
      });
      context.stroke();
      return end ? [end] : [];
    });
    context.setLineDash([]);
    context.lineJoin = "round";
    context.lineWidth = 4 * ratio;
    context.strokeStyle = ink.panel; // around the names, so that they can be read on curves
    context.fillStyle = ink.ink;
    context.font = `${11 * ratio}px "Plex Sans", system-ui, sans-serif`;
    context.textAlign = "right";
    context.textBaseline = "bottom";
    let above = Number.NEGATIVE_INFINITY;
    for (const { name, x, y } of ends.sort((one, other) => one.y - other.y)) {
      above = Math.max(y - 2 * ratio, above + NAME_HEIGHT * ratio); // names that would overlap move down
      const right = Math.max(x, chart.bbox.left + context.measureText(name).width + 4 * ratio);
      context.strokeText(name, right, above);
      context.fillText(name, right, above);
    }
  });
}
