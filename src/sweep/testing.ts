/** @file A small plan and made-up results for tests. Not part of the product. */
import { scheduleOf } from "../train/schedule.ts";
import { planSweep } from "./plan.ts";
import type { PlannedRun, RunResult, Sweep } from "./sweep.ts";

export const tinySweep: Sweep = {
  id: "tiny",
  title: "Tiny",
  base: { model: "small-cnn", microBatch: 8, trainSize: 64, epochs: 3 },
  axes: [
    { name: "rule", values: (["linear", "lena"] as const).map((rule) => ({ label: rule, set: { rule } })) },
    { name: "n", values: [2, 4].map((local) => ({ label: `${local}`, set: { workers: 1, local } })) },
  ],
  baseline: { workers: 1, local: 1, rule: "none", warmup: "none" },
  tolerance: 0.01,
  seeds: [1, 2],
};

export const tinyPlan = planSweep(tinySweep);

/** A finished run with these validation accuracies; an update takes half a second. */
export function madeUpResult(
  run: PlannedRun,
  accuracies: readonly number[],
  change: Partial<RunResult> = {},
): RunResult {
  const { n, totalBatch, updatesPerEpoch } = scheduleOf(run.config);
  return {
    key: run.key,
    config: run.config,
    outcome: "finished",
    productVersion: "1.2.3",
    adapter: "An adapter",
    dataSha256: "ab".repeat(32),
    n,
    totalBatch,
    updates: accuracies.length * updatesPerEpoch,
    wallSeconds: 10,
    epochs: accuracies.map((accuracy, epoch) => {
      const updates = (epoch + 1) * updatesPerEpoch;
      return { epoch, updates, accuracy, loss: 1, seconds: updates / 2 };
    }),
    testAccuracy: accuracies.at(-1) ?? null,
    layers: [{ name: "conv1.weight", role: "weight" }],
    warmupEnd: { "conv1.weight": { update: 1, epoch: 0 } },
    gains: accuracies.map(() => [1.5]),
    modelGains: accuracies.map(() => 1.25),
    ...change,
  };
}
