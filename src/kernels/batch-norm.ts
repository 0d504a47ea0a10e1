/**
 * @file Batch normalisation: statistics of a micro-batch, forward, backward.
 * `moments` holds 2·C floats: each channel's mean, then 1 / √(variance + ε).
 * Not here: the float64 twins (batch-norm-twin.ts), averages over time (running-statistics.ts).
 */
import backwardFold from "../../shaders/batch-norm-backward-fold.wgsl?raw";
import backwardInput from "../../shaders/batch-norm-backward-input.wgsl?raw";
import backwardPlanes from "../../shaders/batch-norm-backward-planes.wgsl?raw";
import normalise from "../../shaders/batch-norm-normalise.wgsl?raw";
import statisticsFold from "../../shaders/batch-norm-statistics-fold.wgsl?raw";
import statisticsPlanes from "../../shaders/batch-norm-statistics-planes.wgsl?raw";
import type { Binding, DispatchPlan } from "../gpu/program.ts";
import { ELEMENTS, flatDispatch, SERIAL } from "./flat-dispatch.ts";

export interface BatchNormDims {
  readonly batch: number;
  readonly channels: number;
  /** H · W. */
  readonly planeSize: number;
}

/** Added to the variance, PyTorch's default. */
export const EPSILON = 1e-5;

/** Floats in `moments`, `statistics`, `running` and `sums`. */
export function momentCount({ channels }: Pick<BatchNormDims, "channels">): number {
  return 2 * channels;
}

/** Floats in `partials`. */
export function partialCount({ batch, channels }: BatchNormDims): number {
  return 2 * batch * channels;
}

/**
 * moments of x (N, C, HW). The same mean and the unbiased variance are added to
 * `statistics` (2, C), so that it sums over local micro-batches; the caller clears it.
 */
export function batchNormStatistics(
  { batch, channels, planeSize }: BatchNormDims,
  io: { x: Binding; partials: Binding; moments: Binding; statistics: Binding },
): DispatchPlan[] {
  const params = { batch, channels, plane_size: planeSize };
  const label = "batch-norm.statistics";
  return [
    flatDispatch(`${label}-planes`, statisticsPlanes, SERIAL, batch * channels, [io.x, io.partials], params),
    flatDispatch(`${label}-fold`, statisticsFold, SERIAL, channels, [io.x, io.partials, io.moments, io.statistics], {
      ...params,
      epsilon: EPSILON,
    }),
  ];
}

/** y = x̂ · scale + shift, with x̂ = (x − mean) · inverse deviation. Training and evaluation differ in `moments` only. */
export function batchNormNormalise(
  { batch, channels, planeSize }: BatchNormDims,
  io: { x: Binding; moments: Binding; scale: Binding; shift: Binding; y: Binding },
): DispatchPlan {
  const bindings = [io.x, io.moments, io.scale, io.shift, io.y];
  const count = batch * channels * ELEMENTS; // one workgroup a plane
  return flatDispatch("batch-norm.normalise", normalise, ELEMENTS, count, bindings, {
    batch,
    channels,
    plane_size: planeSize,
  });
}

/** dScale and dShift (C) and dx (N, C, HW), all stored, not added. `partials` and `sums` are scratch. */
export function batchNormBackward(
  { batch, channels, planeSize }: BatchNormDims,
  io: {
    x: Binding;
    dy: Binding;
    moments: Binding;
    scale: Binding;
    partials: Binding;
    dScale: Binding;
    dShift: Binding;
    dx: Binding;
    sums: Binding;
  },
): DispatchPlan[] {
  const params = { batch, channels, plane_size: planeSize };
  const label = "batch-norm.backward";
  const planes = [io.x, io.dy, io.moments, io.partials];
  const fold = [io.partials, io.dScale, io.dShift, io.sums];
  const input = [io.x, io.dy, io.moments, io.scale, io.sums, io.dx];
  return [
    flatDispatch(`${label}-planes`, backwardPlanes, SERIAL, batch * channels, planes, params),
    flatDispatch(`${label}-fold`, backwardFold, SERIAL, channels, fold, { batch, channels }),
    flatDispatch(`${label}-input`, backwardInput, ELEMENTS, batch * channels * ELEMENTS, input, params),
  ];
}
