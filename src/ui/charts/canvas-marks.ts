/**
 * @file What uPlot does not draw itself: the space between floor and ceiling with
 * its names, and the rings where warm-ups end. All in canvas pixels.
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { ceilingPlace, ENVELOPE_PIECES, floorPlace, type NamePlace, type Point } from "./envelope-names.ts";
import type { LayerStyle } from "./palette.ts";
import type { XAxis } from "./x-axis.ts";

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

/** `taken`: by what stands over the plot at its right top, in CSS pixels. */
export function drawEnvelope(
  chart: uPlot,
  scale: string,
  envelope: Envelope,
  x: XAxis,
  ink: ChartInk,
  taken: number,
): void {
  const { min, max } = chart.scales.x!;
  if (min === undefined || max === undefined) return;
  const ratio = devicePixelRatio;
  const places = Array.from({ length: ENVELOPE_PIECES + 1 }, (_, i) => min + ((max - min) * i) / ENVELOPE_PIECES);
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
    const { left, top: above } = chart.bbox;
    const edges = { top: above, right: left + chart.bbox.width, bottom: above + chart.bbox.height };
    const widthOf = (name: string) => context.measureText(name).width;
    const free = { ...edges, right: edges.right - taken * ratio };
    write(context, envelope.ceilingName, ceilingPlace(top, widthOf(envelope.ceilingName), free, ratio));
    write(context, envelope.floorName, floorPlace(bottom, widthOf(envelope.floorName), edges, ratio));
  });
}

function write(context: CanvasRenderingContext2D, text: string, place: NamePlace | undefined): void {
  if (!place) return;
  context.save();
  context.translate(place.x, place.y);
  context.rotate(place.angle);
  context.fillText(text, 0, 0);
  context.restore();
}

export interface Ring {
  readonly x: number;
  readonly value: number;
  readonly style: LayerStyle;
  readonly opacity: number;
}

export function drawRings(chart: uPlot, scale: string, rings: readonly Ring[], ink: ChartInk): void {
  const ratio = devicePixelRatio;
  inPlot(chart, (context) => {
    context.lineWidth = 2 * ratio;
    context.fillStyle = ink.panel;
    context.setLineDash([]);
    for (const { x, value, style, opacity } of rings) {
      context.globalAlpha = opacity;
      context.strokeStyle = style.colour;
      context.beginPath();
      context.arc(chart.valToPos(x, "x", true), chart.valToPos(value, scale, true), 4 * ratio, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  });
}
