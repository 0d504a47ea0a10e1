import { expect, test } from "vitest";
import { median, spreadOf, worstDifference } from "./statistics.ts";

test("the median of an odd and an even number of values, in any order", () => {
  expect(median([9, 1, 10])).toBe(9);
  expect(median([4, 1, 3, 100])).toBe(3.5);
});

test("the spread keeps the extremes", () => {
  expect(spreadOf([2, 7, 3])).toEqual({ median: 3, min: 2, max: 7 });
});

test("losses that are equal, off, missing or not numbers", () => {
  expect(worstDifference([2, 4], [2, 4])).toBe(0);
  expect(worstDifference([2, 5], [2, 4])).toBe(0.25);
  expect(worstDifference([2], [2, 4])).toBe(Number.POSITIVE_INFINITY);
  expect(worstDifference([2, Number.NaN], [2, 4])).toBe(Number.POSITIVE_INFINITY);
});
