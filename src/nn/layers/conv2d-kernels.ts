/**
 * @file The kernels of a convolution, of the family that the device wants, with the scratch buffers they need.
 */
import { sizeOf } from "../../core/shape.ts";
import type { Binding, DispatchPlan } from "../../gpu/program.ts";
import { biasGradientWide } from "../../kernels/channel-sums-wide.ts";
import { type Conv2dDims, conv2dForward, conv2dInputGradient } from "../../kernels/conv2d.ts";
import {
  conv2dForwardTiled,
  conv2dInputGradientTiled,
  conv2dWeightGradientTiled,
  forwardPacked,
  inputGradientPacked,
  weightGradientTiledPartials,
} from "../../kernels/conv2d-tiled.ts";
import { conv2dWeightGradient, weightGradientPartials } from "../../kernels/conv2d-weight-gradient.ts";
import { foldPartials } from "../../kernels/fold-partials.ts";
import { planeSums } from "../../kernels/plane-sums.ts";
import { tileFor } from "../../kernels/variant.ts";
import type { LayerPlace } from "../layer-type.ts";

type Place = LayerPlace<unknown>;

/** Of a 2×2 max-pool that is part of the convolution; register kernels only. */
interface Pooled {
  readonly argmax?: Binding;
}

export function forward(
  place: Place,
  dims: Conv2dDims,
  io: { x: Binding; weight: Binding; bias: Binding | undefined; y: Binding } & Pooled,
  relu: boolean | undefined,
): DispatchPlan[] {
  if (place.kernels.family === "registers") return [conv2dForward(dims, io, relu)];
  const packed = place.buffer("packed", forwardPacked(dims));
  return conv2dForwardTiled(dims, { ...io, packed }, tileFor(place.kernels, "conv2d.forward", dims), relu);
}

export function inputGradient(
  place: Place,
  dims: Conv2dDims,
  io: { dy: Binding; weight: Binding; dx: Binding } & Pooled,
): DispatchPlan[] {
  if (place.kernels.family === "registers") return conv2dInputGradient(dims, io);
  const packed = place.buffer("packed-flipped", inputGradientPacked(dims));
  const tile = tileFor(place.kernels, "conv2d.input-gradient", dims);
  return conv2dInputGradientTiled(dims, { ...io, packed }, tile);
}

export function weightGradient(
  place: Place,
  dims: Conv2dDims,
  io: { x: Binding; dy: Binding; dWeight: Binding } & Pooled,
): DispatchPlan[] {
  if (place.kernels.family === "registers") {
    const partials = place.buffer("partials", weightGradientPartials(dims));
    return conv2dWeightGradient(dims, { ...io, partials });
  }
  const tile = tileFor(place.kernels, "conv2d.weight-gradient", dims);
  const partials = place.buffer("partials", weightGradientTiledPartials(dims, tile));
  return conv2dWeightGradientTiled(dims, { ...io, partials }, tile);
}

export function biasGradient(
  place: Place,
  { batch, filters }: Conv2dDims,
  { dy, dBias, argmax }: { dy: Binding; dBias: Binding } & Pooled,
): DispatchPlan[] {
  const planeCount = batch * filters;
  const planeSize = sizeOf(place.outputShape) / filters;
  const sums = place.buffer("bias-sums", planeCount);
  if (place.kernels.family === "tiles") {
    return biasGradientWide({ batch, channels: filters, planeSize }, { dy, partials: sums, y: dBias });
  }
  return [
    planeSums({ planeCount, planeSize }, { x: dy, argmax, sums }),
    foldPartials({ partCount: batch, size: filters }, { partials: sums, y: dBias }),
  ];
}
