import { expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { softmaxCrossEntropyTwin } from "../kernels/softmax-cross-entropy.ts";
import { predictionsOf, softmaxRows } from "./predictions.ts";

const labels = Uint8Array.of(0, 1, 2, 2);
const logits = Float32Array.of(...[5, 1, 1], ...[2, 2, 0], ...[900, 0, -900], ...[0, 0, 3]);
const images = Uint8Array.from({ length: 8 }, (_, i) => 10 * i);

test("confusion by label and prediction, the first of equal logits counting", () => {
  const { confusion } = predictionsOf(logits, 3, { labels, images, imageSize: 2 });
  expect([...confusion]).toEqual([1, 0, 0, /* */ 1, 0, 0, /* */ 1, 0, 1]);
});

test("the worst come first, with their pixels and the loss that the kernels' twin has", () => {
  const { worst } = predictionsOf(logits, 3, { labels, images, imageSize: 2 });
  expect(worst.map(({ index }) => index)).toEqual([2, 1, 3, 0]);
  expect(worst[0]).toMatchObject({ label: 2, predicted: 0, probability: 1, pixels: Uint8Array.of(40, 50) });
  const { rows } = softmaxCrossEntropyTwin({ batch: 4, classes: 3 }, logits, labels);
  for (const { index, loss } of worst) expect(loss).toBeCloseTo(rows[index]!, 12);
});

test("24 of many, in their order where they are equally bad, and what is not a number before all", () => {
  const many = new Float32Array(60);
  many.fill(Number.NaN, 2 * 29);
  const set = { labels: new Uint8Array(30), images: new Uint8Array(30), imageSize: 1 };
  const { worst, confusion } = predictionsOf(many, 2, set);
  expect(worst.map(({ index }) => index)).toEqual([29, ...Array.from({ length: 23 }, (_, i) => i)]);
  expect([...confusion]).toEqual([30, 0, 0, 0]);
});

test("probabilities of every row add up to 1, without overflow", () => {
  const probabilities = softmaxRows(logits, 3);
  const half = Math.exp(2) / (2 * Math.exp(2) + 1);
  expect(worstMismatch(probabilities.subarray(3, 9), [half, half, 1 - 2 * half, 1, 0, 0])).toBeUndefined();
});
