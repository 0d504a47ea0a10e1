/**
 * @file Rates that other rules would have set for one layer, drawn over the rate chart as thin dashed lines with the
 * rule's name at their end. Not here: computing them (train/other-rules.ts).
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { inPlot } from "./canvas-marks.ts";

export interface GhostLine {
  readonly name: string;
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
    context.setLineDash([2 * ratio, 3 * ratio]);
    const ends = ghosts.flatMap(({ name, rates }) => {
      const stride = Math.max(1, Math.floor(rates.length / chart.bbox.width)); // no more points than pixels
      context.beginPath();
      let end: { name: string; x: number; y: number } | undefined;
      for (let t = 0; t < rates.length; t += stride) {
        if (!(rates[t]! > 0)) continue; // a log axis has no place for 0
        end = { name, x: chart.valToPos(at(t), "x", true), y: chart.valToPos(rates[t]!, scale, true) };
        context.lineTo(end.x, end.y);
      }
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
