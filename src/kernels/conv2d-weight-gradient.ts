/**
 * @file Weight gradient of a 2-D convolution, in two stages: partial sums over
 * chunks of output rows, then their sum in order. Shapes as in conv2d.ts; twin: conv2d-twin.ts.
 */
import weightGradient from "../../shaders/conv2d-weight-gradient.wgsl?raw";
import { type Binding, type DispatchPlan, unused } from "../gpu/program.ts";
import type { Conv2dDims } from "./conv2d.ts";
import { foldPartials } from "./fold-partials.ts";

/** Enough invocations to fill a device, few enough that the partial sums stay small. */
const TARGET_INVOCATIONS = 1024;

/** Four neighbours share dy where there are channels for them; a first layer has few, and gets small workgroups. */
function blocksOf({ filters, channels, kernel }: Conv2dDims) {
  const SHARE = channels >= 3 ? 4 : 1;
  const taps = Math.min(3, kernel);
  const tuning = { TF: SHARE === 4 && filters > 4 ? 8 : 4, TC: kernel === 1 ? 4 : 1, TR: taps, TAPS: taps };
  const channelBlocks = Math.ceil(Math.ceil(channels / tuning.TC) / SHARE) * SHARE;
  const count = Math.ceil(filters / tuning.TF) * Math.ceil(kernel / taps) ** 2 * channelBlocks;
  const isWhole = filters % tuning.TF === 0 && channels % (tuning.TC * SHARE) === 0 && kernel % taps === 0;
  return { SHARE, PARTIAL: isWhole ? 0 : 1, WG: count >= 16 ? 16 : 4, tuning, count };
}

/** Chunks that the sum over images and rows is split into. */
export function weightGradientChunks(dims: Conv2dDims): number {
  const bands = dims.batch * Math.ceil(dims.outHeight / 2);
  return Math.max(1, Math.min(bands, Math.ceil(TARGET_INVOCATIONS / blocksOf(dims).count)));
}

/** Elements of the buffer of partial sums: (chunks, F, C, K, K). */
export function weightGradientPartials(dims: Conv2dDims): number {
  return weightGradientChunks(dims) * dims.filters * dims.channels * dims.kernel ** 2;
}

/** With `argmax`, dy is the gradient of the pooled y. */
export function conv2dWeightGradient(
  dims: Conv2dDims,
  io: { x: Binding; dy: Binding; argmax?: Binding; partials: Binding; dWeight: Binding },
): DispatchPlan[] {
  const { tuning, SHARE, PARTIAL, WG, count } = blocksOf(dims);
  const chunkCount = weightGradientChunks(dims);
  const constants = {
    C: dims.channels,
    H: dims.height,
    W: dims.width,
    F: dims.filters,
    ROWS: dims.outHeight,
    COLUMNS: dims.outWidth,
    KERNEL: dims.kernel,
    PADDING: dims.padding,
    WG,
  };
  const size = dims.filters * dims.channels * dims.kernel ** 2;
  return [
    {
      kernel: {
        label: "conv2d.weight-gradient",
        code: weightGradient,
        constants,
        tuning: { ...tuning, RH: 2, TP: 2, STRIDE: dims.stride, DY_POOL: io.argmax ? 2 : 1, PARTIAL, SHARE },
      },
      bindings: [io.x, io.dy, io.argmax ?? unused, io.partials],
      params: { batch: dims.batch, chunk_count: chunkCount },
      workgroups: [Math.ceil(count / WG), chunkCount, 1],
      operations: 2 * dims.batch * dims.outHeight * dims.outWidth * size,
    },
    foldPartials({ partCount: chunkCount, size }, { partials: io.partials, y: io.dWeight }),
  ];
}
