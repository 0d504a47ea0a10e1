/**
 * @file 2-D convolution, forward and input gradient. x (N,C,H,W), weight (F,C,K,K)
 * as in PyTorch, y (N,F,OH,OW). Where a ReLU and a 2×2 max-pool follow, they can be
 * part of it, and y and dy are what comes out of the pool and goes back into it.
 * Not here: the weight gradient (conv2d-weight-gradient.ts), the bias gradient
 * (plane-sums.ts), twins (conv2d-twin.ts).
 */
import correlate from "../../shaders/conv2d.wgsl?raw";
import { type Binding, type DispatchPlan, flatWorkgroups, type Kernel, unused } from "../gpu/program.ts";

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

/** True where ReLU and a 2×2 max-pool can be part of the convolution. */
export function canPool({ kernel, stride, outHeight, outWidth }: Conv2dDims): boolean {
  return stride === 1 && kernel <= MAX_TAPS && outHeight % 2 === 0 && outWidth % 2 === 0;
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
    readonly RELU: number;
    readonly Y_HEIGHT: number;
    readonly Y_WIDTH: number;
    readonly Y_STEP: number;
    readonly FIRST_ROW: number;
    readonly FIRST_COLUMN: number;
  };
  readonly io: {
    readonly x: Binding;
    readonly weight: Binding;
    readonly bias?: Binding | undefined;
    readonly y: Binding;
  };
  /** Where a 2×2 max-pool is part of it: behind it (y) or, in the backward pass, before it (x). */
  readonly pool?: { readonly side: "x" | "y"; readonly argmax: Binding } | undefined;
}

function correlation({ label, batch, stride, constants, io, pool }: Correlation): DispatchPlan {
  const { C, F, ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS } = constants;
  const [xPool, yPool] = [pool?.side === "x" ? 2 : 1, pool?.side === "y" ? 2 : 1];
  const TAPS = Math.max(1, Math.min(MAX_TAPS, KERNEL_COLUMNS));
  /** Blocks of TF filters and at most `mostColumns` columns. Each output is summed up in the same order whatever they are. */
  const form = (TF: number, mostColumns: number): Pick<DispatchPlan, "kernel" | "workgroups"> => {
    const TP = pool ? 2 * blockColumns(COLUMNS / 2, mostColumns / 2) : blockColumns(COLUMNS, mostColumns);
    const loaded = loadedColumns(constants, { TAPS, TP, STRIDE: stride });
    const tuning = {
      TF,
      TP,
      TAPS,
      BLOCKS: Math.ceil(KERNEL_COLUMNS / TAPS),
      STRIDE: stride,
      ...loaded,
      PARTIAL: F % TF > 0 || COLUMNS % TP > 0 ? 1 : 0,
      Y_POOL: yPool,
      X_POOL: xPool,
      SHIFT: Math.abs((loaded.FIRST_LOADED - constants.PADDING_COLUMNS) % 2),
    };
    const kernel: Kernel = { label, code: correlate, constants: { ...constants, WG }, tuning };
    const [x, y] = flatWorkgroups(batch * (ROWS / yPool) * Math.ceil(COLUMNS / TP), WG);
    return { kernel, workgroups: [x, y, Math.ceil(F / TF)] };
  };
  return {
    ...form(C > 1 && F > 4 ? 8 : 4, 16), // a larger block reuses more of x, which pays over many channels
    quick: form(4, 4),
    bindings: [io.x, io.weight, io.bias ?? io.weight, io.y, pool?.argmax ?? unused],
    params: { batch },
    operations: 2 * batch * F * ROWS * COLUMNS * C * KERNEL_ROWS * KERNEL_COLUMNS,
  };
}

/** Which columns of a window can lie inside the image; known where one register block holds a whole row. */
function loadedColumns(
  { COLUMNS, KERNEL_COLUMNS, PADDING_COLUMNS, W }: Correlation["constants"],
  { TAPS, TP, STRIDE }: { TAPS: number; TP: number; STRIDE: number },
) {
  const count = (TP - 1) * STRIDE + TAPS;
  if (TP < COLUMNS || TAPS < KERNEL_COLUMNS) return { FIRST_LOADED: 0, LOADED: count, EDGES: 1 };
  const first = Math.min(Math.max(PADDING_COLUMNS, 0), count);
  const end = Math.min(Math.max(PADDING_COLUMNS + W, first), count);
  return { FIRST_LOADED: first, LOADED: end - first, EDGES: 0 };
}

/**
 * With `relu`, y is cut off at 0. With `argmax`, it is max-pooled as well: both (N, F, OH/2, OW/2), argmax u32 as
 * max-pool.ts has it; only where `canPool`.
 */
export function conv2dForward(
  dims: Conv2dDims,
  io: { x: Binding; weight: Binding; bias?: Binding | undefined; y: Binding; argmax?: Binding },
  relu = false,
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
      RELU: relu ? 1 : 0,
      Y_HEIGHT: dims.outHeight,
      Y_WIDTH: dims.outWidth,
      Y_STEP: 1,
      FIRST_ROW: 0,
      FIRST_COLUMN: 0,
    },
    io,
    pool: io.argmax && { side: "y", argmax: io.argmax },
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

/**
 * dx: one dispatch per parity class of rows and columns (one in all where the stride is 1). With `argmax`, dy is the
 * gradient of the pooled y.
 */
export function conv2dInputGradient(
  dims: Conv2dDims,
  io: { dy: Binding; weight: Binding; dx: Binding; argmax?: Binding },
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
          RELU: 0,
          Y_HEIGHT: dims.height,
          Y_WIDTH: dims.width,
          Y_STEP: stride,
          FIRST_ROW: row.first,
          FIRST_COLUMN: column.first,
        },
        io: { x: io.dy, weight: io.weight, y: io.dx },
        pool: io.argmax && { side: "x", argmax: io.argmax },
      }),
    ),
  );
}
