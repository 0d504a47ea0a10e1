/**
 * @file Weight gradient of a 2-D convolution, in two stages: partial sums over
 * chunks of output rows, then their sum in order. Shapes as in conv2d.ts; twin: conv2d-twin.ts.
 */
import weightGradient from "../../shaders/conv2d-weight-gradient.wgsl?raw";
import { type Binding, type DispatchPlan, unused } from "../gpu/program.ts";
import { type Conv2dDims, filterBlock } from "./conv2d.ts";
import { foldPartials } from "./fold-partials.ts";

/** Enough invocations to fill a device, few enough that the partial sums stay small. */
const TARGET_INVOCATIONS = 1024;

/** Invocations that load dy for each other, where there are channels for them. */
function shareOf({ channels }: Conv2dDims): number {
  return channels >= 3 ? 4 : 1;
}

/** Rows of the output that are taken at once; with few channels there are registers for more. */
function rowsOf(dims: Conv2dDims): number {
  return shareOf(dims) === 4 ? 2 : 4;
}

/** Filters and kernel rows of a register block; each element is summed up in the same order whatever they are. */
interface Block {
  readonly TF: number;
  readonly TR: number;
}

function fullBlock(dims: Conv2dDims): Block {
  return { TF: shareOf(dims) === 4 ? filterBlock(dims.filters) : 4, TR: Math.min(3, dims.kernel) };
}

function formOf(dims: Conv2dDims, { TF, TR }: Block) {
  const { filters, channels, kernel } = dims;
  const SHARE = shareOf(dims);
  const [TC, TAPS] = [kernel === 1 ? 4 : 1, Math.min(3, kernel)];
  const channelBlocks = Math.ceil(Math.ceil(channels / TC) / SHARE) * SHARE;
  const count = Math.ceil(filters / TF) * Math.ceil(kernel / TR) * Math.ceil(kernel / TAPS) * channelBlocks;
  const isWhole = filters % TF === 0 && channels % (TC * SHARE) === 0 && kernel % TR === 0 && kernel % TAPS === 0;
  const tuning = { TF, TC, TR, TAPS, RH: rowsOf(dims), TP: 2, STRIDE: dims.stride, PARTIAL: isWhole ? 0 : 1, SHARE };
  return { count, WG: count >= 16 ? 16 : 4, tuning }; // a first layer has few blocks
}

/** Chunks that the sum over images and rows is split into. */
function weightGradientChunks(dims: Conv2dDims): number {
  const bands = dims.batch * Math.ceil(dims.outHeight / rowsOf(dims));
  return Math.max(1, Math.min(bands, Math.ceil(TARGET_INVOCATIONS / formOf(dims, fullBlock(dims)).count)));
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
  const chunkCount = weightGradientChunks(dims);
  const dispatchOf = (block: Block): Pick<DispatchPlan, "kernel" | "workgroups"> => {
    const { count, WG, tuning } = formOf(dims, block);
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
    const kernel = {
      label: "conv2d.weight-gradient",
      code: weightGradient,
      constants,
      tuning: { ...tuning, DY_POOL: io.argmax ? 2 : 1 },
    };
    return { kernel, workgroups: [Math.ceil(count / WG), chunkCount, 1] };
  };
  const size = dims.filters * dims.channels * dims.kernel ** 2;
  return [
    {
      ...dispatchOf(fullBlock(dims)),
      quick: dispatchOf({ TF: shareOf(dims) === 4 ? 4 : 2, TR: 1 }),
      bindings: [io.x, io.dy, io.argmax ?? unused, io.partials],
      params: { batch: dims.batch, chunk_count: chunkCount },
      operations: 2 * dims.batch * dims.outHeight * dims.outWidth * size,
    },
    foldPartials({ partCount: chunkCount, size }, { partials: io.partials, y: io.dWeight }),
  ];
}
