/** @file What each cell of the board stands at, from a plan and some results. */
import { expect, test } from "vitest";
import { summarise } from "../../sweep/summary.ts";
import type { RunResult } from "../../sweep/sweep.ts";
import { madeUpResult, tinyPlan } from "../../sweep/testing.ts";
import { boardOf, wayOf } from "./board-cells.ts";
import type { CurrentRun } from "./sweep-controller.ts";
import { roughMs } from "./workload.ts";

const given = { productVersion: "1.2.3" };
const summary = (results: readonly RunResult[]) =>
  summarise(tinyPlan, new Map(results.map((result) => [result.key, result])), given);
const runAt = (rule: string, n: string, seed: number) =>
  tinyPlan.runs.find((run) => run.coordinates.rule === rule && run.coordinates.n === n && run.seed === seed)!;
const alone = tinyPlan.runs.filter(({ isBaseline }) => isBaseline);

test("before anything is run every cell waits, once for each seed", () => {
  const { ns, baseline, rows } = boardOf(tinyPlan, summary([]), undefined);
  expect(ns).toEqual([2, 4]);
  expect(rows.map(({ name }) => name)).toEqual(["linear", "lena"]);
  for (const cell of [baseline!, ...rows.flatMap(({ cells }) => cells)]) {
    expect(cell).toMatchObject({ marks: ["waiting", "waiting"], heat: null, current: undefined });
  }
});

test("marks follow the seeds, and the run under way is in its own cell only", () => {
  const diverged = madeUpResult(runAt("lena", "4", 1), [0.3], { outcome: "diverged" });
  const run = runAt("lena", "4", 2);
  const current: CurrentRun = { run, place: 10, share: 0.5, epochs: 1, accuracy: 0.4, phase: undefined };
  const { rows } = boardOf(tinyPlan, summary([diverged]), current);
  expect(rows[1]!.cells[1]).toMatchObject({ marks: ["diverged", "running"], current });
  expect(rows[1]!.cells[0]).toMatchObject({ marks: ["waiting", "waiting"], current: undefined });
});

test.each([
  [0.9, 0],
  [0.89, 0], // the target itself: the baseline's accuracy minus the tolerance
  [0.885, 1],
  [0.85, 2],
  [0.7, 3],
  [0.5, 4],
])("an accuracy of %f beside a target of 0.89 has heat %i", (accuracy, heat) => {
  const results = [...alone.map((run) => madeUpResult(run, [0.9])), madeUpResult(runAt("linear", "2", 1), [accuracy])];
  expect(boardOf(tinyPlan, summary(results), undefined).rows[0]!.cells[0]!.heat).toBe(heat);
});

test("without a target the best cell is what the others are measured by", () => {
  const results = [madeUpResult(runAt("linear", "2", 1), [0.8]), madeUpResult(runAt("lena", "2", 1), [0.77])];
  const { rows } = boardOf(tinyPlan, summary(results), undefined);
  expect(rows.map(({ cells }) => cells[0]!.heat)).toEqual([0, 2]);
});

test("a cell says how many updates the target took, and how many of its runs came there", () => {
  const ways = (...accuracies: number[]) => {
    const results = accuracies.map((accuracy, i) => madeUpResult(runAt("linear", "2", i + 1), [accuracy]));
    const { baseline, rows } = boardOf(
      tinyPlan,
      summary([...alone.map((run) => madeUpResult(run, [0.9])), ...results]),
      undefined,
    );
    expect(wayOf(baseline!)).toEqual([]);
    return wayOf(rows[0]!.cells[0]!);
  };
  expect(ways()).toEqual([]);
  expect(ways(0.9)).toEqual([expect.stringMatching(/^\d+ updates$/)]);
  expect(ways(0.9, 0.5)).toEqual(["1 of 2 reached it"]);
  expect(ways(0.5, 0.5)).toEqual(["never"]);
});

test("time is estimated where the model was measured, else not", () => {
  const [run] = tinyPlan.runs;
  const one = roughMs({ ...tinyPlan, runs: [run!] })!;
  expect(roughMs({ ...tinyPlan, runs: [run!, run!] })).toBe(2 * one);
  const large = { ...run!, config: { ...run!.config, model: "resnet18" } };
  expect(roughMs({ ...tinyPlan, runs: [large] })).toBeNull();
});
