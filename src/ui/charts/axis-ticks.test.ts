import { expect, test } from "vitest";
import { axisTicks } from "./axis-ticks.ts";

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
