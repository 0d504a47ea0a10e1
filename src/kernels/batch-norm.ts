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
import { type Binding, type DispatchPlan, flatWorkgroups, unused } from "../gpu/program.ts";
import { channelChunks, channelSumsWide } from "./channel-sums-wide.ts";
import { flatDispatch, planeDispatch, SERIAL } from "./flat-dispatch.ts";
import type { KernelFamily } from "./variant.ts";

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
  dims: BatchNormDims,
  io: { x: Binding; partials: Binding; moments: Binding; statistics: Binding },
  family: KernelFamily = "registers",
): DispatchPlan[] {
  const { batch, channels, planeSize } = dims;
  const label = "batch-norm.statistics";
  const planes = { batch, channels, plane_size: planeSize };
  const values = { part_count: partCount(dims, family), channels, plane_size: planeSize, count: batch * planeSize };
  const fold = [io.x, io.partials, io.moments, io.statistics];
  return [
    family === "tiles"
      ? channelSumsWide("statistics", dims, { a: io.x, b: io.x, partials: io.partials })
      : flatDispatch(`${label}-planes`, statisticsPlanes, SERIAL, batch * channels, [io.x, io.partials], planes),
    flatDispatch(`${label}-fold`, statisticsFold, SERIAL, channels, fold, { ...values, epsilon: EPSILON }),
  ];
}

function partCount(dims: BatchNormDims, family: KernelFamily): number {
  return family === "tiles" ? channelChunks(dims) : dims.batch;
}

/**
 * y = x̂ · scale + shift, with x̂ = (x − mean) · inverse deviation; plus `addend`, and with `relu` cut off at 0.
 * Training and evaluation differ in `moments` only.
 */
export function batchNormNormalise(
  { batch, channels, planeSize }: BatchNormDims,
  io: { x: Binding; moments: Binding; scale: Binding; shift: Binding; addend?: Binding | undefined; y: Binding },
  relu = false,
): DispatchPlan {
  return planeDispatch(
    "batch-norm.normalise",
    normalise,
    { planeCount: batch * channels, planeSize },
    [io.x, io.moments, io.scale, io.shift, io.addend ?? unused, io.y],
    { batch, channels, plane_size: planeSize },
    { constants: { RELU: relu ? 1 : 0 }, tuning: { ADD: io.addend ? 1 : 0 } },
  );
}

/**
 * dScale and dShift (C) and dx (N, C, HW), all stored, not added. With `passes`, the output of a ReLU behind, dy
 * counts only where that is above 0. `partials` and `sums` are scratch.
 */
export function batchNormBackward(
  dims: BatchNormDims,
  io: {
    x: Binding;
    dy: Binding;
    passes?: Binding | undefined;
    moments: Binding;
    scale: Binding;
    partials: Binding;
    dScale: Binding;
    dShift: Binding;
    dx: Binding;
    sums: Binding;
  },
  family: KernelFamily = "registers",
): DispatchPlan[] {
  const { batch, channels, planeSize } = dims;
  const params = { batch, channels, plane_size: planeSize };
  const label = "batch-norm.backward";
  const [passes, tuning] = [io.passes ?? unused, { MASKED: io.passes ? 1 : 0 }];
  const planeCount = batch * channels;
  const fold = [io.partials, io.dScale, io.dShift, io.sums];
  const input = [io.x, io.dy, passes, io.moments, io.scale, io.sums, io.dx];
  const planes: DispatchPlan = {
    kernel: { label: `${label}-planes`, code: backwardPlanes, constants: { WG: SERIAL }, tuning },
    bindings: [io.x, io.dy, passes, io.moments, io.partials],
    params,
    workgroups: flatWorkgroups(planeCount, SERIAL),
  };
  const wide = { a: io.dy, b: io.x, passes: io.passes, moments: io.moments, partials: io.partials };
  const part_count = partCount(dims, family);
  return [
    family === "tiles" ? channelSumsWide("backward", dims, wide) : planes,
    flatDispatch(`${label}-fold`, backwardFold, SERIAL, channels, fold, { part_count, channels }),
    planeDispatch(`${label}-input`, backwardInput, { planeCount, planeSize }, input, params, { tuning }),
  ];
}
