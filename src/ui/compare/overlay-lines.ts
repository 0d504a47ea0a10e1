/**
 * @file Lines of several runs as one table for uPlot, few enough points to draw, at the places where any has one; and
 * between which numbers they are drawn.
 */
import uPlot from "uplot";
import { roundDown } from "../charts/ranges.ts";
import { type Column, grainOf, thin, thinnedUpdates } from "../charts/thin.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatTick } from "../format.ts";

export interface Line {
  /** Of the run. */
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly faint?: boolean;
  /** Every value has a dot: there are few. */
  readonly dots?: boolean;
  /** From 0. */
  readonly updates: Float64Array;
  /** Rising. */
  readonly x: Float64Array;
  readonly y: Column;
}

/** Rows of a table. */
const MOST_ROWS = 14;
/** Of a chart on most screens. */
const PIXELS = 700;

/** What is no number is a gap, as is what a logarithmic axis has no place for. */
export function aligned(lines: readonly Line[], log = false): uPlot.AlignedData {
  const tables = lines.map(({ x, y }): uPlot.AlignedData => {
    const grain = grainOf(0, x.length - 1, x.length, PIXELS);
    const shown = (value: number) => Number.isFinite(value) && !(log && value <= 0);
    return [
      thinnedUpdates(grain).map((i) => x[i]!),
      Array.from(thin(y, grain), (value) => (shown(value) ? value : null)),
    ];
  });
  return tables.length > 0 ? uPlot.join(tables) : [[]];
}

/** "share": 0% to 100%. "log": over decades. "value": from 0. */
export type OverlayScale = "share" | "log" | "value";

/** A value beyond this leaves the chart: the other curves would be pressed flat. */
const MOST_TOP = 6;

/** Of an axis for numbers from `smallest` to `largest`, above 0 where it is logarithmic. */
export function overlayRange(scale: OverlayScale, smallest: number | null, largest: number | null): [number, number] {
  const [low, high] = [smallest ?? Number.NaN, largest ?? Number.NaN];
  if (scale === "share") return [0, 1.02];
  if (scale === "log") return low > 0 && high < Number.POSITIVE_INFINITY ? [roundDown(low), high * 1.2] : [1e-4, 1];
  return [0, Math.min(MOST_TOP, Math.max(0.1, high * 1.06 || 1))];
}

/** Where the axis ends: at `least` at least. */
export function overlayEnd(lines: readonly Line[], least: number): number {
  return Math.max(least, ...lines.map(({ x }) => x[x.length - 1] ?? 0));
}

/** The same numbers as text, at up to so many places along the axis. */
export function linesTable(lines: readonly Line[], unit: string, write: (value: number) => string): TableData {
  const solid = lines.filter(({ faint }) => !faint);
  const [xs, ...columns] = aligned(solid);
  const step = Math.max(1, Math.ceil(xs.length / MOST_ROWS));
  const rows = Array.from(xs, (_, i) => i)
    .filter((i) => (xs.length - 1 - i) % step === 0)
    .map((i) => [formatTick(xs[i]!), ...columns.map((column) => (column[i] == null ? "" : write(column[i])))]);
  return { caption: `By ${unit}`, columns: [unit, ...solid.map(({ name }) => name)], rows };
}
