/** @file A replica's work with the kernels for real GPUs beside that with the kernels for processors. */
import { expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { openDevice } from "../gpu/device.ts";
import type { KernelFamily } from "../kernels/variant.ts";
import { initialParameters, initialStatistics } from "../nn/initialise.ts";
import { buildModel } from "../nn/model.ts";
import type { ModelSpec } from "../nn/model-spec.ts";
import { ReplicaEngine } from "./replica-engine.ts";

/** Every kind of layer, and every way in which one takes in the next. */
const spec: ModelSpec = {
  name: "all-layers",
  layers: [
    { type: "conv2d", name: "stem", filters: 6, kernel: 3, stride: 1, padding: 1, bias: true },
    { type: "relu" },
    { type: "max-pool", size: 2 },
    { type: "conv2d", name: "plain", filters: 9, kernel: 3, stride: 1, padding: 1, bias: true },
    { type: "relu" },
    {
      type: "residual",
      name: "block",
      body: [
        { type: "conv2d", name: "conv1", filters: 12, kernel: 3, stride: 2, padding: 1, bias: false },
        { type: "batch-norm", name: "bn1" },
        { type: "relu" },
        { type: "conv2d", name: "conv2", filters: 12, kernel: 3, stride: 1, padding: 1, bias: false },
        { type: "batch-norm", name: "bn2" },
      ],
      shortcut: [
        { type: "conv2d", name: "0", filters: 12, kernel: 1, stride: 2, padding: 0, bias: false },
        { type: "batch-norm", name: "1" },
      ],
    },
    { type: "relu" },
    { type: "average-pool", size: 2 },
    { type: "flatten" },
    { type: "dense", name: "hidden", units: 20, bias: true },
    { type: "relu" },
    { type: "dense", name: "out", units: 10, bias: true },
  ],
};
const model = buildModel(spec, [1, 12, 12], 10);
const sizes = {
  model,
  ...{ microBatch: 6, local: 2, trainCount: 24, evaluationCount: 10 },
  normalisation: { mean: [0.4], deviation: [0.3] },
};

async function workOf(family: KernelFamily) {
  const watched = await openDevice(navigator.gpu, family);
  const engine = new ReplicaEngine(watched, { ...sizes, kernels: { family } }, () => performance.now());
  await engine.prepare();
  const images = Uint8Array.from({ length: 24 * 144 }, (_, i) => (i * i * 31) % 251);
  const labels = Uint8Array.from({ length: 24 }, (_, i) => i % 10);
  engine.load("train", images, labels);
  engine.load("evaluation", images.subarray(0, 1440), labels.subarray(0, 10));
  const weights = new Float32Array(model.parameterFloats + model.statisticsFloats);
  weights.set(initialParameters(model, 3));
  weights.set(initialStatistics(model), model.parameterFloats);
  const indices = Uint32Array.from({ length: 12 }, (_, i) => 23 - i);
  const { values } = await engine.contribution(weights, indices, false);
  const again = await engine.contribution(weights, indices, false);
  expect(again.values, "the same bits again").toEqual(values);
  const evaluation = await engine.evaluate(weights, 10, () => {});
  engine.dispose();
  watched.check();
  watched.destroy();
  return { values, evaluation };
}

test("both families of kernels give the same contribution and the same evaluation", async () => {
  const [registers, tiles] = [await workOf("registers"), await workOf("tiles")];
  expect(registers.values.some((value) => value !== 0)).toBe(true);
  expect(worstMismatch(tiles.values, registers.values)).toBeUndefined();
  expect(tiles.evaluation.correct).toBe(registers.evaluation.correct);
  expect(tiles.evaluation.lossSum).toBeCloseTo(registers.evaluation.lossSum, 3);
});
