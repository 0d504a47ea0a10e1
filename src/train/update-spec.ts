/** @file What the coordinator's half of an update, and the rates in it, need to know of a run's configuration. */
import type { LayerInfo } from "../nn/layer-info.ts";
import type { Model } from "../nn/model.ts";
import { layerGroups } from "../rates/groups.ts";
import type { RateSettings } from "../rates/rates-kernel.ts";
import { rateRules } from "../rates/registry.ts";
import { warmups } from "../rates/warmup.ts";
import type { RunConfig } from "./config.ts";
import { isReleased, scheduleOf } from "./schedule.ts";
import type { UpdateEngineSpec } from "./update-engine.ts";

export function updateSpecOf(config: RunConfig, model: Model): Omit<UpdateEngineSpec, "initialWeights"> {
  const { workers, momentum } = config;
  return { model, workers, rates: rateSettingsOf(config, model.layers), momentum };
}

export function rateSettingsOf(config: RunConfig, layers: readonly LayerInfo[]): RateSettings {
  const { weightDecay, baseRate, gainEstimator, averaging, trustCoefficient } = config;
  const { n, singleWorkerIterations, threshold } = scheduleOf(config);
  return {
    rule: rateRules[config.rule],
    warmup: warmups[config.warmup],
    released: isReleased(config),
    groups: layerGroups(layers, config),
    ...{ n, singleWorkerIterations, threshold, baseRate, gainEstimator, averaging, trustCoefficient, weightDecay },
  };
}
