import { expect, test } from "vitest";
import { totalBytes } from "../gpu/program.ts";
import { registerKernels } from "../kernels/variant.ts";
import { buildModel } from "../nn/model.ts";
import { models } from "../nn/models/registry.ts";
import { defaultRunConfig, type RunConfig } from "./config.ts";
import { planMemory } from "./memory.ts";
import { planReplica } from "./replica-plan.ts";

/** CIFAR-10 with a tenth of the training images kept for validation. */
const cifar10 = {
  id: "cifar-10",
  title: "CIFAR-10",
  folder: "cifar-10",
  trainCount: 45_000,
  validationCount: 5_000,
  testCount: 10_000,
  classes: Array.from({ length: 10 }, (_, i) => `class ${i}`),
  imageShape: [3, 32, 32] as [number, number, number],
};
const paper: RunConfig = {
  ...defaultRunConfig,
  dataset: cifar10,
  model: "resnet18",
  workers: 1,
  local: 1,
  microBatch: 128,
  trainSize: 45_000,
};

test.each(["registers", "tiles"] as const)(
  "ResNet-18 at batch 128 fits into 2 GB, all training images and the coordinator included: %s",
  (family) => {
    const { worker, coordinator, total, largest } = planMemory(paper, { family });
    expect(total).toBe(worker + coordinator);
    expect(total).toBeLessThan(2e9);
    expect(largest).toMatchObject({ label: "train.images", byteLength: 45_000 * 3 * 32 * 32 });
  },
);

test("every worker counts, and holds its share of the evaluation images", () => {
  const [one, two] = [planMemory(paper, registerKernels), planMemory({ ...paper, workers: 2 }, registerKernels)];
  expect(two.total).toBe(2 * two.worker + two.coordinator);
  expect(one.worker - two.worker).toBe(5_000 * (3 * 32 * 32 + 1 + 4 * 10)); // pixels, label, logits
});

test("what lies between the layers of ResNet-18 takes less than half of its bytes", () => {
  const { shared } = planReplica({
    model: buildModel(models.get("resnet18")!, cifar10.imageShape, 10),
    microBatch: 128,
    local: 1,
    trainCount: 128,
    evaluationCount: 128,
    normalisation: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  });
  expect(totalBytes(new Set(shared.values()))).toBeLessThan(totalBytes(shared.keys()) / 2);
});
