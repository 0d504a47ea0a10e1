/** @file Softmax with cross-entropy: loss, correct count and gradient of a batch that may be partly empty. With float64 twins. */
import foldCode from "../../shaders/fold-loss.wgsl?raw";
import code from "../../shaders/softmax-cross-entropy.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { flatDispatch, SERIAL } from "./flat-dispatch.ts";

export interface ClassifierDims {
  readonly batch: number;
  readonly classes: number;
}

/**
 * From logits (N, classes) and labels (N, u32): gradient (N, classes) of the mean
 * loss, and rows (2, N), loss then correct. `count` (1, u32) is how many images
 * are real; it is a buffer because the last batch of an epoch is shorter. The gradient comes `scale` times as large.
 */
export function softmaxCrossEntropy(
  { batch, classes }: ClassifierDims,
  io: { logits: Binding; labels: Binding; count: Binding; gradient: Binding; rows: Binding },
  scale = 1,
): DispatchPlan {
  const bindings = [io.logits, io.labels, io.count, io.gradient, io.rows];
  return flatDispatch("softmax-cross-entropy", code, SERIAL, batch, bindings, { batch, classes, scale });
}

/** totals (3) += mean loss, correct images, sum of losses. */
export function foldLoss(
  { batch }: Pick<ClassifierDims, "batch">,
  io: { rows: Binding; count: Binding; totals: Binding },
): DispatchPlan {
  return {
    kernel: { label: "fold-loss", code: foldCode },
    bindings: [io.rows, io.count, io.totals],
    params: { batch },
    workgroups: [1, 1, 1],
  };
}

export function softmaxCrossEntropyTwin(
  { batch, classes }: ClassifierDims,
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  count = batch,
): { gradient: Float64Array; rows: Float64Array } {
  const gradient = new Float64Array(batch * classes);
  const rows = new Float64Array(2 * batch);
  for (let n = 0; n < count; n++) {
    const row = Array.from({ length: classes }, (_, c) => logits[n * classes + c]!);
    const label = labels[n]!;
    const largest = Math.max(...row);
    const sum = row.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    row.forEach((logit, c) => {
      gradient[n * classes + c] = (Math.exp(logit - largest) / sum - (c === label ? 1 : 0)) / count;
    });
    rows[n] = Math.log(sum) - (row[label]! - largest);
    rows[batch + n] = row.indexOf(largest) === label ? 1 : 0;
  }
  return { gradient, rows };
}

/** What one batch adds to `totals`. */
export function foldLossTwin(rows: ArrayLike<number>, count: number): Float64Array {
  const batch = rows.length / 2;
  let loss = 0;
  let correct = 0;
  for (let n = 0; n < batch; n++) {
    loss += rows[n]!;
    correct += rows[batch + n]!;
  }
  return Float64Array.of(loss / count, correct, loss);
}
