/**
 * @file Everything that a run tells those who watch it: one union, plain data
 * only, so that it crosses worker boundaries. Who collects it: session/run-store.ts.
 */
import type { ErrorReport } from "../core/errors.ts";
import type { AdapterFacts } from "../gpu/adapter-facts.ts";
import type { LayerInfo } from "../nn/layer-info.ts";
import type { UpdateCosts } from "./costs.ts";
import type { ImageStrip, Predictions, SnapshotRow, WorkerAgreement, WorstImage } from "./inspection.ts";
import type { ChosenTiles } from "./tune.ts";

export type { AdapterFacts, ImageStrip, Predictions, SnapshotRow, WorkerAgreement, WorstImage };

export type RunState = "idle" | "preparing" | "running" | "paused" | "finished" | "stopped" | "failed";

/** Per-layer numbers of one update, each of length L, in the order of `LayerInfo[]`. Symbols as in docs/lena.md. */
export interface LayerRows {
  /** a(k): mean over micro-batches of ‖g(i,k)‖². */
  readonly meanSquare: Float32Array;
  /** c(k): ‖ḡ(k)‖². */
  readonly squareMean: Float32Array;
  /** ‖x(k)‖² before the update. */
  readonly weightSquare: Float32Array;
  /** G(k): what the rule multiplies η0 with; in [1, n], but for LARS. */
  readonly gain: Float32Array;
  /** S(k), with this update's gain. */
  readonly state: Float32Array;
  /** w(k) in [0, 1] */
  readonly warmup: Float32Array;
  /** η(k) */
  readonly rate: Float32Array;
}

export interface UpdateRow {
  /** t = 0, 1, … */
  readonly update: number;
  /** Epoch this update belongs to, from 0. */
  readonly epoch: number;
  /** Mean training loss over the B images of this update. */
  readonly loss: number;
  /** Share of the B images classified correctly, in [0, 1]. */
  readonly accuracy: number;
  /** d(t) */
  readonly decay: number;
  /** Of all workers, from the start of this update to its end, evaluation left out. */
  readonly imagesPerSecond: number;
  /** All updates so far, pauses and evaluation left out. */
  readonly elapsedMs: number;
  /** Gain of the whole model taken as one layer, in [1, n]. */
  readonly modelGain: number;
  readonly layers: LayerRows;
  /** On inspected updates only. */
  readonly agreement?: WorkerAgreement | undefined;
  /** Time each worker took for its K micro-batches, by rank. */
  readonly workerMs: Float32Array;
  readonly costs: UpdateCosts;
  /** What one worker with the same n would reach, from worker 0 at work alone; NaN where this update did not measure it. */
  readonly oneWorkerImagesPerSecond: number;
}

export interface EpochRow {
  /** From 0. */
  readonly epoch: number;
  /** Updates done when it was measured. */
  readonly update: number;
  readonly validationLoss: number;
  /** In [0, 1]. */
  readonly validationAccuracy: number;
  readonly predictions?: Predictions | undefined;
}

/** The end of a layer's warm-up; null where the run ended first. */
export type WarmupEnd = { readonly update: number; readonly epoch: number } | null;

export interface RunSummary {
  readonly updates: number;
  readonly epochs: number;
  /** "finished": every update was made. "stopped": ended by the caller. */
  readonly outcome: "finished" | "stopped";
  /** null where no epoch was completed. */
  readonly finalValidationAccuracy: number | null;
  readonly bestValidationAccuracy: number | null;
  /** On the test set, used once, at the end; null for a stopped run. */
  readonly testAccuracy: number | null;
  readonly testLoss: number | null;
  /** By layer name. */
  readonly warmupEnd: Readonly<Record<string, WarmupEnd>>;
  /** From start to end, preparation and evaluation included, pauses left out. */
  readonly wallMs: number;
}

export type ProgressPhase = "data" | "upload" | "tune" | "compile" | "evaluate" | "test";

export type RunEvent =
  | { readonly kind: "state"; readonly state: RunState }
  | {
      readonly kind: "progress";
      readonly phase: ProgressPhase;
      readonly done: number;
      readonly total: number;
      readonly unit: "bytes" | "operations" | "pipelines" | "images";
    }
  | {
      /** Once per run, before the first update. */
      readonly kind: "ready";
      readonly layers: readonly LayerInfo[];
      /** By rank. */
      readonly adapters: readonly AdapterFacts[];
      readonly coordinatorAdapter: AdapterFacts;
      readonly kernels: ChosenTiles;
      /** SHA-256 of the data set's manifest, in hexadecimal. */
      readonly dataSha256: string;
      readonly normalisation: Normalisation;
    }
  /** Once per run, before the first update. */
  | { readonly kind: "strip"; readonly strip: ImageStrip }
  | { readonly kind: "update"; readonly row: UpdateRow }
  /** Before the first update, and after the row of each inspected one. */
  | { readonly kind: "snapshot"; readonly row: SnapshotRow }
  | { readonly kind: "epoch"; readonly row: EpochRow }
  | { readonly kind: "finished"; readonly summary: RunSummary }
  | { readonly kind: "failed"; readonly error: ErrorReport };

/** x ↦ (x/255 − mean) / deviation, per channel, measured on the train split. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}
