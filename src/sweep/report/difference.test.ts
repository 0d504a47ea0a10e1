import { expect, test } from "vitest";
import { contrast, difference } from "./difference.ts";

test("a difference has Welch's degrees of freedom, rounded down", () => {
  // Equal spreads and sizes: 2 + 2 = 4 degrees of freedom, variance 1/3 + 1/3.
  const half = 2.776 * Math.sqrt(2 / 3);
  const { mean, low, high } = difference([11, 12, 13], [1, 2, 3]);
  expect(mean).toBe(10);
  expect(low).toBeCloseTo(10 - half, 10);
  expect(high).toBeCloseTo(10 + half, 10);
  // One of them without spread: 2 degrees of freedom are left.
  expect(difference([11, 12, 13], [2, 2, 2]).high).toBeCloseTo(10 + 4.303 / Math.sqrt(3), 10);
});

test("a difference of differences adds up the spread of all four", () => {
  const four = contrast([1, -1, -1, 1].map((weight) => ({ weight, values: [1, 2, 3] })));
  expect(four.mean).toBe(0);
  expect(four.high).toBeCloseTo(2.306 * Math.sqrt(4 / 3), 10);
});

test("one seed has a difference without an interval; equal values have one of no width", () => {
  expect(difference([0.5], [0.25])).toEqual({ mean: 0.25, low: null, high: null });
  expect(difference([2, 2], [1, 1])).toEqual({ mean: 1, low: 1, high: 1 });
});
