/**
 * @file From a plan and the results that are there to what the sweep says: the target, and per cell the accuracies
 * and the way to the target, over seeds. Not here: claims and words (report/claims.ts).
 */
import { datasetOf } from "../train/config.ts";
import { estimate } from "./statistics.ts";
import type { CellResult, EpochResult, PlannedCell, RunResult, SweepFacts, SweepPlan, SweepResult } from "./sweep.ts";

export type Results = ReadonlyMap<string, RunResult>;

/** `given`: what the results themselves do not know. */
export function summarise(
  plan: SweepPlan,
  results: Results,
  given: Pick<SweepFacts, "productVersion" | "command" | "overlap">,
): SweepResult {
  const { sweep } = plan;
  const target = plan.baseline ? targetOf(runsOf(plan.baseline, results), sweep.tolerance) : null;
  const all = plan.runs.flatMap(({ key }) => results.get(key) ?? []);
  const distinct = (values: readonly string[]) => [...new Set(values)].filter(Boolean);
  return {
    sweep,
    target,
    baseline: plan.baseline && cellResult(plan.baseline, results, target),
    cells: plan.cells.map((cell) => cellResult(cell, results, target)),
    doneRuns: all.filter(isDone).length,
    plannedRuns: plan.runs.length,
    facts: {
      ...given,
      adapters: distinct(all.map(({ adapter }) => adapter)),
      wallSeconds: all.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
      seeds: sweep.seeds,
      dataSha256: distinct(all.map(({ dataSha256 }) => dataSha256)),
    },
  };
}

type Target = SweepResult["target"];

function targetOf(baselineRuns: readonly RunResult[], tolerance: number): Target {
  const accuracy = estimate(baselineRuns.filter(isDone).map(finalAccuracy));
  return accuracy && { accuracy: accuracy.mean - tolerance, baselineAccuracy: accuracy.mean, tolerance };
}

function cellResult(cell: PlannedCell, results: Results, target: Target): CellResult {
  const runs = runsOf(cell, results);
  const done = runs.filter(isDone);
  return {
    coordinates: cell.coordinates,
    n: cell.n,
    runs,
    finalAccuracy: estimate(done.map(finalAccuracy)),
    bestAccuracy: estimate(done.map(bestAccuracy)),
    testAccuracy: estimate(done.map((run) => run.testAccuracy ?? chanceOf(run))),
    toTarget: toTarget(done, target),
  };
}

function toTarget(runs: readonly RunResult[], target: Target): CellResult["toTarget"] {
  const first = (run: RunResult) =>
    target ? run.epochs.find(({ accuracy }) => accuracy >= target.accuracy) : undefined;
  const arrivals = runs.flatMap((run) => {
    const at = first(run);
    return at ? [{ run, at }] : [];
  });
  const isNever = 2 * arrivals.length <= runs.length;
  const over = (value: (at: EpochResult, run: RunResult) => number) =>
    isNever ? null : estimate(arrivals.map(({ at, run }) => value(at, run)));
  return {
    reached: arrivals.length,
    of: runs.length,
    epochs: over(({ epoch }) => epoch + 1),
    updates: over(({ updates }) => updates),
    images: over(({ updates }, { totalBatch }) => updates * totalBatch),
    seconds: over(({ seconds }) => seconds),
  };
}

const runsOf = (cell: PlannedCell, results: Results) => cell.keys.flatMap((key) => results.get(key) ?? []);
const isDone = ({ outcome }: RunResult) => outcome !== "failed";
const chanceOf = ({ config }: RunResult) => 1 / datasetOf(config).classes.length;

const finalAccuracy = (run: RunResult) =>
  run.outcome === "diverged" ? chanceOf(run) : (run.epochs.at(-1)?.accuracy ?? chanceOf(run));

/** A run that diverged may have been better before. */
const bestAccuracy = (run: RunResult) =>
  Math.max(run.outcome === "diverged" ? chanceOf(run) : 0, ...run.epochs.map(({ accuracy }) => accuracy));
