/** @file Running statistics of batch normalisation: one step in time, and their use in evaluation. With float64 twins. */
import fromRunning from "../../shaders/batch-norm-from-running.wgsl?raw";
import stepCode from "../../shaders/running-statistics.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { type BatchNormDims, EPSILON } from "./batch-norm.ts";
import { elementDispatch, flatDispatch, SERIAL } from "./flat-dispatch.ts";

export interface RunningStatisticsDims {
  /** Numbers in all: means and variances of every layer. */
  readonly count: number;
  /** Share of the new statistics; PyTorch's default is 0.1. */
  readonly momentum: number;
}

/** running ← (1 − momentum) · running + momentum · batch, once per update. */
export function runningStatistics(
  { count, momentum }: RunningStatisticsDims,
  io: { batch: Binding; running: Binding },
): DispatchPlan {
  return elementDispatch("running-statistics", stepCode, count, [io.batch, io.running], { n: count, momentum });
}

/** moments (mean, inverse deviation) of running (mean, variance): what evaluation normalises with. */
export function batchNormFromRunning(
  { channels }: Pick<BatchNormDims, "channels">,
  io: { running: Binding; moments: Binding },
): DispatchPlan {
  const params = { channels, epsilon: EPSILON };
  return flatDispatch("batch-norm.from-running", fromRunning, SERIAL, channels, [io.running, io.moments], params);
}

export function runningStatisticsTwin(
  momentum: number,
  batch: ArrayLike<number>,
  running: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(running, (value, i) => (1 - momentum) * value + momentum * batch[i]!);
}

export function batchNormFromRunningTwin(running: ArrayLike<number>): Float64Array {
  const channels = running.length / 2;
  return Float64Array.from(running, (value, i) => (i < channels ? value : 1 / Math.sqrt(value + EPSILON)));
}
