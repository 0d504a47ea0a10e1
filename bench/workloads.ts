/**
 * @file What is measured, as data: trials of lanes that take turns, each lane one
 * contender with one run configuration, and what is compared with what.
 */
import { models } from "../src/nn/models/registry.ts";
import { defaultRunConfig, type RunConfig } from "../src/train/config.ts";
import { type ContenderId, contenderIds } from "./contender.ts";
import { randomImages } from "./random-data.ts";

export const workloadIds = ["w1", "w2", "parallel", "kernels", "resnet18"] as const;
export type WorkloadId = (typeof workloadIds)[number];

export interface Lane {
  readonly name: string;
  readonly contender: ContenderId;
  readonly config: RunConfig;
  /** Only its losses are compared. */
  readonly witness?: true;
}

export interface Comparison {
  /** "speed": how many times as fast; "overhead": how much longer for the same images. */
  readonly kind: "speed" | "overhead";
  /** Names of lanes. */
  readonly of: string;
  readonly to: string;
}

export interface Trial {
  readonly id: string;
  readonly title: string;
  readonly lanes: readonly Lane[];
  readonly comparisons: readonly Comparison[];
  /** Lanes take turns after every update, for differences of a percent; else once a round, at full speed. */
  readonly interleaved?: true;
}

/** One worker, one micro-batch per update, no scaling: plain SGD, as the peers do it. */
const plainSgd: RunConfig = {
  ...defaultRunConfig,
  workers: 1,
  local: 1,
  trainSize: 12_800,
  epochs: 10_000, // ended by the benchmark
  rule: "none",
  warmup: "none",
  baseRate: 0.005, // gentle: rounding must not grow within the losses compared
  decay: "none",
};
export const w1: RunConfig = { ...plainSgd, model: "small-cnn", microBatch: 128 };
const { classes, imageShape } = randomImages;
const onRandomImages: RunConfig = {
  ...plainSgd,
  dataset: { ...randomImages, classes: [...classes], imageShape: [...imageShape] },
  trainSize: randomImages.trainCount,
};
export const w2: RunConfig = { ...onRandomImages, model: "resnet8", microBatch: 64 };
export const resnet18: RunConfig = { ...onRandomImages, model: "resnet18", microBatch: 128, baseRate: 0.001 };

const contenderNames: Record<ContenderId, string> = {
  page: "LENA Lab, page",
  node: "LENA Lab, Node",
  "jax-js": "jax-js",
  tfjs: "TensorFlow.js",
  "pytorch-cpu": "PyTorch, CPU",
  "pytorch-cuda": "PyTorch, CUDA",
};
const isOurs = (id: ContenderId) => id === "page" || id === "node";

/** `contenders`: all that can be had here. `resnet18` is left to those who ask for it. */
export function trialsOf(workloads: readonly WorkloadId[], contenders: readonly ContenderId[]): Trial[] {
  const here = contenderIds.filter((id) => contenders.includes(id));
  const trials: Record<WorkloadId, () => Trial[]> = {
    w1: () => [peerTrial("w1", "W1: small-cnn, 28×28×1, batch 128", w1, here)],
    w2: () => [peerTrial("w2", "W2: ResNet-8, 32×32×3, batch 64", w2, here)],
    resnet18: () => [peerTrial("resnet18", "ResNet-18, 32×32×3, batch 128", resnet18, here)],
    parallel: () => ["small-cnn", "resnet8"].map((model) => parallelTrial(model, here)),
    kernels: () => [],
  };
  return workloadIds.filter((id) => workloads.includes(id)).flatMap((id) => trials[id]());
}

/** Every contender on the same run. */
function peerTrial(id: string, title: string, config: RunConfig, contenders: readonly ContenderId[]): Trial {
  const lanes = contenders.map((contender): Lane => ({ name: contenderNames[contender], contender, config }));
  const ours = lanes.filter(({ contender }) => isOurs(contender));
  const peers = lanes.filter(({ contender }) => !isOurs(contender));
  const comparisons = ours.flatMap(({ name }) =>
    peers.map((peer): Comparison => ({ kind: "speed", of: name, to: peer.name })),
  );
  return { id, title, lanes, comparisons };
}

/** Data-parallel updates of the first of our engines; PyTorch, where it is here, checks the losses. */
function parallelTrial(model: string, contenders: readonly ContenderId[]): Trial {
  const contender = contenders.find(isOurs)!;
  const witness = contenders.find((id) => id === "pytorch-cpu");
  const config = (workers: number, local: number): RunConfig => {
    const rule = workers * local === 1 ? "none" : "linear";
    return { ...plainSgd, model, microBatch: 16, baseRate: 0.002, workers, local, rule };
  };
  const lane = (name: string, config: RunConfig): Lane => ({ name, contender, config });
  const one = lane("W = 1, K = 1", config(1, 1));
  const four = lane("W = 4, K = 1", config(4, 1));
  const eight = lane("W = 4, K = 2", config(4, 2));
  const alone = lane("W = 1, K = 8", config(1, 8));
  const lena = lane("W = 4, K = 2, LENA", { ...config(4, 2), rule: "lena", warmup: "state-aware" });
  const adascale = lane("W = 4, K = 2, AdaScale", { ...config(4, 2), rule: "adascale", warmup: "state-aware" });
  const checks = [one, four, alone].map(({ config }): Lane[] => {
    const name = `${contenderNames["pytorch-cpu"]}, n = ${config.workers * config.local}`;
    return witness ? [{ name, contender: witness, config, witness: true }] : [];
  });
  return {
    id: `parallel-${model}`,
    interleaved: true,
    title: `Data-parallel updates of ${models.get(model)!.name}, 28×28×1, micro-batch 16, ${contenderNames[contender]}`,
    lanes: [one, four, eight, alone, lena, adascale, ...checks.flat()],
    comparisons: [
      { kind: "overhead", of: eight.name, to: alone.name },
      { kind: "overhead", of: lena.name, to: eight.name },
      { kind: "overhead", of: lena.name, to: adascale.name },
    ],
  };
}
