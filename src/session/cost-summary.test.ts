/** @file train/cost-summary.ts on what a run store holds. */
import { expect, test } from "vitest";
import { averageOf, speedUp, totalMs, typicalUpdate } from "../train/cost-summary.ts";
import { probeAt, type UpdateCosts } from "../train/costs.ts";
import { madeUpCosts } from "../train/testing.ts";
import { RunStore } from "./run-store.ts";

const none = new Float32Array(0);
const layers = {
  meanSquare: none,
  squareMean: none,
  weightSquare: none,
  gain: none,
  state: none,
  warmup: none,
  rate: none,
};

/** Update t runs at 100 + t images a second, and one worker alone at 50 + t. */
function storeOf(workers: number, updates: number, costs: (t: number) => UpdateCosts): RunStore {
  const store = new RunStore([], workers);
  for (let t = 0; t < updates; t++) {
    store.addUpdate({
      ...{ update: t, epoch: 0, loss: 1, accuracy: 0, decay: 1, elapsedMs: t, modelGain: 1, layers, workerMs: none },
      imagesPerSecond: 100 + t,
      oneWorkerImagesPerSecond: probeAt(t) === "alone" ? 50 + t : Number.NaN,
      costs: costs(t),
    });
  }
  return store;
}

test("a typical update is the average of the newest ones that were not probed", () => {
  const slower = (t: number) => {
    const costs = madeUpCosts(2, probeAt(t));
    const factor = probeAt(t) === "none" ? t : 1000;
    return { ...costs, workers: costs.workers.map((ms) => ms * factor) };
  };
  const typical = typicalUpdate(storeOf(2, 58, slower))!;
  expect(typical.count).toBe(20);
  // Updates 38 … 57: on average 47.5.
  expect(typical.workers[0]![1]).toEqual({ cost: "forward", ms: 15 * 47.5 });
  expect(averageOf(typical.workers)[4]).toEqual({ cost: "readback", ms: 5.5 * 47.5 });
  expect(totalMs(typical.coordinator)).toBe(100);
});

test("without timestamps only the updates that waited after every phase are counted", () => {
  const wall = (t: number) => {
    const costs = madeUpCosts(1);
    const known = probeAt(t) === "kernels";
    return { ...costs, source: "wall" as const, workers: known ? costs.workers : costs.workers.map(() => Number.NaN) };
  };
  const typical = typicalUpdate(storeOf(1, 48, wall))!;
  expect(typical.count).toBe(2);
  expect(totalMs(typical.workers[0]!)).toBe(100);
  expect(typicalUpdate(storeOf(1, 11, wall))).toBeUndefined();
});

test("this run beside one worker: medians of the comparisons, and of the usual updates around them", () => {
  const store = storeOf(4, 48, (t) => madeUpCosts(4, probeAt(t)));
  // Alone in updates 10 and 35; around them 5 … 9, 12 … 15, and 30 … 34, 37 … 40.
  expect(speedUp(store)).toEqual({ imagesPerSecond: 122.5, oneWorker: (60 + 85) / 2, count: 2 });
});

test("there is nothing to compare with one worker, or before it was measured", () => {
  expect(speedUp(storeOf(1, 60, () => madeUpCosts(1)))).toBeUndefined();
  expect(speedUp(storeOf(4, 2, () => madeUpCosts(4)))).toBeUndefined();
});
