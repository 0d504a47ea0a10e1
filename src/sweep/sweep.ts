/**
 * @file What a sweep is and what comes out of it: plain data only, the same for the page, the command line and the
 * report. Not here: which runs a grid means (plan.ts), making them (runner.ts), what they say (summary.ts, report/claims.ts).
 */
import type { ErrorReport } from "../core/errors.ts";
import type { RunConfig } from "../train/config.ts";
import type { WarmupEnd } from "../train/events.ts";

export const presetIds = ["table1", "table2", "table3", "figure4"] as const;
export type PresetId = (typeof presetIds)[number];
export const scales = ["small", "paper"] as const;
export type Scale = (typeof scales)[number];

/** One thing that is varied, for example "rule" or "n". */
export interface SweepAxis {
  readonly name: string;
  readonly values: readonly { readonly label: string; readonly set: Partial<RunConfig> }[];
}

export interface Sweep {
  /** Preset and scale, or the grid file's name. */
  readonly id: string;
  readonly title: string;
  /** The table or figure of the paper that it repeats. */
  readonly preset?: PresetId | undefined;
  readonly base: Partial<RunConfig>;
  /** Every combination is one cell. */
  readonly axes: readonly SweepAxis[];
  /** What single-worker training means here: its accuracy is the target. Absent: no target. */
  readonly baseline?: Partial<RunConfig> | undefined;
  /** The target is the baseline's mean final validation accuracy minus this. */
  readonly tolerance: number;
  readonly seeds: readonly number[];
}

/** By axis name, the label of its value; empty for the baseline. */
export type Coordinates = Readonly<Record<string, string>>;

export interface PlannedRun {
  /** Names the run's folder: readable, and different for every configuration. */
  readonly key: string;
  readonly coordinates: Coordinates;
  readonly isBaseline: boolean;
  readonly seed: number;
  readonly config: RunConfig;
}

export interface PlannedCell {
  readonly coordinates: Coordinates;
  /** n = W·K */
  readonly n: number;
  /** Its runs, in the order of the seeds. Cells of the same configuration share them. */
  readonly keys: readonly string[];
}

export interface SweepPlan {
  readonly sweep: Sweep;
  /** Each configuration once, in the order in which they are run: the baseline first, so that there is a target early. */
  readonly runs: readonly PlannedRun[];
  readonly baseline: PlannedCell | null;
  /** In the order of the axes, the last varying fastest. */
  readonly cells: readonly PlannedCell[];
}

/** Validation after one epoch. */
export interface EpochResult {
  /** From 0. */
  readonly epoch: number;
  /** Updates made until then. */
  readonly updates: number;
  readonly accuracy: number;
  /** null where it is not a finite number, which JSON has no word for. */
  readonly loss: number | null;
  /** Of training until then; evaluation and preparation left out. */
  readonly seconds: number;
}

/** What is kept of one run beside its bundle: result.json. */
export interface RunResult {
  readonly key: string;
  readonly config: RunConfig;
  /** "diverged" is a result, with its reason; "failed" is an error of another kind. */
  readonly outcome: "finished" | "diverged" | "failed";
  readonly reason?: ErrorReport | undefined;
  readonly productVersion: string;
  readonly adapter: string;
  readonly dataSha256: string;
  readonly n: number;
  readonly totalBatch: number;
  readonly updates: number;
  /** From start to end. */
  readonly wallSeconds: number;
  readonly epochs: readonly EpochResult[];
  /** On the test set, used once, at the end of a finished run. */
  readonly testAccuracy: number | null;
  /** Of a finished or diverged run; empty where a run failed before it was ready, as are the fields below. */
  readonly layers: readonly { readonly name: string; readonly role: string }[];
  readonly warmupEnd: Readonly<Record<string, WarmupEnd>>;
  /** Mean over the updates of each epoch: (epochs)(layers), and of the whole model (epochs). The measured gradient variance, whatever the rule. */
  readonly gains: readonly (readonly number[])[];
  readonly modelGains: readonly number[];
}

/** Over seeds: mean and its 95% confidence interval (Student's t). */
export interface Estimate {
  readonly mean: number;
  /** null where there is one value: it says nothing of the spread. */
  readonly low: number | null;
  readonly high: number | null;
  readonly values: readonly number[];
}

export interface CellResult {
  readonly coordinates: Coordinates;
  readonly n: number;
  readonly runs: readonly RunResult[];
  /** Of the runs that did not fail; null without any. A diverged run counts with the accuracy of chance, here and in the two below. */
  readonly finalAccuracy: Estimate | null;
  readonly bestAccuracy: Estimate | null;
  readonly testAccuracy: Estimate | null;
  /** First epoch whose validation accuracy reaches the target, of the runs that reach it; null: never, in at least half of the runs. */
  readonly toTarget: {
    readonly reached: number;
    /** Runs that did not fail. */
    readonly of: number;
    readonly epochs: Estimate | null;
    readonly updates: Estimate | null;
    readonly images: Estimate | null;
    readonly seconds: Estimate | null;
  };
}

export interface SweepResult {
  readonly sweep: Sweep;
  /** Null without a baseline, or while it is not there yet. */
  readonly target: { readonly accuracy: number; readonly baselineAccuracy: number; readonly tolerance: number } | null;
  readonly baseline: CellResult | null;
  /** In the order of the axes, the last varying fastest; cells without any run yet have none in `runs`. */
  readonly cells: readonly CellResult[];
  /** Finished or diverged. */
  readonly doneRuns: number;
  readonly plannedRuns: number;
  /** Facts for the first lines of a report. */
  readonly facts: SweepFacts;
}

export interface SweepFacts {
  readonly productVersion: string;
  /** The exact command; absent in the page. */
  readonly command?: string | undefined;
  readonly adapters: readonly string[];
  /** Of all runs together. */
  readonly wallSeconds: number;
  readonly seeds: readonly number[];
  /** Result of comparing the images of the three splits; absent where it was not made. */
  readonly overlap?: { readonly compared: number; readonly shared: number } | undefined;
  readonly dataSha256: readonly string[];
}
