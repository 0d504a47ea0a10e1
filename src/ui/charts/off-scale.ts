/**
 * @file Where a curve leaves its chart at the top: an arrow and how high it went, beside the place where it comes back,
 * or before it where it does not. For the page and for files.
 */
import type uPlot from "uplot";
import type { ChartInk } from "../../core/palette.ts";
import { formatNumber } from "../format.ts";
import { inPlot } from "./canvas-marks.ts";

export interface OffScaleLine {
  /** Lines of one colour are one: a value as measured, and its trend. */
  readonly colour: string;
  /** Along the chart, rising, in pixels. */
  readonly xs: ArrayLike<number>;
  /** Null or NaN where there is none. */
  readonly ys: ArrayLike<number | null | undefined>;
}

export interface OffScaleMark {
  readonly text: string;
  readonly colour: string;
  /** Of the text's beginning. */
  readonly x: number;
  /** How many others it stands below. */
  readonly row: number;
}

export const OFF_SCALE_SIZE = 11;
export const OFF_SCALE_ROW = 14;
const LETTER = 6.8;
const GAP = 5;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** `top`: the highest number on the axis. `left`, `right`: edges of the plot. */
export function offScaleMarks(
  lines: readonly OffScaleLine[],
  top: number,
  { left, right }: { readonly left: number; readonly right: number },
): OffScaleMark[] {
  const taken: { readonly row: number; readonly from: number; readonly to: number }[] = [];
  return [...new Set(lines.map(({ colour }) => colour))].flatMap((colour) => {
    const spans = lines.filter((line) => line.colour === colour).flatMap((line) => spansOver(line, top));
    const seen = spans.filter(({ start, end }) => end >= left && start <= right);
    return joined(seen).map(({ start, end, value }): OffScaleMark => {
      const text = textOf(value);
      const width = text.length * LETTER;
      const behind = end + GAP;
      const x = Math.max(left + GAP, behind + width <= right ? behind : Math.min(start, right) - GAP - width);
      const [from, to] = [x - GAP, x + width + GAP];
      let row = 0;
      while (taken.some((other) => other.row === row && other.from < to && other.to > from)) row++;
      taken.push({ row, from, to });
      return { text, colour, x, row };
    });
  });
}

const textOf = (value: number) => `↑ ${Number.isFinite(value) ? formatNumber(value) : "∞"}`;

/** From where it crosses the top to where it comes back. */
function spansOver({ xs, ys }: OffScaleLine, top: number): Span[] {
  const spans: Span[] = [];
  let [x, y] = [0, Number.NaN]; // the point before
  let open: Span | undefined;
  for (let i = 0; i < ys.length; i++) {
    const [nextX, nextY] = [xs[i]!, ys[i]];
    if (nextY == null || Number.isNaN(nextY)) continue;
    const crossing = Number.isNaN(y) ? nextX : x + (nextX - x) * shareAt(y, nextY, top);
    if (nextY > top) open = { start: open?.start ?? crossing, end: nextX, value: Math.max(open?.value ?? 0, nextY) };
    else if (open) {
      spans.push({ ...open, end: crossing });
      open = undefined;
    }
    [x, y] = [nextX, nextY];
  }
  return open ? [...spans, open] : spans;
}

/** How far from one height to another a third is. */
function shareAt(from: number, to: number, height: number): number {
  const share = (height - from) / (to - from);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 1;
}

/** Those too near to each other for a text of each are one. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (!last || span.start - last.end > textOf(last.value).length * LETTER + 2 * GAP) all.push(span);
    else all[all.length - 1] = { ...last, end: Math.max(last.end, span.end), value: Math.max(last.value, span.value) };
  }
  return all;
}

/** `colours`: of the chart's series from the first on; undefined: not marked. */
export function drawOffScale(
  chart: uPlot,
  scale: string,
  colours: readonly (string | undefined)[],
  ink: ChartInk,
): void {
  const { max } = chart.scales[scale] ?? {};
  if (max == null) return;
  const { width, left, top } = chart.bbox;
  const ratio = devicePixelRatio;
  const xs = chart.data[0].map((x) => chart.valToPos(x, "x"));
  const lines = colours.flatMap((colour, i): OffScaleLine[] =>
    colour === undefined ? [] : [{ colour, xs, ys: chart.data[i + 1] ?? [] }],
  );
  inPlot(chart, (context) => {
    context.font = `${OFF_SCALE_SIZE * ratio}px "Plex Mono", ui-monospace, monospace`;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 4 * ratio;
    context.strokeStyle = ink.panel; // around the words, so that they can be read on curves
    for (const { text, colour, x, row } of offScaleMarks(lines, max, { left: 0, right: width / ratio })) {
      const place = [left + x * ratio, top + (row * OFF_SCALE_ROW + 1) * ratio] as const;
      context.fillStyle = colour;
      context.strokeText(text, ...place);
      context.fillText(text, ...place);
    }
  });
}
