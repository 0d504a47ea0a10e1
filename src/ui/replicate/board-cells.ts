/**
 * @file The board of a sweep as data: a row for each series, a column for each n, and what each cell stands at.
 * Not here: how it looks (sweep-board.ts).
 */
import { gridOf } from "../../sweep/report/grid.ts";
import type { CellResult, PlannedCell, RunResult, SweepPlan, SweepResult } from "../../sweep/sweep.ts";
import { formatCount } from "../format.ts";
import type { CurrentRun } from "./sweep-controller.ts";

export type RunMark = "waiting" | "running" | RunResult["outcome"];

export interface BoardCell {
  readonly name: string;
  readonly n: number;
  /** One for each seed. */
  readonly marks: readonly RunMark[];
  readonly result: CellResult;
  readonly seeds: readonly number[];
  /** Of the run under way, if it belongs here. */
  readonly current: CurrentRun | undefined;
  /** 0: reaches the target (without one: is the best); 4: far from it. null: no result. */
  readonly heat: number | null;
}

export interface Board {
  readonly ns: readonly number[];
  readonly baseline: BoardCell | null;
  readonly rows: readonly { readonly name: string; readonly cells: readonly (BoardCell | null)[] }[];
}

const SINGLE = "Single worker";
/** Distances from the target at which the colour changes. */
const HEAT_STEPS = [0, 0.01, 0.05, 0.2] as const;

export function boardOf(plan: SweepPlan, result: SweepResult, current: CurrentRun | undefined): Board {
  const grid = gridOf(result);
  const means = result.cells.flatMap(({ finalAccuracy }) => finalAccuracy?.mean ?? []);
  const aim = result.target?.accuracy ?? Math.max(...means);
  const planned = new Map<CellResult, PlannedCell>(result.cells.map((cell, i) => [cell, plan.cells[i]!]));
  const cellOf = (name: string, cell: CellResult, { keys }: PlannedCell): BoardCell => {
    const byKey = new Map(cell.runs.map((run) => [run.key, run.outcome]));
    const isHere = current !== undefined && keys.includes(current.run.key);
    const marks = keys.map(
      (key): RunMark => byKey.get(key) ?? (isHere && current.run.key === key ? "running" : "waiting"),
    );
    return {
      name,
      n: cell.n,
      marks,
      result: cell,
      seeds: plan.sweep.seeds,
      current: isHere ? current : undefined,
      heat: heatOf(cell, aim),
    };
  };
  return {
    ns: grid.ns,
    baseline: result.baseline && cellOf(SINGLE, result.baseline, plan.baseline!),
    rows: grid.series.map(({ title, cells }) => ({
      name: title,
      cells: grid.ns.map((n) => {
        const cell = cells.find((one) => one.n === n);
        return cell ? cellOf(title, cell, planned.get(cell)!) : null;
      }),
    })),
  };
}

/** How the runs of a cell came to the target: in one part, or in two where room may end between them. */
export function wayOf({ result: { toTarget, finalAccuracy }, name }: Pick<BoardCell, "result" | "name">): string[] {
  const { reached, of, updates } = toTarget;
  if (!finalAccuracy || name === SINGLE || of === 0) return [];
  if (reached === 0) return ["never"];
  const some = `${reached} of ${of}`;
  // Unless more than half reach it there is no mean.
  if (!updates) return [`${some} reached it`];
  return [`${formatCount(updates.mean)} updates`, ...(reached < of ? [`(${some})`] : [])];
}

function heatOf({ finalAccuracy }: CellResult, aim: number): number | null {
  if (!finalAccuracy) return null;
  const step = HEAT_STEPS.findIndex((distance) => finalAccuracy.mean >= aim - distance);
  return step < 0 ? HEAT_STEPS.length : step;
}
