/** @file What the coordinator's half of an update needs to know of a run's configuration. */
import type { Model } from "../nn/model.ts";
import { layerGroups } from "../rates/groups.ts";
import { rateRules } from "../rates/registry.ts";
import { warmups } from "../rates/warmup.ts";
import type { RunConfig } from "./config.ts";
import { isReleased, scheduleOf } from "./schedule.ts";
import type { UpdateEngineSpec } from "./update-engine.ts";

export function updateSpecOf(config: RunConfig, model: Model): Omit<UpdateEngineSpec, "initialWeights"> {
  const { workers, momentum, weightDecay, baseRate, gainEstimator, averaging, trustCoefficient } = config;
  const { n, singleWorkerIterations, threshold } = scheduleOf(config);
  const rates = {
    rule: rateRules[config.rule],
    warmup: warmups[config.warmup],
    released: isReleased(config),
    groups: layerGroups(model.layers, config),
    ...{ n, singleWorkerIterations, threshold, baseRate, gainEstimator, averaging, trustCoefficient, weightDecay },
  };
  return { model, workers, rates, momentum };
}
