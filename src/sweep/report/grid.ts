/**
 * @file How tables and figures see the cells of a sweep: as series, one for each choice of everything but n, each with its
 * cells in the order of n. Works on what a cell sets, never on what its labels say.
 */
import { defaultRunConfig, type RunConfig } from "../../train/config.ts";
import type { CellResult, Coordinates, Sweep, SweepAxis, SweepResult } from "../sweep.ts";

/** What the paper's experiments vary. */
export interface Settings {
  readonly rule: string;
  readonly warmup: string;
  readonly alpha: number;
  /** Share of layers with a rate of their own. */
  readonly share: number;
  readonly n: number;
}

export interface Series {
  /** Labels of the axes other than n. */
  readonly labels: readonly string[];
  readonly title: string;
  readonly settings: Settings;
  readonly cells: readonly CellResult[];
}

export interface Grid {
  readonly result: SweepResult;
  /** The axis that sets n, where there is one. */
  readonly nAxis: SweepAxis | null;
  readonly otherAxes: readonly SweepAxis[];
  /** In the order of the cells. Never empty unless the sweep has no cells. */
  readonly series: readonly Series[];
  /** Rising. */
  readonly ns: readonly number[];
}

const setBy = (sweep: Sweep, coordinates: Coordinates): Partial<RunConfig> =>
  Object.assign(
    {},
    ...sweep.axes.map(({ name, values }) => values.find(({ label }) => label === coordinates[name])?.set),
  );

export function configOf(sweep: Sweep, coordinates: Coordinates): RunConfig {
  return { ...defaultRunConfig, ...sweep.base, ...setBy(sweep, coordinates) };
}

export function settingsOf(sweep: Sweep, cell: CellResult): Settings {
  const {
    rule,
    warmup,
    alpha,
    layerwiseShare = 1,
  }: RunConfig & { layerwiseShare?: number } = configOf(sweep, cell.coordinates);
  return { rule, warmup, alpha, share: layerwiseShare, n: cell.n };
}

/** In the order in which keys first come. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

const setsN = ({ values }: SweepAxis) => values.some(({ set }) => "local" in set || "workers" in set);

export function gridOf(result: SweepResult): Grid {
  const { sweep, cells } = result;
  const found = sweep.axes.filter(setsN);
  const nAxis = found.length === 1 ? found[0]! : null;
  const otherAxes = sweep.axes.filter((axis) => axis !== nAxis);
  const bySeries = groupBy(cells, ({ coordinates }) => JSON.stringify(otherAxes.map(({ name }) => coordinates[name])));
  const series = [...bySeries].map(([key, members]): Series => {
    const labels = JSON.parse(key) as string[];
    const sorted = members.toSorted((a, b) => a.n - b.n);
    return { labels, title: titleOf(otherAxes, labels), settings: settingsOf(sweep, sorted[0]!), cells: sorted };
  });
  const ns = [...new Set(cells.map(({ n }) => n))].toSorted((a, b) => a - b);
  return { result, nAxis, otherAxes, series, ns };
}

/** A label that is a bare number says nothing without the name of its axis. */
function titleOf(axes: readonly SweepAxis[], labels: readonly string[]): string {
  const words = labels.map((label, i) => (/^[\d.]/.test(label) ? `${axes[i]!.name} ${label}` : label));
  return words.join(" · ") || "all runs";
}

export const hasRuns = (cell: CellResult) => cell.finalAccuracy !== null;

/** B as a reader meets it beside n. */
export const batchOf = (cell: CellResult): number | undefined => cell.runs[0]?.totalBatch;
