import { expect, test } from "vitest";
import { decayAt, scheduleOf } from "./schedule.ts";

const config = { workers: 4, local: 2, microBatch: 16, epochs: 3, trainSize: 1000, alpha: 0.05 };

test("what a configuration means, by hand", () => {
  expect(scheduleOf(config)).toEqual({
    n: 8,
    totalBatch: 128,
    updatesPerEpoch: 7, // floor(1000 / 128)
    updateCount: 21,
    singleWorkerIterations: 186, // 3 · floor(1000 / 16)
    threshold: expect.closeTo(9.3, 12),
  });
});

test("the split of n into workers and local micro-batches changes nothing", () => {
  expect(scheduleOf({ ...config, workers: 1, local: 8 })).toEqual(scheduleOf(config));
});

test("decay: 1 at the first update, 0.01 after all images of the run", () => {
  const schedule = scheduleOf({ ...config, trainSize: 1024 });
  expect(decayAt("exponential", 0, schedule)).toBe(1);
  expect(decayAt("exponential", schedule.updateCount, schedule)).toBeCloseTo(0.01, 12);
  expect(decayAt("exponential", schedule.updateCount / 2, schedule)).toBeCloseTo(0.1, 12);
  expect(decayAt("none", 100, schedule)).toBe(1);
});
