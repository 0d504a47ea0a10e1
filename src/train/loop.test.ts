import { expect, test } from "vitest";
import { defaultRunConfig, type RunConfig } from "./config.ts";
import type { RunEvent } from "./events.ts";
import { firstFilters } from "./inspection.ts";
import { type Cluster, TrainLoop } from "./loop.ts";
import { scheduleOf } from "./schedule.ts";
import type { UpdateResult } from "./update-engine.ts";

const config: RunConfig = {
  ...defaultRunConfig,
  workers: 2,
  local: 1,
  microBatch: 10,
  trainSize: 60,
  epochs: 2,
  alpha: 0.5,
};
const layers = ["fast", "slow"].map((name, k) => {
  return { name, module: name, role: "weight", shape: [1], depth: k, offset: 64 * k, size: 1 } as const;
});

function result(update: number, change: Partial<UpdateResult> = {}): UpdateResult {
  const row = (...values: number[]) => Float32Array.from(values);
  return {
    weights: row(update + 1),
    loss: 1 / (update + 1),
    correctPerMicroBatch: 5,
    modelGain: 1.5,
    layers: {
      meanSquare: row(2, 2),
      squareMean: row(1, 1),
      weightSquare: row(3, 4),
      gain: row(2, 1),
      state: row(2 * (update + 1), update + 1),
      warmup: row(1, 1),
      rate: row(0.2, 0.1),
    },
    phaseMs: row(1, 1, 1),
    ...change,
  };
}

/** A loop over workers that answer at once, and everything that happened, in order. */
function loopOver(change: (update: number) => Partial<UpdateResult> = () => ({}), other: Partial<RunConfig> = {}) {
  const happened: string[] = [];
  const events: RunEvent[] = [];
  let now = 0;
  const cluster: Cluster = {
    settle: async () => {},
    contribute: async ({ update, epoch, updateInEpoch, probe }, weights) => {
      now += 10;
      happened.push(`contribute ${update} (epoch ${epoch}, ${updateInEpoch}) with ${weights[0]}`);
      const work = [3, 4].map((workMs) => ({ source: "device", workMs, phaseMs: new Float32Array(4) }) as const);
      return { work, broadcastMs: 1, aloneMs: probe === "alone" ? 5 : Number.NaN };
    },
    apply: async (update, _, probed) => {
      if (probed) happened.push(`timed ${update}`);
      return result(update, change(update));
    },
    agreement: async () => {
      now += 100;
      return { norm: Float32Array.of(1, 1, 1, 1), cosine: Float32Array.of(1, 1, 1, 1) };
    },
    strip: async () => {
      happened.push("strip");
      return { shape: [1, 1, 1], labels: Uint8Array.of(3), pixels: Uint8Array.of(255) };
    },
    classifyStrip: async (weights) => {
      now += 10_000;
      happened.push(`snapshot with ${weights[0]}`);
      return Float32Array.of(1);
    },
    evaluate: async (set, weights) => {
      now += 1000;
      happened.push(`${set} with ${weights[0]}`);
      const predictions = { confusion: Uint32Array.of(weights[0]!), worst: [] };
      return { loss: 0.5, accuracy: weights[0]! / 10, predictions };
    },
  };
  const run = { ...config, ...other };
  const spec = { config: run, schedule: scheduleOf(run), layers, initialWeights: Float32Array.of(0), startedMs: 0 };
  const loop = new TrainLoop(
    spec,
    cluster,
    () => now,
    (event) => void events.push(event),
  );
  return { loop, happened, events, updates: () => events.filter((event) => event.kind === "update") };
}

/** Lets everything that can happen now happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

test("every update uses the newest weights; validation after each epoch; the test set once, last", async () => {
  const { loop, happened } = loopOver();
  const summary = await loop.run(false);
  expect(happened.filter((what) => !/strip|snapshot/.test(what))).toEqual([
    "contribute 0 (epoch 0, 0) with 0",
    "contribute 1 (epoch 0, 1) with 1",
    "contribute 2 (epoch 0, 2) with 2",
    "validation with 3",
    "contribute 3 (epoch 1, 0) with 3",
    "contribute 4 (epoch 1, 1) with 4",
    "contribute 5 (epoch 1, 2) with 5",
    "validation with 6",
    "test with 6",
  ]);
  expect(summary).toMatchObject({
    outcome: "finished",
    updates: 6,
    epochs: 2,
    finalValidationAccuracy: 0.6,
    testAccuracy: 0.6,
    wallMs: 73_660,
  });
});

test("a row holds what was measured: loss, share of correct images, speed, times", async () => {
  const { loop, updates } = loopOver();
  await loop.run(false);
  const row = { update: 1, epoch: 0, loss: 0.5, accuracy: 0.5, imagesPerSecond: 2000, elapsedMs: 20, modelGain: 1.5 };
  expect(updates()[1]).toMatchObject({ row: { ...row, workerMs: Float32Array.of(3, 4) } });
});

test("workers are compared on inspected updates, outside the training time", async () => {
  const { loop, events } = loopOver(undefined, { epochs: 67 }); // 201 updates
  await loop.run(false);
  const rows = events.flatMap((event) => (event.kind === "update" ? [event.row] : []));
  expect(rows).toHaveLength(201);
  const compared = rows.flatMap(({ update, agreement }) => (agreement ? [update] : []));
  expect(compared).toEqual(Array.from({ length: 67 }, (_, i) => 3 * i).concat(200));
  expect(rows.at(-1)?.elapsedMs).toBe(2010);
});

test("a strip, then snapshots before the first update and after each inspected one, outside the training time", async () => {
  const { loop, events, happened } = loopOver(undefined, { epochs: 67 }); // 201 updates
  await loop.run(false);
  expect(happened.slice(0, 4)).toEqual([
    "strip",
    "snapshot with 0",
    "contribute 0 (epoch 0, 0) with 0",
    "snapshot with 1",
  ]);
  expect(happened.slice(-3)).toEqual(["snapshot with 201", "validation with 201", "test with 201"]);
  const snapshots = events.flatMap((event) => (event.kind === "snapshot" ? [event.row] : []));
  expect(snapshots.map(({ updates }) => updates)).toEqual([0, ...Array.from({ length: 67 }, (_, i) => 3 * i + 1), 201]);
  expect(snapshots[0]).toEqual({
    updates: 0,
    filters: new Float32Array(0),
    filterShape: [0],
    probabilities: Float32Array.of(1),
  });
});

test("a snapshot of a convolution keeps its weights, whatever the next update makes of them", async () => {
  const weights = Float32Array.of(1, 2, 3);
  const conv = { ...layers[0]!, shape: [2, 1, 1, 1], size: 2 };
  const { filters, filterShape } = firstFilters([conv], weights);
  weights.fill(9);
  expect([...filters]).toEqual([1, 2]);
  expect(filterShape).toEqual([2, 1, 1, 1]);
});

test("an epoch's row has the predictions on the validation set", async () => {
  const { loop, events } = loopOver();
  await loop.run(false);
  const rows = events.flatMap((event) => (event.kind === "epoch" ? [event.row.predictions?.confusion[0]] : []));
  expect(rows).toEqual([3, 6]);
});

test("a probed update says what one worker alone would reach, and every row where the time went", async () => {
  const { loop, events, happened } = loopOver(undefined, { epochs: 4 });
  await loop.run(false);
  const rows = events.flatMap((event) => (event.kind === "update" ? [event.row] : []));
  // 20 images in 2 · 0 ms of the device, 5 ms of the rest and no time to apply.
  expect(rows.map((row) => row.oneWorkerImagesPerSecond)).toEqual([...Array(10).fill(NaN), 4000, NaN]);
  expect([...rows[0]!.costs.coordinator]).toEqual([1, 9, 1, 1, 1, 0]);
  expect(rows.map((row) => row.costs.probe)).toEqual([...Array(10).fill("none"), "alone", "kernels"]);
  expect(happened.filter((event) => event.startsWith("timed"))).toEqual(["timed 11"]);
});

test("the released variant ends a warm-up one update later, as it goes by S before the update", async () => {
  const { loop } = loopOver(undefined, { variant: "released" });
  const { warmupEnd } = await loop.run(false);
  // θ = int(0.5 · 2) · 6 = 6: S of "fast" is 8 after update 3.
  expect(warmupEnd).toEqual({ fast: { update: 4, epoch: 1 }, slow: null });
});

test("a layer's warm-up ends at the first update with S > θ, and that is kept", async () => {
  const { loop } = loopOver();
  const { warmupEnd } = await loop.run(false);
  // θ = 0.5 · T1 = 0.5 · 2 · 6 = 6: S of "fast" is 8 at update 3, of "slow" at most 6.
  expect(warmupEnd).toEqual({ fast: { update: 3, epoch: 1 }, slow: null });
});

test("paused from the start: nothing happens until one update is asked for", async () => {
  const { loop, updates } = loopOver();
  const end = loop.run(true);
  await settle();
  expect(updates()).toHaveLength(0);
  await loop.singleUpdate();
  expect(updates()).toHaveLength(1);
  await settle();
  expect(updates()).toHaveLength(1);
  loop.resume();
  expect((await end).updates).toBe(6);
});

test("single updates through the end of a run finish it", async () => {
  const { loop, happened } = loopOver();
  const end = loop.run(true);
  await settle();
  for (let t = 0; t < 6; t++) await loop.singleUpdate();
  expect(happened.at(-1)).toBe("validation with 6");
  await loop.singleUpdate();
  expect(await end).toMatchObject({ outcome: "finished", updates: 6 });
  await loop.singleUpdate(); // after the end: nothing to wait for
  await loop.pause();
});

test("pause, then resume before the update ends: nobody is left waiting", async () => {
  const { loop, updates } = loopOver();
  const end = loop.run(false);
  const paused = loop.pause();
  loop.resume();
  await paused;
  await end;
  expect(updates()).toHaveLength(6);
});

test("every change of state is told once", async () => {
  const { loop, events } = loopOver();
  const end = loop.run(true);
  await settle();
  await loop.singleUpdate();
  await settle();
  loop.resume();
  await end;
  const states = events.flatMap((event) => (event.kind === "state" ? [event.state] : []));
  expect(states).toEqual(["paused", "paused", "running"]);
});

test("stopped while paused: ends with what was done, without the test set", async () => {
  const { loop, happened } = loopOver();
  const end = loop.run(true);
  await settle();
  await loop.singleUpdate();
  loop.stop();
  expect(await end).toMatchObject({
    outcome: "stopped",
    updates: 1,
    testAccuracy: null,
    finalValidationAccuracy: null,
  });
  expect(happened.filter((what) => what.startsWith("test"))).toEqual([]);
});

test("time at rest does not count", async () => {
  const { loop } = loopOver();
  const end = loop.run(true);
  await settle();
  loop.resume();
  expect((await end).wallMs).toBe(73_660);
});

test.each([
  ["the loss", { loss: Number.NaN }, /update 2: .*a loss of NaN: training diverged .*layer fast/],
  [
    "a gradient",
    { layers: { ...result(2).layers, meanSquare: Float32Array.of(1, Number.POSITIVE_INFINITY) } },
    /update 2: .*gradient of layer slow/,
  ],
])("%s that is not finite ends the run and says where", async (_, change, message) => {
  const { loop, updates } = loopOver((update) => (update === 2 ? change : {}));
  await expect(loop.run(false)).rejects.toThrow(message);
  expect(updates()).toHaveLength(3);
});
