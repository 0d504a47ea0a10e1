/** @file What is planned against what a real device is asked for, and that buffers which take turns change no bit. */
import { expect, vi } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { Stream, uniforms } from "../core/rng.ts";
import { openDevice, type WatchedDevice } from "../gpu/device.ts";
import { Executor } from "../gpu/executor.ts";
import { readFloats, test } from "../gpu/testing.ts";
import { type KernelFamily, registerKernels } from "../kernels/variant.ts";
import { initialParameters, initialStatistics } from "../nn/initialise.ts";
import { buildModel } from "../nn/model.ts";
import { allLayers } from "../nn/testing.ts";
import { datasetOf, defaultRunConfig, modelOf } from "./config.ts";
import { contributionLayout } from "./contribution.ts";
import { phasesOf } from "./kernel-costs.ts";
import { planMemory, replicaMemory, totalOf, updateMemory } from "./memory.ts";
import { ReplicaEngine } from "./replica-engine.ts";
import { planReplica, type ReplicaSizes } from "./replica-plan.ts";
import { planUpdate, UpdateEngine } from "./update-engine.ts";
import { updateSpecOf } from "./update-spec.ts";

const clock = () => performance.now();
const TRAIN_COUNT = 40;

const model = buildModel(allLayers, [1, 12, 12], 10);
const IMAGE_SIZE = 144;
const sizesFor = (family: KernelFamily): ReplicaSizes => ({
  model,
  kernels: { family },
  ...{ microBatch: 6, local: 2, trainCount: TRAIN_COUNT, evaluationCount: TRAIN_COUNT },
  normalisation: { mean: [0.3], deviation: [0.35] },
});
const images = uniforms(1, Stream.shuffle, 0, TRAIN_COUNT * IMAGE_SIZE).map((value) => Math.floor(256 * value));
const bytes = { images: Uint8Array.from(images), labels: Uint8Array.from({ length: TRAIN_COUNT }, (_, i) => i % 10) };
const indices = Uint32Array.from({ length: 12 }, (_, i) => (7 * i) % TRAIN_COUNT);

/** Parameters, then running statistics. */
const weights = Float32Array.from([...initialParameters(model, 1), ...initialStatistics(model)]);

/** Every buffer that is made on the device while the test runs. */
async function openCounted(): Promise<{ watched: WatchedDevice; made: GPUBuffer[] }> {
  const watched = await openDevice(navigator.gpu, "memory test");
  const made: GPUBuffer[] = [];
  const create = watched.device.createBuffer.bind(watched.device);
  vi.spyOn(watched.device, "createBuffer").mockImplementation((descriptor) => {
    const buffer = create(descriptor);
    made.push(buffer);
    return buffer;
  });
  return { watched, made };
}

const bytesOf = (buffers: readonly GPUBuffer[]) => buffers.reduce((sum, { size }) => sum + size, 0);

test.for(["lena", "lars"] as const)("the coordinator allocates the bytes that were planned for %s", async (rule) => {
  const config = { ...defaultRunConfig, workers: 3, rule };
  const spec = updateSpecOf(config, buildModel(modelOf(config), datasetOf(config).imageShape, 10));
  const initialWeights = new Float32Array(spec.model.parameterFloats + spec.model.statisticsFloats);
  const { watched, made } = await openCounted();
  const engine = new UpdateEngine(watched, { ...spec, initialWeights }, clock);
  await engine.prepare();
  expect(bytesOf(made)).toBe(totalOf(updateMemory(planUpdate(spec))));
  expect(bytesOf(made)).toBe(planMemory(config, registerKernels).coordinator);
  engine.dispose();
  watched.check();
  watched.destroy();
});

/** The same update with a buffer for everything. */
async function contributionWithoutSharing(executor: Executor, sizes: ReplicaSizes): Promise<Float32Array> {
  const plan = planReplica(sizes);
  const rounds = await Promise.all([0, 1].map((k) => executor.prepare(phasesOf(plan, k).flat())));
  for (const [buffer, values] of plan.fixed) executor.write(buffer, values);
  executor.write(plan.parameters, weights.subarray(0, model.parameterFloats));
  executor.write(plan.indices, indices);
  executor.write(plan.sets.train.images, bytes.images);
  executor.write(plan.sets.train.labels, bytes.labels);
  const encoder = executor.device.createCommandEncoder();
  for (const round of rounds) {
    const pass = encoder.beginComputePass();
    executor.encode(pass, round);
    pass.end();
  }
  executor.device.queue.submit([encoder.finish()]);
  return readFloats(executor, plan.contribution);
}

test.for(["registers", "tiles"] as const)(
  "%s: a worker allocates what was planned, once, and taking turns changes no bit",
  async (family, { executor }) => {
    const sizes = sizesFor(family);
    const { watched, made } = await openCounted();
    const engine = new ReplicaEngine(watched, sizes, clock);
    await engine.prepare();
    const planned = totalOf(replicaMemory(planReplica(sizes)));
    expect(bytesOf(made)).toBe(planned);

    engine.load("train", bytes.images, bytes.labels);
    engine.load("evaluation", bytes.images, bytes.labels);
    const all = await engine.evaluate(weights, TRAIN_COUNT, () => {});
    expect(all.logits).toHaveLength(10 * TRAIN_COUNT);
    const evaluation = await engine.evaluate(weights, 9, () => {}); // in a batch of 16
    expect(worstMismatch(evaluation.logits, all.logits.subarray(0, 90))).toBeUndefined();
    /** One update that finds NaN wherever it may find anything. */
    const update = async (probed: boolean) => {
      const shared = made.filter(({ label }) => label.startsWith("shared"));
      expect(shared.length).toBeGreaterThan(3);
      for (const buffer of shared) {
        watched.device.queue.writeBuffer(buffer, 0, new Uint8Array(buffer.size).fill(0xff));
      }
      const carrier = new Float32Array(contributionLayout(model).size).fill(Number.NaN);
      carrier.set(weights);
      const { values } = await engine.contribution(carrier, indices, probed);
      expect(values).toBe(carrier);
      return values;
    };
    const want = await contributionWithoutSharing(executor, sizes);
    expect(want.some((value) => value !== 0)).toBe(true);
    expect(await update(false)).toEqual(want);
    await engine.settle();
    expect(await engine.evaluate(weights, 9, () => {})).toEqual(evaluation);
    expect(await engine.evaluate(weights, TRAIN_COUNT, () => {})).toEqual(all);
    expect(await update(true)).toEqual(want);
    expect(bytesOf(made)).toBe(planned);
    engine.dispose();
    watched.check();
    watched.destroy();
  },
);

test("what takes turns cannot be read or written by the host", async ({ executor }) => {
  const plan = planReplica(sizesFor("registers"));
  const sharing = new Executor({ device: executor.device } as WatchedDevice, plan.shared);
  const [between] = plan.shared.keys();
  expect(() => sharing.write(between!, new Float32Array(1))).toThrow(/keeps its contents, found one that shares/);
  await expect(sharing.read(between!)).rejects.toThrow(/keeps its contents, found one that shares/);
  sharing.dispose();
});
