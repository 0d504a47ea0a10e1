import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import type { Executor } from "../gpu/executor.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import {
  type ClassifierDims,
  foldLoss,
  foldLossTwin,
  softmaxCrossEntropy,
  softmaxCrossEntropyTwin,
} from "./softmax-cross-entropy.ts";

/** Runs one batch on the device; `totals` begins at 1, 2, 3. */
async function classify(
  executor: Executor,
  dims: ClassifierDims,
  logits: Float32Array,
  labels: Uint32Array,
  count: number,
) {
  const buffers = new TestBuffers();
  const [gradient, rows] = [buffers.output(logits.length), buffers.output(2 * dims.batch)];
  const totals = buffers.of(Float32Array.of(1, 2, 3));
  const counted = buffers.of(Uint32Array.of(count));
  await buffers.run(executor, [
    softmaxCrossEntropy(dims, {
      logits: buffers.of(logits),
      labels: buffers.of(labels),
      count: counted,
      gradient,
      rows,
    }),
    foldLoss(dims, { rows, count: counted, totals }),
  ]);
  return {
    gradient: await readFloats(executor, gradient),
    rows: await readFloats(executor, rows),
    totals: await readFloats(executor, totals),
  };
}

test.for([
  { batch: 1, classes: 2, count: 1 },
  { batch: 5, classes: 3, count: 5 },
  { batch: 17, classes: 10, count: 17 },
  { batch: 17, classes: 10, count: 1 },
  { batch: 128, classes: 10, count: 77 },
  { batch: 3, classes: 101, count: 2 },
])("$count of $batch images, $classes classes", async ({ batch, classes, count }, { executor }) => {
  const logits = randomFloats(batch * classes).map((value) => 5 * value);
  const labels = Uint32Array.from({ length: batch }, (_, n) => (7 * n) % classes);
  const got = await classify(executor, { batch, classes }, logits, labels, count);
  const want = softmaxCrossEntropyTwin({ batch, classes }, logits, labels, count);
  expect(worstMismatch(got.gradient, want.gradient)).toBeUndefined();
  expect(worstMismatch(got.rows, want.rows)).toBeUndefined();
  const [mean, correct, sum] = foldLossTwin(want.rows, count);
  expect(worstMismatch(got.totals, [1 + mean!, 2 + correct!, 3 + sum!])).toBeUndefined();
});

test("by hand: equal logits of 4 classes lose ln 4, and the first class is the prediction", async ({ executor }) => {
  const got = await classify(
    executor,
    { batch: 2, classes: 4 },
    new Float32Array(8).fill(300),
    Uint32Array.of(0, 3),
    2,
  );
  expect(worstMismatch(got.rows, [Math.log(4), Math.log(4), 1, 0])).toBeUndefined();
  expect(worstMismatch(got.gradient, [-0.375, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, -0.375])).toBeUndefined();
});

test("logits far apart neither overflow nor give NaN", async ({ executor }) => {
  const dims = { batch: 2, classes: 2 };
  const got = await classify(executor, dims, Float32Array.of(1e4, -1e4, -1e4, 1e4), Uint32Array.of(0, 0), 2);
  expect([...got.rows]).toEqual([0, 2e4, 1, 0]);
  expect([...got.gradient]).toEqual([0, 0, -0.5, 0.5]);
});

test.for([NaN, Infinity])("a logit of %f shows in the loss", async (bad, { executor }) => {
  const got = await classify(executor, { batch: 1, classes: 3 }, Float32Array.of(1, bad, 2), Uint32Array.of(0), 1);
  expect(Number.isFinite(got.rows[0])).toBe(false);
  expect(Number.isFinite(got.totals[0])).toBe(false);
});
