/** @file From runs to what is drawn of them: means over seeds, epoch by epoch. */
import { datasetOf } from "../../train/config.ts";
import { estimate } from "../statistics.ts";
import type { CellResult, Estimate, RunResult } from "../sweep.ts";

/** A run that was left out of the statistics is left out of the figures too. */
export const countedRuns = (cell: CellResult) => cell.runs.filter(({ outcome }) => outcome !== "failed");

/** After a run diverged it guesses: its accuracy is that of chance, as in the tables. */
function accuracyAt(run: RunResult, epoch: number): number | null {
  const known = run.epochs[epoch]?.accuracy;
  if (run.outcome !== "diverged") return known ?? null;
  return known !== undefined && Number.isFinite(known) ? known : 1 / datasetOf(run.config).classes.length;
}

const present = (values: readonly (number | null | undefined)[]) =>
  values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));

/** By epoch, for as many epochs as were planned; it ends where no run has a number. */
export function accuracyCurve(cell: CellResult): Estimate[] {
  const runs = countedRuns(cell);
  const length = Math.max(0, ...runs.map((run) => run.config.epochs));
  const curve = Array.from({ length }, (_, epoch) => estimate(present(runs.map((run) => accuracyAt(run, epoch)))));
  return curve.flatMap((value) => value ?? []);
}

/** By epoch: the gain of one layer, or of the whole model. */
export function gainCurve(cell: CellResult, layer: number | "model"): Estimate[] {
  const runs = countedRuns(cell);
  const length = Math.max(0, ...runs.map((run) => run.modelGains.length));
  const of = (run: RunResult, epoch: number) => (layer === "model" ? run.modelGains[epoch] : run.gains[epoch]?.[layer]);
  const curve = Array.from({ length }, (_, epoch) => estimate(present(runs.map((run) => of(run, epoch)))));
  return curve.flatMap((value) => value ?? []);
}

export interface WarmupEnds {
  /** By epoch: how many layers ended their warm-up in it, mean over runs. */
  readonly counts: readonly number[];
  /** Layers whose warm-up outlasted the run. */
  readonly never: number;
}

export function warmupEnds(cell: CellResult): WarmupEnds {
  const runs = countedRuns(cell);
  const length = Math.max(0, ...runs.map((run) => run.config.epochs));
  const counts = Array<number>(length).fill(0);
  let never = 0;
  for (const run of runs) {
    for (const end of Object.values(run.warmupEnd)) {
      if (end === null) never += 1 / runs.length;
      else counts[end.epoch] = (counts[end.epoch] ?? 0) + 1 / runs.length;
    }
  }
  return { counts, never };
}
