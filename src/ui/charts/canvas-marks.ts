/**
 * @file What uPlot does not draw itself: the space between floor and ceiling with
 * its names, and the rings where warm-ups end. All in canvas pixels.
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { BEHIND, type LayerStyle } from "./palette.ts";
import type { XAxis } from "./x-axis.ts";

const PIECES = 64;
/** Piece of the floor from which its name is written, or an earlier one where there is no room. */
const CLEAR = 44;

type Point = readonly [x: number, y: number];

export interface Envelope {
  readonly floor: (update: number) => number;
  readonly ceiling: (update: number) => number;
  readonly floorName: string;
  readonly ceilingName: string;
  /** False where nothing lies between the two. */
  readonly filled: boolean;
}

export function inPlot(chart: uPlot, paint: (context: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint(ctx);
  ctx.restore();
}

export function drawEnvelope(chart: uPlot, scale: string, envelope: Envelope, x: XAxis, ink: ChartInk): void {
  const { min, max } = chart.scales.x!;
  if (min === undefined || max === undefined) return;
  const ratio = devicePixelRatio;
  const places = Array.from({ length: PIECES + 1 }, (_, i) => min + ((max - min) * i) / PIECES);
  const path = (value: (update: number) => number) =>
    places.map((at) => [chart.valToPos(at, "x", true), chart.valToPos(value(x.update(at)), scale, true)] as Point);
  const [top, bottom] = [path(envelope.ceiling), path(envelope.floor)];

  inPlot(chart, (context) => {
    if (envelope.filled) {
      context.beginPath();
      for (const [left, y] of [...top, ...bottom.toReversed()]) context.lineTo(left, y);
      context.fillStyle = ink.envelope;
      context.fill();
    }
    context.strokeStyle = ink.soft;
    context.lineWidth = ratio;
    context.setLineDash([ratio, 4 * ratio]);
    for (const line of [top, bottom]) {
      context.beginPath();
      for (const [x, y] of line) context.lineTo(x, y);
      context.stroke();
    }
    context.fillStyle = ink.soft;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.font = `${12 * ratio}px "Plex Sans", system-ui, sans-serif`;
    // Where no curve comes: over the ceiling, and under the floor once warm-ups are over.
    writeAlong(context, top.slice(1), envelope.ceilingName, -6 * ratio);
    const { width } = context.measureText(envelope.floorName);
    const start = bottom.findLastIndex(([x], i) => i <= CLEAR && x <= chart.bbox.left + chart.bbox.width - width);
    if (start < 0) return;
    const line = bottom.slice(start);
    const end = line[0]![1] + width * Math.sin(angleOf(line)) + 19 * ratio;
    const fits = end <= chart.bbox.top + chart.bbox.height;
    writeAlong(context, line, envelope.floorName, (fits ? 15 : -6) * ratio);
  });
}

/** Text that starts at the first point and runs in the line's direction. */
function writeAlong(context: CanvasRenderingContext2D, line: readonly Point[], text: string, away: number): void {
  const [x, y] = line[0]!;
  context.save();
  context.translate(x, y);
  context.rotate(angleOf(line));
  context.fillText(text, 0, away);
  context.restore();
}

function angleOf(line: readonly Point[]): number {
  const [[x, y], [nextX, nextY]] = [line[0]!, line[8]!];
  return Math.atan2(nextY - y, nextX - x);
}

export interface Ring {
  readonly x: number;
  readonly value: number;
  readonly style: LayerStyle;
  readonly faded: boolean;
}

export function drawRings(chart: uPlot, scale: string, rings: readonly Ring[], ink: ChartInk): void {
  const ratio = devicePixelRatio;
  inPlot(chart, (context) => {
    context.lineWidth = 2 * ratio;
    context.fillStyle = ink.panel;
    context.setLineDash([]);
    for (const { x, value, style, faded } of rings) {
      context.globalAlpha = faded ? BEHIND : 1;
      context.strokeStyle = style.colour;
      context.beginPath();
      context.arc(chart.valToPos(x, "x", true), chart.valToPos(value, scale, true), 4 * ratio, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  });
}
