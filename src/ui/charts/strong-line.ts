/**
 * @file The curve that stands out, once more over all others: wider, on a halo in the panel's colour, so that no curve
 * beside it takes it up. How far the others fade is palette.ts.
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { inPlot } from "./canvas-marks.ts";
import type { LayerStyle } from "./palette.ts";

/** In CSS pixels. Wide lines are slow without a GPU, but this is one. */
export const STRONG = 3;
/** Of the halo and the line together. */
export const HALO = STRONG + 4;

/** What a dash becomes in a wider line. */
export const strongDash = (dash: readonly number[]) => dash.map((part) => part * 1.5);

/** `ys`: one per x of the chart, null or NaN where there is none. */
export function drawStrongLine(
  chart: uPlot,
  scale: string,
  ys: ArrayLike<number | null | undefined>,
  { colour, dash }: LayerStyle,
  ink: ChartInk,
): void {
  const ratio = devicePixelRatio;
  const isLog = chart.scales[scale]?.distr === 3;
  const path = new Path2D();
  let isOpen = false;
  chart.data[0].forEach((x, i) => {
    const y = ys[i];
    const isKnown = y != null && Number.isFinite(y) && (!isLog || y > 0);
    if (isKnown) path[isOpen ? "lineTo" : "moveTo"](chart.valToPos(x, "x", true), chart.valToPos(y, scale, true));
    isOpen = isKnown;
  });
  inPlot(chart, (context) => {
    context.lineJoin = "round";
    context.strokeStyle = ink.panel;
    context.lineWidth = HALO * ratio;
    context.stroke(path);
    context.strokeStyle = colour;
    context.lineWidth = STRONG * ratio;
    context.setLineDash(strongDash(dash).map((part) => part * ratio));
    context.stroke(path);
  });
}
