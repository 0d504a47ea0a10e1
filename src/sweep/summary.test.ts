import { describe, expect, test } from "vitest";
import { estimate, tQuantile } from "./statistics.ts";
import { summarise } from "./summary.ts";
import type { RunResult } from "./sweep.ts";
import { madeUpResult, tinyPlan } from "./testing.ts";

const [base1, base2, linear1, linear2, , , lena1, lena2] = tinyPlan.runs;
const reason = { name: "DivergedError", where: "update 9", wanted: "a", found: "b", tryThis: "c" };

function resultOf(...runs: readonly RunResult[]) {
  return summarise(tinyPlan, new Map(runs.map((run) => [run.key, run])), { productVersion: "1.2.3" });
}
const baselines = [madeUpResult(base1!, [0.5, 0.7, 0.8]), madeUpResult(base2!, [0.5, 0.8, 0.84])];

describe("an estimate", () => {
  test("is mean and Student's interval, by pencil", () => {
    // Mean 3, variance (4 + 0 + 4) / 2 = 4, standard error √(4/3), t(2) = 4.303.
    const { mean, low, high } = estimate([1, 3, 5])!;
    expect([mean, low, high]).toEqual([3, 3 - 4.303 * Math.sqrt(4 / 3), 3 + 4.303 * Math.sqrt(4 / 3)]);
  });

  test("of equal values has no width, of one value no interval, of none there is none", () => {
    expect(estimate([2, 2, 2])).toEqual({ mean: 2, low: 2, high: 2, values: [2, 2, 2] });
    expect(estimate([2])).toEqual({ mean: 2, low: null, high: null, values: [2] });
    expect(estimate([])).toBeNull();
  });

  test("has the quantiles of the t distribution at both ends of the table", () => {
    expect([tQuantile(1), tQuantile(2), tQuantile(30), tQuantile(100)]).toEqual([12.706, 4.303, 2.042, 2.042]);
  });
});

describe("the target", () => {
  test("is the baseline's mean final accuracy minus the tolerance", () => {
    const { target } = resultOf(...baselines);
    expect(target?.baselineAccuracy).toBeCloseTo(0.82, 12);
    expect(target?.accuracy).toBeCloseTo(0.81, 12);
  });

  test("is absent without a baseline's result, and so is the way to it", () => {
    const { target, cells } = resultOf(madeUpResult(linear1!, [0.9, 0.9, 0.9]));
    expect(target).toBeNull();
    expect(cells[0]!.toTarget).toEqual({ reached: 0, of: 1, epochs: null, updates: null, images: null, seconds: null });
  });
});

test("the way to the target is counted to the end of the first epoch that reaches it", () => {
  // n = 2, b = 8, 64 images: 4 updates of 16 images per epoch.
  const cell = resultOf(
    ...baselines,
    madeUpResult(linear1!, [0.6, 0.82, 0.7]),
    madeUpResult(linear2!, [0.6, 0.7, 0.83]),
  ).cells[0]!;
  expect(cell.toTarget).toMatchObject({ reached: 2, of: 2 });
  expect(cell.toTarget.epochs?.values).toEqual([2, 3]);
  expect(cell.toTarget.updates?.values).toEqual([8, 12]);
  expect(cell.toTarget.images?.values).toEqual([128, 192]);
  expect(cell.toTarget.seconds?.values).toEqual([4, 6]);
  expect(cell.finalAccuracy?.values).toEqual([0.7, 0.83]);
  expect(cell.bestAccuracy?.values).toEqual([0.82, 0.83]);
});

test("a target that half of the runs never reach is never reached", () => {
  const reached = madeUpResult(linear1!, [0.6, 0.82, 0.9]);
  const cell = resultOf(...baselines, reached, madeUpResult(linear2!, [0.6, 0.7, 0.7])).cells[0]!;
  expect(cell.toTarget).toEqual({ reached: 1, of: 2, epochs: null, updates: null, images: null, seconds: null });
  expect(resultOf(...baselines, reached).cells[0]!.toTarget.epochs?.mean).toBe(2);
});

test("a diverged run counts as chance, a failed one not at all", () => {
  const diverged = madeUpResult(lena1!, [0.3], { outcome: "diverged", reason, testAccuracy: null });
  const failed = madeUpResult(lena2!, [], { outcome: "failed", reason, testAccuracy: null });
  const result = resultOf(...baselines, diverged, failed);
  const cell = result.cells[2]!;
  expect(cell.coordinates).toEqual({ rule: "lena", n: "2" });
  expect(cell.runs).toHaveLength(2);
  expect(cell.finalAccuracy?.values).toEqual([0.1]);
  expect(cell.bestAccuracy?.values).toEqual([0.3]);
  expect(cell.testAccuracy?.values).toEqual([0.1]);
  expect(cell.toTarget).toMatchObject({ reached: 0, of: 1 });
  expect([result.doneRuns, result.plannedRuns]).toEqual([3, 10]);
});

test("facts are those of all runs together, each named once", () => {
  const { facts, cells } = resultOf(...baselines, madeUpResult(linear1!, [0.5], { adapter: "Another" }));
  expect(facts).toEqual({
    productVersion: "1.2.3",
    adapters: ["An adapter", "Another"],
    wallSeconds: 30,
    seeds: [1, 2],
    dataSha256: ["ab".repeat(32)],
  });
  expect(cells[3]).toMatchObject({ n: 4, runs: [], finalAccuracy: null });
});
