/** @file What line and bar panels share: margins, axes with their ticks, labels that keep off each other. */
import type { ScaleContinuousNumeric } from "d3-scale";
import { element, label } from "./svg.ts";

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const SOFT = "#595e68";
/** Average width of a letter at the figures' 11 pixels; generous, since the typeface is the reader's. */
const LETTER = 6.5;

export const textWidth = (text: string) => text.length * LETTER;

export function shorten(text: string, width: number): string {
  const most = Math.max(2, Math.floor(width / LETTER + 0.01));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

export function heading(title: string, subtitle: string, width: number): string {
  const shown = shorten(title, width - textWidth(subtitle) - 16);
  return (
    label(shown, { x: 0, y: 12, class: "strong", fill: "#15171c", "font-weight": 600, "font-size": 12 }) +
    (subtitle ? label(subtitle, { x: width, y: 12, fill: SOFT, "text-anchor": "end" }) : "")
  );
}

type Scale = ScaleContinuousNumeric<number, number>;
type Format = (value: number) => string;

/** Horizontal grid lines with their numbers, and the name of the axis above them. */
export function yAxis(scale: Scale, ticks: readonly number[], format: Format, box: Box, name: string): string {
  const lines = ticks.map((tick) => {
    const y = scale(tick);
    return (
      element("line", { class: "grid", stroke: "#ecebe7", x1: box.left, x2: box.right, y1: y, y2: y }) +
      label(format(tick), { x: box.left - 6, y: y + 3.5, fill: SOFT, "text-anchor": "end" })
    );
  });
  return lines.join("") + label(name, { x: 0, y: 28, fill: SOFT, "font-size": 10 });
}

export function xAxis(scale: Scale, ticks: readonly number[], format: Format, box: Box, name: string): string {
  const marks = ticks.map((tick) => {
    const x = scale(tick);
    return (
      element("line", { class: "axis", stroke: "#b9b8b1", x1: x, x2: x, y1: box.bottom, y2: box.bottom + 4 }) +
      label(format(tick), { x, y: box.bottom + 15, fill: SOFT, "text-anchor": "middle" })
    );
  });
  return [
    element("line", { class: "axis", stroke: "#b9b8b1", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }),
    ...marks,
    label(name, {
      x: (box.left + box.right) / 2,
      y: box.bottom + 29,
      fill: SOFT,
      "text-anchor": "middle",
      "font-size": 10,
    }),
  ].join("");
}

/** Whole numbers from 1 to `last`, few enough to be read, both ends among them. */
export function epochTicks(last: number, most = 6): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((size) => last / size <= most) ?? last;
  const ticks = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  // Two numbers closer than half a step would touch.
  const inner = ticks.filter((tick) => tick === last || last - tick >= step / 2);
  return [...new Set([1, ...inner.filter((tick) => tick === step || tick > 1), last])].filter(
    (tick) => tick === 1 || tick - 1 >= step / 2,
  );
}

/** Moves wanted positions apart to at least `gap`, within [low, high] where they fit, with their order kept. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).toSorted((a, b) => wanted[a]! - wanted[b]!);
  const placed = order.map((i) => wanted[i]!);
  for (let i = 0; i < placed.length; i++) placed[i] = Math.max(placed[i]!, i === 0 ? low : placed[i - 1]! + gap);
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i]!, i === placed.length - 1 ? high : placed[i + 1]! - gap);
  }
  const result: number[] = [];
  order.forEach((at, i) => {
    result[at] = placed[i]!;
  });
  return result;
}
