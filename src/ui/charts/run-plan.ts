/**
 * @file What is known of a run before it begins, as a chart needs it: how long it
 * is and between which rates it moves.
 */
import type { LayerInfo } from "../../nn/layer-info.ts";
import { buildModel } from "../../nn/model.ts";
import { rateRules } from "../../rates/registry.ts";
import { warmups } from "../../rates/warmup.ts";
import { datasetOf, modelOf, type RunConfig } from "../../train/config.ts";
import { decayAt, type Schedule, scheduleOf } from "../../train/schedule.ts";

export interface RunPlan {
  readonly config: RunConfig;
  readonly schedule: Schedule;
  readonly layers: readonly LayerInfo[];
  /** η0·d(t): what a layer gets when all micro-batches agree. */
  floor(update: number): number;
  /** n·η0·d(t): what a layer gets when they have nothing in common. */
  ceiling(update: number): number;
  /** True where each layer has its own place between floor and ceiling. */
  readonly layerwise: boolean;
}

export function planOf(config: RunConfig): RunPlan {
  const schedule = scheduleOf(config);
  const floor = (update: number) => config.baseRate * decayAt(config.decay, update, schedule);
  const { imageShape, classes } = datasetOf(config);
  return {
    config,
    schedule,
    layers: buildModel(modelOf(config), imageShape, classes.length).layers,
    floor,
    ceiling: (update) => schedule.n * floor(update),
    layerwise: rateRules[config.rule].state === "own",
  };
}

/** Whether a layer with accumulated gain `state` is past its warm-up at `update`. */
export function warmupEnded({ config, schedule }: RunPlan, state: number, update: number): boolean {
  const { n, singleWorkerIterations, threshold } = schedule;
  return warmups[config.warmup].ended({ state, update, n, singleWorkerIterations, threshold });
}

/** How the floor is called: while a layer warms up, it is below. */
export function floorName({ warmup, decay }: RunConfig): string {
  const value = decay === "none" ? "η0" : "η0·d(t)";
  return warmup === "none" ? `floor ${value}` : `floor after warm-up, ${value}`;
}
