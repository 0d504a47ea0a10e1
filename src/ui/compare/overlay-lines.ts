/** @file Lines of several runs as one table for uPlot: few enough points to draw, at the places where any has one. */
import uPlot from "uplot";
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
  /** Rising. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Rows of a table. */
const MOST_ROWS = 14;
const MOST_BUCKETS = 400;

export function aligned(lines: readonly Line[]): uPlot.AlignedData {
  const tables = lines.map(({ x, y }) => reduced(x, y)).map(({ x, y }): uPlot.AlignedData => [x, y]);
  return tables.length > 0 ? uPlot.join(tables) : [[]];
}

/** Of the values in a bucket only the smallest and the largest, so that no spike is lost. What is no number is a gap. */
export function reduced(x: ArrayLike<number>, y: ArrayLike<number>): { x: number[]; y: (number | null)[] } {
  const size = Math.max(1, Math.ceil(x.length / MOST_BUCKETS));
  const kept: number[] = [];
  for (let first = 0; first < x.length; first += size) {
    let [low, high] = [first, first];
    const end = Math.min(first + size, x.length);
    for (let i = first + 1; i < end; i++) {
      if (!(y[low]! <= y[i]!)) low = i;
      if (!(y[high]! >= y[i]!)) high = i;
    }
    kept.push(...new Set([Math.min(low, high), Math.max(low, high), ...(end === x.length ? [end - 1] : [])]));
  }
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => (Number.isFinite(y[i]) ? y[i]! : null)) };
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
