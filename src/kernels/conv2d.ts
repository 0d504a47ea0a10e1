/**
 * @file 2-D convolution: forward, input gradient, weight gradient. x (N,C,H,W),
 * weight (F,C,K,K) as in PyTorch, y (N,F,OH,OW). The bias gradient is a sum over
 * planes (plane-sums.ts). Twins: conv2d-twin.ts.
 */
import correlate from "../../shaders/conv2d.wgsl?raw";
import weightGradient from "../../shaders/conv2d-weight-gradient.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups, type Kernel } from "../gpu/program.ts";
import { foldPartials } from "./fold-partials.ts";

export interface Conv2dDims {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

const WG = 16;

/** Kernel columns that share one window of x; more would only grow the code. */
const MAX_TAPS = 5;

/** Columns per register block: a divisor of the row length where there is a fair one, so that no column is wasted. */
export function blockColumns(columns: number, most: number): number {
  for (let size = Math.min(most, columns); size > most / 2; size--) {
    if (columns % size === 0) return size;
  }
  const blocks = Math.ceil(columns / most);
  return Math.ceil(columns / blocks);
}

/** One correlation, in the words of shaders/conv2d.wgsl. */
interface Correlation {
  readonly label: string;
  readonly batch: number;
  readonly stride: number;
  readonly constants: {
    readonly C: number;
    readonly H: number;
    readonly W: number;
    readonly F: number;
    readonly ROWS: number;
    readonly COLUMNS: number;
    readonly KERNEL_ROWS: number;
    readonly KERNEL_COLUMNS: number;
    readonly PADDING_ROWS: number;
    readonly PADDING_COLUMNS: number;
    readonly WEIGHT_FIRST: number;
    readonly WEIGHT_F: number;
    readonly WEIGHT_C: number;
    readonly WEIGHT_ROW: number;
    readonly WEIGHT_COLUMN: number;
    readonly HAS_BIAS: number;
    readonly Y_HEIGHT: number;
    readonly Y_WIDTH: number;
    readonly Y_STEP: number;
    readonly FIRST_ROW: number;
    readonly FIRST_COLUMN: number;
  };
  readonly bindings: readonly Binding[];
}

function correlation({ label, batch, stride, constants, bindings }: Correlation): DispatchPlan {
  const { C, F, ROWS, COLUMNS, KERNEL_COLUMNS } = constants;
  const tuning = {
    TF: Math.min(blockFilters(C, KERNEL_COLUMNS), F),
    TP: blockColumns(COLUMNS, 16),
    TAPS: Math.max(1, Math.min(MAX_TAPS, KERNEL_COLUMNS)),
    STRIDE: stride,
  };
  const tiles = batch * ROWS * Math.ceil(COLUMNS / tuning.TP);
  const kernel: Kernel = { label, code: correlate, constants: { ...constants, WG }, tuning };
  const [x, y] = flatWorkgroups(tiles, WG);
  return { kernel, bindings, params: { batch }, workgroups: [x, y, Math.ceil(F / tuning.TF)] };
}

/** A larger block reuses more of x, which pays over many channels; a smaller one compiles faster. */
function blockFilters(channels: number, kernelColumns: number): number {
  if (kernelColumns === 0) return 1; // only writes zeros
  return channels > 1 ? 8 : 4;
}

export function conv2dForward(
  dims: Conv2dDims,
  io: { x: Binding; weight: Binding; bias?: Binding | undefined; y: Binding },
): DispatchPlan {
  const { channels, kernel, filters } = dims;
  return correlation({
    label: "conv2d.forward",
    batch: dims.batch,
    stride: dims.stride,
    constants: {
      C: channels,
      H: dims.height,
      W: dims.width,
      F: filters,
      ROWS: dims.outHeight,
      COLUMNS: dims.outWidth,
      KERNEL_ROWS: kernel,
      KERNEL_COLUMNS: kernel,
      PADDING_ROWS: dims.padding,
      PADDING_COLUMNS: dims.padding,
      WEIGHT_FIRST: 0,
      WEIGHT_F: channels * kernel * kernel,
      WEIGHT_C: kernel * kernel,
      WEIGHT_ROW: kernel,
      WEIGHT_COLUMN: 1,
      HAS_BIAS: io.bias ? 1 : 0,
      Y_HEIGHT: dims.outHeight,
      Y_WIDTH: dims.outWidth,
      Y_STEP: 1,
      FIRST_ROW: 0,
      FIRST_COLUMN: 0,
    },
    bindings: [io.x, io.weight, io.bias ?? io.weight, io.y],
  });
}

/**
 * The input rows first, first + S, … (S = stride) see only every S-th kernel row, flipped: a dense correlation
 * with stride 1. `taps` kernel rows from `lowest` on, read downwards, over dy padded by `padding`.
 */
interface ParityClass {
  readonly first: number;
  readonly count: number;
  readonly lowest: number;
  readonly taps: number;
  readonly padding: number;
}

function parityClasses(size: number, { kernel, stride, padding }: Conv2dDims): ParityClass[] {
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const lowest = (first + padding) % stride;
    const taps = Math.max(0, Math.ceil((kernel - lowest) / stride));
    const newest = Math.floor((first + padding) / stride); // output row that kernel row `lowest` comes from
    return { first, count: Math.ceil((size - first) / stride), lowest, taps, padding: taps - 1 - newest };
  });
}

/** dx: one dispatch per parity class of rows and columns (one in all where the stride is 1). */
export function conv2dInputGradient(
  dims: Conv2dDims,
  io: { dy: Binding; weight: Binding; dx: Binding },
): DispatchPlan[] {
  const { channels, kernel, stride, filters } = dims;
  const columns = parityClasses(dims.width, dims);
  return parityClasses(dims.height, dims).flatMap((row) =>
    columns.map((column) =>
      correlation({
        label: "conv2d.input-gradient",
        batch: dims.batch,
        stride: 1,
        constants: {
          C: filters,
          H: dims.outHeight,
          W: dims.outWidth,
          F: channels,
          ROWS: row.count,
          COLUMNS: column.count,
          // No kernel position reaches this class: its gradient is 0, which an empty sum writes.
          KERNEL_ROWS: column.taps === 0 ? 0 : row.taps,
          KERNEL_COLUMNS: row.taps === 0 ? 0 : column.taps,
          PADDING_ROWS: row.padding,
          PADDING_COLUMNS: column.padding,
          WEIGHT_FIRST: (row.lowest + (row.taps - 1) * stride) * kernel + column.lowest + (column.taps - 1) * stride,
          WEIGHT_F: kernel * kernel,
          WEIGHT_C: channels * kernel * kernel,
          WEIGHT_ROW: -stride * kernel,
          WEIGHT_COLUMN: -stride,
          HAS_BIAS: 0,
          Y_HEIGHT: dims.height,
          Y_WIDTH: dims.width,
          Y_STEP: stride,
          FIRST_ROW: row.first,
          FIRST_COLUMN: column.first,
        },
        bindings: [io.dy, io.weight, io.weight, io.dx],
      }),
    ),
  );
}

/** Enough invocations to fill a device, few enough that the partial sums stay small. */
const TARGET_INVOCATIONS = 1024;

function weightGradientBlocks({ filters, channels, kernel, stride, outWidth }: Conv2dDims) {
  const taps = Math.min(3, kernel);
  // Over many channels, many filters and few columns, so that the sums stay in registers; a first layer has too little
  // to sum for that to pay, and compiles faster with fewer.
  const block = channels > 1 ? { TF: 8, TP: Math.min(2, outWidth) } : { TF: 4, TP: blockColumns(outWidth, 8) };
  const tuning = { TF: Math.min(block.TF, filters), TC: 1, TR: taps, TAPS: taps, TP: block.TP, STRIDE: stride };
  const blocks = Math.ceil(filters / tuning.TF) * channels * Math.ceil(kernel / taps) ** 2;
  return { tuning, blocks };
}

/** Chunks that the sum over images and rows is split into. */
export function weightGradientChunks(dims: Conv2dDims): number {
  const { blocks } = weightGradientBlocks(dims);
  return Math.max(1, Math.min(dims.batch * dims.outHeight, Math.ceil(TARGET_INVOCATIONS / blocks)));
}

/** Elements of the buffer of partial sums: (chunks, F, C, K, K). */
export function weightGradientPartials(dims: Conv2dDims): number {
  return weightGradientChunks(dims) * dims.filters * dims.channels * dims.kernel ** 2;
}

export function conv2dWeightGradient(
  dims: Conv2dDims,
  io: { x: Binding; dy: Binding; partials: Binding; dWeight: Binding },
): DispatchPlan[] {
  const { tuning, blocks } = weightGradientBlocks(dims);
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
      kernel: { label: "conv2d.weight-gradient", code: weightGradient, constants, tuning },
      bindings: [io.x, io.dy, io.partials],
      params: { batch: dims.batch, chunk_count: chunkCount },
      workgroups: flatWorkgroups(blocks * chunkCount, WG),
    },
    foldPartials({ partCount: chunkCount, size }, { partials: io.partials, y: io.dWeight }),
  ];
}
