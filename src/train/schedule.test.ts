import { describe, expect, test } from "vitest";
import { type DecayId, decayAt, decays, scheduleOf } from "./schedule.ts";

const config = {
  ...{ workers: 4, local: 2, microBatch: 16, epochs: 3, trainSize: 1000, alpha: 0.05 },
  ...{ rule: "lena", variant: "paper" as const },
};

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

test("the released variant rounds LENA's warm-up epochs down, and no other rule's", () => {
  const released = { ...config, variant: "released" } as const;
  expect(scheduleOf({ ...released, epochs: 19 }).threshold).toBe(0);
  expect(scheduleOf({ ...released, epochs: 20 }).threshold).toBe(62); // one epoch of one worker: floor(1000 / 16)
  expect(scheduleOf({ ...released, epochs: 39 }).threshold).toBe(62);
  expect(scheduleOf({ ...released, rule: "adascale" })).toEqual(scheduleOf(config));
});

describe("decay", () => {
  const schedule = scheduleOf({ ...config, trainSize: 1024 }); // 24 updates
  const at = (decay: DecayId, share: number) => decayAt(decay, share * schedule.updateCount, schedule);

  test.each([
    ["exponential", [1, 0.1 ** 0.5, 0.1, 0.1 ** 1.5, 0.01]],
    ["steps", [1, 1, 0.1, 0.01, 0.01]],
    ["cosine", [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 0]],
    ["none", [1, 1, 1, 1, 1]],
  ] as const)("%s after 0, 25, 50, 75 and 100% of the updates", (decay, want) => {
    want.forEach((value, quarter) => {
      expect(at(decay, quarter / 4)).toBeCloseTo(value, 12);
    });
  });

  test("steps falls with the first update of the second half, not before", () => {
    expect([decayAt("steps", 11, schedule), decayAt("steps", 12, schedule)]).toEqual([1, 0.1]);
    expect([decayAt("steps", 17, schedule), decayAt("steps", 18, schedule)]).toEqual([0.1, 0.01]);
  });

  test("never rises, and stays in [0, 1]", () => {
    for (const decay of decays) {
      const values = Array.from({ length: schedule.updateCount }, (_, update) => decayAt(decay, update, schedule));
      expect(values).toEqual([...values].sort((a, b) => b - a));
      expect(values[0]).toBe(1);
      expect(values.at(-1)).toBeGreaterThan(0);
    }
  });
});
