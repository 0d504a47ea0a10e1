import { expect, test } from "vitest";
import { cosineOfMeanAngle, madeUpLayer, madeUpRun } from "./made-up.ts";

test.each([2, 8, 64])("n = %i: gain 1 in agreement, n where gradients are orthogonal, between them in between", (n) => {
  expect(madeUpLayer(n, 1)).toMatchObject({ gain: 1, pairAngle: 0, meanAngle: 0 });
  expect(madeUpLayer(n, 0).gain).toBeCloseTo(n, 2);
  expect(madeUpLayer(n, 0).pairAngle).toBeCloseTo(90, 9);
  expect(madeUpLayer(n, 0).meanAngle).toBeCloseTo((Math.acos(1 / Math.sqrt(n)) * 180) / Math.PI, 9);
  const { gain } = madeUpLayer(n, 0.5);
  expect(gain).toBeCloseTo((2 * n) / (n + 1), 3);
});

test.each([0, 0.2, 0.7, 1])("an arrow can be dragged to where cosine %d has it", (cosine) => {
  expect(cosineOfMeanAngle(8, madeUpLayer(8, cosine).meanAngle)).toBeCloseTo(cosine, 9);
});

test("no arrow can be dragged further than orthogonal, nor beyond agreement", () => {
  expect(cosineOfMeanAngle(8, 120)).toBe(0);
  expect(cosineOfMeanAngle(8, 89)).toBe(0);
  expect(cosineOfMeanAngle(8, 0)).toBe(1);
});

test("the rate stays between warm-up and ceiling; the larger the gain, the sooner the warm-up ends", () => {
  // θ = 50: at G = 1 it takes 51 updates to pass it, at G = 8 seven.
  expect(madeUpRun(8, 1).warmupEnd).toBe(50);
  expect(madeUpRun(8, 0).warmupEnd).toBe(6);
  expect(madeUpRun(64, 1).warmupEnd).toBeNull(); // 15 updates
  const { rates, floor, ceiling } = madeUpRun(8, 0.3);
  expect(rates).toHaveLength(125);
  expect(rates.every((rate, t) => rate > 0 && rate <= ceiling[t]!)).toBe(true);
  expect(rates.slice(60).every((rate, t) => rate >= floor[t + 60]!)).toBe(true);
});
