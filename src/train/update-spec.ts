/** @file What the coordinator's half of an update needs to know of a run's configuration. */
import type { Model } from "../nn/model.ts";
import { rateRules } from "../rates/registry.ts";
import { warmups } from "../rates/warmup.ts";
import type { RunConfig } from "./config.ts";
import { scheduleOf } from "./schedule.ts";
import type { UpdateEngineSpec } from "./update-engine.ts";

export function updateSpecOf(config: RunConfig, model: Model): Omit<UpdateEngineSpec, "initialWeights"> {
  const { rule, warmup, baseRate, workers, momentum, weightDecay } = config;
  const { n, singleWorkerIterations, threshold } = scheduleOf(config);
  const rates = { rule: rateRules[rule], warmup: warmups[warmup], n, singleWorkerIterations, threshold, baseRate };
  return { model, workers, rates, momentum, weightDecay };
}
