/** @file Arrows of gradients: true lengths and angles, and the words for them. */
import { expect, test } from "vitest";
import {
  agreementSentence,
  arrowsSentence,
  degrees,
  layerAgreement,
  meanCosine,
  nothingInCommon,
  tips,
} from "./agreement-geometry.ts";

const workers = (count: number, norm: number, cosine: number) => ({
  norm: Array<number>(count).fill(norm),
  cosine: Array<number>(count).fill(cosine),
});

test.each([1, 2, 3, 4, 5, 8, 16])("of %i equal workers the tips' mean is the mean gradient, on the axis", (count) => {
  const found = tips(workers(count, 2, 0.6));
  const mean = (part: "across" | "along" | "near") => found.reduce((sum, tip) => sum + tip[part], 0) / count;
  expect(mean("along")).toBeCloseTo(1.2, 12);
  if (count > 1) expect(Math.hypot(mean("across"), mean("near"))).toBeCloseTo(0, 12);
});

test("a tip is as far away as its norm, at its angle, and none lies on the axis unless it agrees", () => {
  for (const { across, along, near } of tips(workers(8, 3, 0.25))) {
    expect(Math.hypot(across, along, near)).toBeCloseTo(3, 12);
    expect(along / 3).toBeCloseTo(0.25, 12);
    expect(Math.abs(across)).toBeGreaterThan(0.5);
  }
  expect(tips(workers(2, 3, 1)).map(({ across }) => across)).toEqual([0, -0]);
});

test("opposed to the mean an arrow points back", () => {
  expect(tips(workers(2, 1, -0.5))[0]!.along).toBeCloseTo(-0.5, 12);
});

test("micro-batches with nothing in common, shared out over workers, lie where Pythagoras has them", () => {
  expect(nothingInCommon(4, 4)).toEqual({ along: 0.5, away: Math.sqrt(0.75) });
  const { along, away } = nothingInCommon(4, 8); // each worker's mean of two is 1/√2 long
  expect(Math.hypot(along, away)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(nothingInCommon(1, 8).away).toBe(0);
});

test("an angle is never NaN, rounding or not", () => {
  expect([1.0000001, 0, -1.0000001].map(degrees)).toEqual([0, 90, 180]);
});

test.each([
  ["agree", workers(4, 1, 0.95), "The 4 workers mostly agree about this layer: their gradients lie 18° from the mean"],
  ["half", workers(4, 1, 0.65), "The 4 workers agree about this layer in part: their gradients lie 49°"],
  [
    "orthogonal",
    workers(4, 1, 0.5),
    "have little in common about this layer: their gradients lie 60° from the mean; with nothing in common it would be 60°.",
  ],
  ["a range", { norm: [1, 1], cosine: [0.9, 0.8] }, "lie 26° to 37° from the mean"],
  ["zero", workers(2, 0, Number.NaN), "The mean of the workers' gradients is 0 here"],
  ["one at zero", { norm: [1, 0], cosine: [1, Number.NaN] }, "lie 0° from the mean"],
])("in words: %s", (_, layer, words) => {
  expect(agreementSentence(layer)).toContain(words);
});

test("a gradient of length 0 has no direction, and does not count in the mean", () => {
  const row = { norm: Float32Array.of(2, 0, 3, 0), cosine: Float32Array.of(0.5, 0, 1, 0) };
  expect(layerAgreement(row, 0, 2)).toEqual({ norm: [2, 3], cosine: [0.5, 1] });
  expect(layerAgreement(row, 1, 2)).toEqual({ norm: [0, 0], cosine: [Number.NaN, Number.NaN] });
  expect(meanCosine({ cosine: [0.5, Number.NaN, 1] })).toBe(0.75);
  expect(meanCosine(layerAgreement(row, 1, 2))).toBeNaN();
});

const OF_K = "Each arrow is already the mean of 16 micro-batches, so workers agree better than micro-batches do.";
test.each([
  ["lena", 16, "moving", `${OF_K} The gain G compares micro-batches, on average over past updates.`],
  ["adascale", 16, "none", `${OF_K} The gain G compares micro-batches.`],
  ["lena", 1, "moving", "The gain G is an average over past updates, the arrows are of this one alone."],
  ["lena", 1, "none", ""],
  ["linear", 16, "moving", OF_K],
  ["linear", 1, "moving", ""],
] as const)("arrows and gain under %s with %i micro-batches each, averaging %s", (rule, local, averaging, words) => {
  expect(arrowsSentence({ rule, local, averaging })).toBe(words);
});
