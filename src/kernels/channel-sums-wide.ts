/**
 * @file Sums over the images and pixels of each channel, in two stages that fill a
 * real GPU: a workgroup per channel and chunk of images, then a fold. Same results
 * as plane-sums.ts and the first stage of batch-norm.ts give on software GPUs.
 */
import code from "../../shaders/channel-sums-wide.wgsl?raw";
import { type Binding, type DispatchPlan, unused } from "../gpu/program.ts";
import type { BatchNormDims } from "./batch-norm.ts";
import { foldPartials } from "./fold-partials.ts";
import { TARGET_WORKGROUPS } from "./tile.ts";

function chunkImages({ batch, channels }: BatchNormDims): number {
  return Math.ceil(batch / Math.ceil(TARGET_WORKGROUPS / channels));
}

/** Chunks of images; never more than there are images. */
export function channelChunks(dims: BatchNormDims): number {
  return Math.ceil(dims.batch / chunkImages(dims));
}

const KINDS = { sum: 0, statistics: 1, backward: 2 } as const;

/** partials (chunks, C), or (chunks, C, 2) but for "sum"; the shader says what of. */
export function channelSumsWide(
  kind: keyof typeof KINDS,
  dims: BatchNormDims,
  io: { a: Binding; b?: Binding; passes?: Binding | undefined; moments?: Binding; partials: Binding },
): DispatchPlan {
  const { batch, channels, planeSize } = dims;
  const images = chunkImages(dims);
  const WG = images * planeSize < 2048 ? 64 : 256;
  const constants = { KIND: KINDS[kind], PLANE: planeSize, WG };
  const tuning = { MASKED: io.passes ? 1 : 0 };
  return {
    kernel: { label: `channel-sums.${kind}`, code, constants, tuning },
    bindings: [io.a, io.b ?? unused, io.passes ?? unused, io.moments ?? unused, io.partials],
    params: { batch, channels, chunk_images: images },
    workgroups: [channels, channelChunks(dims), 1],
  };
}

/** y (C): the gradient of a bias, from dy. Floats in `partials`: N · C. */
export function biasGradientWide(
  dims: BatchNormDims,
  { dy, partials, y }: { dy: Binding; partials: Binding; y: Binding },
): DispatchPlan[] {
  return [
    channelSumsWide("sum", dims, { a: dy, partials }),
    foldPartials({ partCount: channelChunks(dims), size: dims.channels }, { partials, y }, "tiles"),
  ];
}
