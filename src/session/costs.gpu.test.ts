/** @file The cost meter on whole runs: every part is there, the parts fit the whole, and no number changes. */
import { expect, test } from "vitest";
import { openDevice } from "../gpu/device.ts";
import { disguised } from "../gpu/testing.ts";
import { initialParameters } from "../nn/initialise.ts";
import { buildModel } from "../nn/model.ts";
import { defaultRunConfig, modelOf, type RunConfig } from "../train/config.ts";
import { contributionLayout } from "../train/contribution.ts";
import { COORDINATOR_COSTS, REPLICA_PHASES, WORKER_COSTS } from "../train/costs.ts";
import { ReplicaEngine } from "../train/replica-engine.ts";
import { runUpdates } from "./browser/testing.ts";

const config: RunConfig = {
  ...defaultRunConfig,
  model: "small-cnn-bn",
  workers: 2,
  local: 2,
  microBatch: 8,
  trainSize: 400,
  epochs: 1,
};
const model = buildModel(modelOf(config), [1, 28, 28], 10);
const all = (values: Iterable<number>, holds: (value: number) => boolean) => [...values].every(holds);

test("a run's parts are all measured, none negative, and they add up to its updates", async () => {
  const { store, bundle } = await runUpdates(config, 12);
  expect(store.timeSource).toBe("device");
  const sums = new Float64Array(12);
  for (const cost of COORDINATOR_COSTS) {
    const column = store.coordinatorCost(cost);
    expect(all(column, (ms) => ms >= 0)).toBe(true);
    column.forEach((ms, t) => {
      sums[t]! += ms;
    });
  }
  const elapsed = store.column("elapsedMs");
  // The device's clock is rounded, and not the one that the update is timed with.
  sums.forEach((sum, t) => void expect(sum).toBeLessThan((elapsed[t]! - (elapsed[t - 1] ?? 0)) * 1.02 + 1));
  for (const rank of [0, 1]) {
    for (const cost of WORKER_COSTS) expect(all(store.workerCost(cost, rank), (ms) => ms >= 0)).toBe(true);
    for (const cost of ["forward", "backward"] as const) {
      expect(all(store.workerCost(cost, rank), (ms) => ms > 0)).toBe(true);
    }
  }
  expect(store.column("oneWorkerImagesPerSecond")[10]).toBeGreaterThan(0);

  const counted = store.kernels.filter(({ operations }) => operations > 0);
  expect(counted.map(({ kernel, layer }) => `${kernel} ${layer}`)).toEqual([
    "conv2d.forward conv1",
    "conv2d.forward conv2",
    "dense.forward fc",
    "dense.weight-gradient fc",
    "dense.input-gradient fc",
    "conv2d.weight-gradient conv2",
    "conv2d.input-gradient conv2",
    "conv2d.weight-gradient conv1",
  ]);
  expect(counted[0]).toMatchObject({ operations: 2 * 8 * 16 * 28 * 28 * 9, runs: 2 });
  expect(new Set(store.kernels.map(({ phase }) => phase))).toEqual(new Set(REPLICA_PHASES));
  expect(new TextDecoder().decode(bundle.get("costs.csv")).trim().split("\n")).toHaveLength(1 + 12 * 3);
});

test("measuring changes no bit, with timestamps and without", async () => {
  const contributionOf = async (gpu: GPU, probed: boolean) => {
    const watched = await openDevice(gpu, "meter test");
    const sizes = {
      model,
      ...{ microBatch: 8, local: 2, trainCount: 32, evaluationCount: 8 },
      normalisation: { mean: [0.3], deviation: [0.35] },
    };
    const engine = new ReplicaEngine(watched, sizes, () => performance.now());
    await engine.prepare();
    engine.load(
      "train",
      Uint8Array.from({ length: 32 * 784 }, (_, i) => (i * 37) % 251),
      Uint8Array.from({ length: 32 }, (_, i) => i % 10),
    );
    const carrier = new Float32Array(contributionLayout(model).size);
    carrier.set(initialParameters(model, 1));
    const indices = Uint32Array.from({ length: 16 }, (_, i) => 2 * i);
    const result = await engine.contribution(carrier, indices, probed);
    engine.dispose();
    watched.check();
    watched.destroy();
    return result;
  };
  const withoutTimestamps = disguised(navigator.gpu, { features: new Set() });
  const plain = await contributionOf(navigator.gpu, false);
  const probed = await contributionOf(navigator.gpu, true);
  const untimed = await contributionOf(withoutTimestamps, false);
  const waited = await contributionOf(withoutTimestamps, true);
  expect(plain.values.some((value) => value !== 0)).toBe(true);
  for (const { values } of [probed, untimed, waited]) expect(values).toEqual(plain.values);

  expect([plain, probed, untimed, waited].map(({ source }) => source)).toEqual(["device", "device", "wall", "wall"]);
  expect(all(untimed.phaseMs, Number.isNaN)).toBe(true);
  for (const { phaseMs } of [plain, probed, waited]) {
    expect(phaseMs).toHaveLength(4);
    expect(all(phaseMs, (ms) => ms >= 0)).toBe(true);
    expect(phaseMs[1]).toBeGreaterThan(0);
  }
  expect([plain, untimed, waited].map(({ kernels }) => kernels)).toEqual([undefined, undefined, undefined]);
  expect(probed.kernels!.length).toBeGreaterThan(20);
});
