/** @file A replica's work with the kernels for real GPUs beside that with the kernels for processors. */
import { expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { openDevice } from "../gpu/device.ts";
import type { KernelFamily } from "../kernels/variant.ts";
import { initialParameters, initialStatistics } from "../nn/initialise.ts";
import { buildModel } from "../nn/model.ts";
import { allLayers } from "../nn/testing.ts";
import { contributionLayout } from "./contribution.ts";
import { ReplicaEngine } from "./replica-engine.ts";

const model = buildModel(allLayers, [1, 12, 12], 10);
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
  const weights = Float32Array.from([...initialParameters(model, 3), ...initialStatistics(model)]);
  const contribution = async () => {
    const carrier = new Float32Array(contributionLayout(model).size);
    carrier.set(weights);
    return engine.contribution(carrier, indices, false);
  };
  const indices = Uint32Array.from({ length: 12 }, (_, i) => 23 - i);
  const { values } = await contribution();
  const again = await contribution();
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
