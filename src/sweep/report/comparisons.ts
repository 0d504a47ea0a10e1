/** @file Cells that differ in one thing only, brought together to be compared; and the words that claims share. */
import type { RunConfig } from "../../train/config.ts";
import type { CellResult, SweepAxis } from "../sweep.ts";
import { type Grid, groupBy, hasRuns, type Settings, settingsOf } from "./grid.ts";
import { count, type Outcome } from "./verdict.ts";

export interface Member {
  readonly cell: CellResult;
  readonly settings: Settings;
  /** Of the axes compared. */
  readonly label: string;
}

/** Cells that agree in everything but the axes compared. */
export interface Group {
  readonly n: number;
  readonly members: readonly Member[];
  /** Every member has results. */
  readonly isComplete: boolean;
}

export const sets = (axis: SweepAxis, field: string) => axis.values.some(({ set }) => Object.keys(set).includes(field));

/** Groups over the axes for which `compared` is true; none where there is no such axis. */
export function groupsOver({ result }: Grid, compared: (axis: SweepAxis) => boolean): Group[] {
  const axes = result.sweep.axes.filter(compared);
  const kept = result.sweep.axes.filter((axis) => !axes.includes(axis));
  if (axes.length === 0) return [];
  const groups = groupBy(result.cells, ({ coordinates }) => JSON.stringify(kept.map(({ name }) => coordinates[name])));
  return [...groups.values()].map((cells) => ({
    n: cells[0]!.n,
    isComplete: cells.every(hasRuns),
    members: cells.map((cell) => ({
      cell,
      settings: settingsOf(result.sweep, cell),
      label: axes.map(({ name }) => cell.coordinates[name]).join(" · "),
    })),
  }));
}

export const groupsBy = (grid: Grid, field: keyof RunConfig) => groupsOver(grid, (axis) => sets(axis, field));

/** "values of n" where n alone tells the groups apart, else "settings". */
export function placesOf(groups: readonly Group[]): string {
  const isByN = new Set(groups.map(({ n }) => n)).size === groups.length;
  return isByN ? "values of n" : "settings";
}

/** ", at 3 of them by more than the spread over seeds" and what else a reader must know of the comparison. */
export function surety(outcomes: readonly Outcome[], missing: number): string {
  const parts: string[] = [];
  const [wins, losses] = [count(outcomes, "win"), count(outcomes, "loss")];
  parts.push(wins > 0 ? `beyond the spread over seeds at ${wins}` : "nowhere beyond the spread over seeds");
  if (losses > 0) parts.push(`surely the opposite at ${losses}`);
  if (missing > 0) parts.push(`${missing} not yet run`);
  return ` (${parts.join("; ")})`;
}

export const finals = ({ cell }: Member) => cell.finalAccuracy?.values ?? [];
export const finalMean = ({ cell }: Member) => cell.finalAccuracy?.mean ?? Number.NaN;
