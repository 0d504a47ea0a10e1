/** @file Updates as lanes: parts in order, within their update, and nothing made up where nothing was measured. */
import { expect, test } from "vitest";
import { COORDINATOR_COSTS, type CoordinatorCost, WORKER_COSTS, type WorkerCost } from "../../train/costs.ts";
import { madeUpCosts } from "../../train/testing.ts";
import { type TimelineNumbers, timelineOf, workerSpeed } from "./timeline.ts";

/** Three updates of two workers: of 100, 50 and 100 ms, the parts always those of an update of 100 ms. */
function numbers(change: (cost: WorkerCost | CoordinatorCost, ms: number) => number = (_, ms) => ms): TimelineNumbers {
  const { workers, coordinator } = madeUpCosts(2);
  return {
    workers: 2,
    column: (metric) => Float64Array.from(metric === "update" ? [0, 1, 2] : [100, 150, 250]),
    workerCost: (cost, rank) =>
      new Float32Array(3).fill(change(cost, workers[rank * WORKER_COSTS.length + WORKER_COSTS.indexOf(cost)]!)),
    coordinatorCost: (cost) => new Float32Array(3).fill(change(cost, coordinator[COORDINATOR_COSTS.indexOf(cost)]!)),
  };
}

test("a worker's parts follow each other through the update", () => {
  const { workers, coordinator, totalMs } = timelineOf(numbers(), 0, 1);
  expect(totalMs).toBe(100);
  expect(workers[1]!.map(({ part, fromMs, ms }) => [part, fromMs, ms])).toEqual([
    ["gather", 0, 1],
    ["forward", 1, 15],
    ["backward", 16, 35],
    ["norm", 51, 4],
    ["readback", 55, 6],
    ["wait", 61, 39],
  ]);
  expect(coordinator.at(-1)).toEqual({ part: "readback", fromMs: 90, ms: 10 });
});

test("updates stand one after the other; at the start of a run there are fewer", () => {
  const { updates, workers, totalMs } = timelineOf(numbers(), 2, 2);
  expect(updates).toEqual([
    { update: 1, fromMs: 0, ms: 50 },
    { update: 2, fromMs: 50, ms: 100 },
  ]);
  expect(totalMs).toBe(150);
  expect(workers[0]![6]).toMatchObject({ part: "gather", fromMs: 50 });
  expect(timelineOf(numbers(), 2, 10).updates).toHaveLength(3);
});

test("parts that add up to more than their update are drawn within it", () => {
  const { workers } = timelineOf(numbers(), 1, 1);
  const last = workers[0]!.at(-1)!;
  expect(last.fromMs + last.ms).toBeCloseTo(50, 9);
});

test("where parts were not measured their time is plain work, before the wait of a worker", () => {
  const wall = numbers((cost, ms) => (cost === "wait" || cost === "broadcast" ? ms : Number.NaN));
  const { workers, coordinator } = timelineOf(wall, 0, 1);
  expect(workers[0]).toEqual([
    { part: "work", fromMs: 0, ms: 60 },
    { part: "wait", fromMs: 60, ms: 40 },
  ]);
  expect(coordinator.map(({ part, ms }) => [part, ms])).toEqual([
    ["broadcast", 2],
    ["wait", 78],
    ["work", 20],
  ]);
});

test("a worker's speed counts the time in which it works", () => {
  expect(workerSpeed(numbers(), 0, 0, 30)).toBeCloseTo(500, 9);
  expect(workerSpeed(numbers(), 1, 2, 61)).toBeCloseTo(1000, 9);
  expect(
    workerSpeed(
      numbers((_, ms) => ms * 10),
      0,
      0,
      30,
    ),
  ).toBeUndefined();
});
