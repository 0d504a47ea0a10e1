/** @file Lines of several runs as one table for uPlot: few enough points to draw, at the places where any has one. */
import uPlot from "uplot";
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
