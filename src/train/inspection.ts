/**
 * @file What is looked at closely in some of the updates: which updates, and what it gives, as plain data.
 * None of it changes a number of the run. Not here: measuring it (update-engine.ts, predictions.ts).
 */
import type { LayerInfo } from "../nn/layer-info.ts";

/** Inspections of a run, about. */
const INSPECTIONS = 100;

/** Inspected updates: the first, the last, and every ceil(updateCount / 100)-th. */
export function inspectAt(update: number, updateCount: number): boolean {
  return update === updateCount - 1 || update % Math.ceil(updateCount / INSPECTIONS) === 0;
}

/** How a worker's mean gradient stands to the mean of all, per worker and layer: index rank·L + k. */
export interface WorkerAgreement {
  /** ‖g_r(k)‖, g_r the mean over the K micro-batches of the worker. */
  readonly norm: Float32Array;
  /** Of the angle between g_r(k) and ḡ(k), in [−1, 1]; 0 where either is 0. */
  readonly cosine: Float32Array;
}

export interface AgreementRow extends WorkerAgreement {
  readonly update: number;
}

/** What the model makes of the validation images. */
export interface Predictions {
  /** (C, C) images of label row predicted as column, row by row. */
  readonly confusion: Uint32Array;
  /** Largest losses first, at most 24. */
  readonly worst: readonly WorstImage[];
}

export interface WorstImage {
  /** Its place in the validation split. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Of the predicted class. */
  readonly probability: number;
  readonly loss: number;
  /** (C, H, W) */
  readonly pixels: Uint8Array;
}

/** The first 16 validation images, fewer where worker 0 has fewer of them: what the snapshots show predictions of. */
export interface ImageStrip {
  /** (C, H, W) */
  readonly shape: readonly number[];
  readonly labels: Uint8Array;
  /** (16, C, H, W) */
  readonly pixels: Uint8Array;
}

/** The run as it stood at an inspected update. */
export interface SnapshotRow {
  /** Updates done when it was taken: 0 is before the first. */
  readonly updates: number;
  /** Weights of the first layer, where it is a convolution, (F, C, K, K); else empty. */
  readonly filters: Float32Array;
  /** [0] where there are none. */
  readonly filterShape: readonly number[];
  /** (16, classes) softmax of the strip's images. */
  readonly probabilities: Float32Array;
}

/** Copied from the flat weights. */
export function firstFilters(
  [first]: readonly LayerInfo[],
  weights: Float32Array,
): Pick<SnapshotRow, "filters" | "filterShape"> {
  if (first?.shape.length !== 4) return { filters: new Float32Array(0), filterShape: [0] };
  return { filters: weights.slice(first.offset, first.offset + first.size), filterShape: first.shape };
}
