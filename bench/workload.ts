/**
 * @file What every contender has to do, and what it hands back. Workload W1: whole
 * train steps of small-cnn on Fashion-MNIST at batch 128 with momentum SGD.
 */
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { defaultRunConfig, type RunConfig } from "../src/train/config.ts";

/** One worker, one micro-batch per update, no scaling: plain SGD, as the peers do it. */
export const w1: RunConfig = {
  ...defaultRunConfig,
  model: "small-cnn",
  workers: 1,
  local: 1,
  microBatch: 128,
  trainSize: 6400,
  epochs: 10_000, // ended by time, not by images
  rule: "none",
  warmup: "none",
  baseRate: 0.005, // gentle: rounding must not grow within the losses compared
  decay: "none",
};

/** Updates that are not timed: they compile, and their losses are compared. */
export const WARM_UP_UPDATES = 3;
const MIN_UPDATES = 5;
const MIN_MS = 3000;

/** One contender on one fresh page. */
export interface Round {
  /** Losses of the first WARM_UP_UPDATES updates. */
  readonly losses: number[];
  /** Of every timed update, from its start until its loss is on the host. */
  readonly imagesPerSecond: number[];
  readonly adapter: AdapterFacts;
}

/** True once a round has timed enough updates. */
export function isEnough(imagesPerSecond: readonly number[]): boolean {
  const timedMs = imagesPerSecond.reduce((sum, rate) => sum + (1000 * w1.microBatch) / rate, 0);
  return imagesPerSecond.length >= MIN_UPDATES && timedMs >= MIN_MS;
}

export type ContenderId = "lena-lab" | "jax-js";

declare global {
  interface Window {
    /** What the benchmark's page offers to the program that drives it. */
    bench: Record<ContenderId, () => Promise<Round>>;
  }
}
