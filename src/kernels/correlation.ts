/**
 * @file The convolution's forward pass and input gradient as one operation, a
 * correlation of images with filters: what its kernels read and where they write.
 * Not here: how a device computes it (conv2d.ts, conv2d-tiled.ts).
 */
import type { Conv2dDims } from "./conv2d.ts";

/** y[f, FIRST + i·Y_STEP] = Σ over c, r, k of x[c, i·STRIDE + (r, k) − PADDING] · weight[f, c, r, k], per image. */
export interface Correlation {
  /** Of x: channels, rows, columns. */
  readonly C: number;
  readonly H: number;
  readonly W: number;
  readonly F: number;
  /** Places computed per image and filter, in rows and columns. */
  readonly ROWS: number;
  readonly COLUMNS: number;
  readonly KERNEL_ROWS: number;
  readonly KERNEL_COLUMNS: number;
  readonly STRIDE: number;
  readonly PADDING_ROWS: number;
  readonly PADDING_COLUMNS: number;
  /** Element (f, c, r, k) of the weight is at WEIGHT_FIRST + f·WEIGHT_F + c·WEIGHT_C + r·WEIGHT_ROW + k·WEIGHT_COLUMN. */
  readonly WEIGHT_FIRST: number;
  readonly WEIGHT_F: number;
  readonly WEIGHT_C: number;
  readonly WEIGHT_ROW: number;
  readonly WEIGHT_COLUMN: number;
  /** Of y, whose places FIRST + i·Y_STEP are written. */
  readonly Y_HEIGHT: number;
  readonly Y_WIDTH: number;
  readonly Y_STEP: number;
  readonly FIRST_ROW: number;
  readonly FIRST_COLUMN: number;
}

export function forwardCorrelation(dims: Conv2dDims): Correlation {
  const { channels, kernel } = dims;
  return {
    C: channels,
    H: dims.height,
    W: dims.width,
    F: dims.filters,
    ROWS: dims.outHeight,
    COLUMNS: dims.outWidth,
    KERNEL_ROWS: kernel,
    KERNEL_COLUMNS: kernel,
    STRIDE: dims.stride,
    PADDING_ROWS: dims.padding,
    PADDING_COLUMNS: dims.padding,
    WEIGHT_FIRST: 0,
    WEIGHT_F: channels * kernel * kernel,
    WEIGHT_C: kernel * kernel,
    WEIGHT_ROW: kernel,
    WEIGHT_COLUMN: 1,
    Y_HEIGHT: dims.outHeight,
    Y_WIDTH: dims.outWidth,
    Y_STEP: 1,
    FIRST_ROW: 0,
    FIRST_COLUMN: 0,
  };
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

/** One correlation of dy per parity class of dx's rows and columns: one in all where the stride is 1. */
export function inputGradientCorrelations(dims: Conv2dDims): Correlation[] {
  const { channels, kernel, stride, filters } = dims;
  const columns = parityClasses(dims.width, dims);
  return parityClasses(dims.height, dims).flatMap((row) =>
    columns.map((column) => ({
      C: filters,
      H: dims.outHeight,
      W: dims.outWidth,
      F: channels,
      ROWS: row.count,
      COLUMNS: column.count,
      // No kernel position reaches this class: its gradient is 0, which an empty sum writes.
      KERNEL_ROWS: column.taps === 0 ? 0 : row.taps,
      KERNEL_COLUMNS: row.taps === 0 ? 0 : column.taps,
      STRIDE: 1,
      PADDING_ROWS: row.padding,
      PADDING_COLUMNS: column.padding,
      WEIGHT_FIRST: (row.lowest + (row.taps - 1) * stride) * kernel + column.lowest + (column.taps - 1) * stride,
      WEIGHT_F: kernel * kernel,
      WEIGHT_C: channels * kernel * kernel,
      WEIGHT_ROW: -stride * kernel,
      WEIGHT_COLUMN: -stride,
      Y_HEIGHT: dims.height,
      Y_WIDTH: dims.width,
      Y_STEP: stride,
      FIRST_ROW: row.first,
      FIRST_COLUMN: column.first,
    })),
  );
}
