/** @file Picks a micro-batch out of the data set on the device and normalises it, and its float64 twin. */
import code from "../../shaders/gather-batch.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups } from "../gpu/program.ts";
import { ELEMENTS } from "./flat-dispatch.ts";

export interface GatherDims {
  readonly batch: number;
  readonly channels: number;
  /** H · W. */
  readonly planeSize: number;
  /** Where in `indices` this micro-batch begins. */
  readonly firstIndex: number;
}

/**
 * x (N, C, HW) and batchLabels (N, u32) of the images that `indices` (u32) names.
 * `images` (images, C, HW) and `labels` (images) are bytes, padded to whole words
 * at the end; `normalisation` (2, C) is mean, then deviation, of bytes / 255.
 */
export function gatherBatch(
  { batch, channels, planeSize, firstIndex }: GatherDims,
  io: {
    images: Binding;
    labels: Binding;
    indices: Binding;
    normalisation: Binding;
    x: Binding;
    batchLabels: Binding;
  },
): DispatchPlan {
  const bindings = [io.images, io.labels, io.indices, io.normalisation, io.x, io.batchLabels];
  const params = { batch, channels, plane_size: planeSize, first_index: firstIndex };
  const PIXELS = planeSize % 4 === 0 ? 4 : 1;
  const kernel = { label: "gather-batch", code, constants: { WG: ELEMENTS }, tuning: { PIXELS } };
  const workgroups = flatWorkgroups((batch * channels * planeSize) / PIXELS, ELEMENTS);
  return { kernel, bindings, params, workgroups };
}

export function gatherBatchTwin(
  { batch, channels, planeSize, firstIndex }: GatherDims,
  images: Uint8Array,
  labels: Uint8Array,
  indices: ArrayLike<number>,
  normalisation: ArrayLike<number>,
): { x: Float64Array; batchLabels: Uint32Array } {
  const imageSize = channels * planeSize;
  const picked = Array.from({ length: batch }, (_, n) => indices[firstIndex + n]!);
  const x = new Float64Array(batch * imageSize).map((_, i) => {
    const byte = images[picked[Math.floor(i / imageSize)]! * imageSize + (i % imageSize)]!;
    const c = Math.floor((i % imageSize) / planeSize);
    return (byte / 255 - normalisation[c]!) / normalisation[channels + c]!;
  });
  return { x, batchLabels: Uint32Array.from(picked, (image) => labels[image]!) };
}
