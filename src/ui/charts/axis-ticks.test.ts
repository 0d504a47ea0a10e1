import { expect, test } from "vitest";
import { axisTicks } from "./axis-ticks.ts";
import { gainTicks } from "./gain-ticks.ts";

test.each([
  [[0.002, 0.03], 8, [0.002, 0.005, 0.01, 0.02]],
  [[0.001, 0.3], 3, [0.001, 0.01, 0.1]],
  [[0.02, 0.3], 3, [0.02, 0.2]],
  [[1e-6, 1], 4, [1e-6, 1e-4, 1e-2, 1]],
  [[0.3, 0.4], 3, [0.3, 0.4]],
] as const)("on a log axis %s at most %i numbers, at least two", (domain, most, want) => {
  expect(axisTicks(true, domain, most)).toEqual(want);
});

test("on a linear axis about as many", () => {
  expect(axisTicks(false, [0, 0.18], 3)).toEqual([0, 0.05, 0.1, 0.15]);
});

test.each([
  [32, 0.6, 54, [1, 2, 4, 8, 16, 32]],
  [48, 0.6, 82, [1, 2, 4, 8, 16, 48]],
  [64, 0.3, 130, [0.5, 1, 2, 4, 8, 16, 32, 64, 128]],
])("gains up to n = %i carry powers of 2, and n", (n, low, high, ticks) => {
  expect(gainTicks(n, low, high)).toEqual(ticks);
});
