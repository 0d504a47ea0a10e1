/**
 * @file 2-D convolution for real GPUs: tiles of a matrix product in workgroup
 * memory. Operations, shapes and twins are those of conv2d.ts, which serves software GPUs.
 */
import correlate from "../../shaders/conv2d-tiled.wgsl?raw";
import weightGradient from "../../shaders/conv2d-weight-gradient-tiled.wgsl?raw";
import packWeights from "../../shaders/pack-weights.wgsl?raw";
import {
  type Binding,
  type BufferPlan,
  type DispatchPlan,
  FLOAT_BYTES,
  flatWorkgroups,
  OFFSET_ALIGNMENT,
  rangeOf,
  unused,
} from "../gpu/program.ts";
import type { Conv2dDims } from "./conv2d.ts";
import { type Correlation, forwardCorrelation, inputGradientCorrelations } from "./correlation.ts";
import { ELEMENTS, flatDispatch } from "./flat-dispatch.ts";
import { foldPartials } from "./fold-partials.ts";
import { type Chunks, chunksOf, groupCount, type Tile } from "./tile.ts";

/** How the terms of a correlation's sums are grouped by four; shaders/pack-weights.wgsl says what a group is. */
function grouping({ C, KERNEL_ROWS, KERNEL_COLUMNS }: Correlation) {
  const taps = KERNEL_ROWS * KERNEL_COLUMNS;
  // Four channels of one tap cost far less to gather, but the last four may be padding: at most a third is.
  const padded = 4 * Math.ceil(C / 4);
  const quads = 3 * padded <= 4 * C;
  return { taps, quads: quads ? 1 : 0, groups: groupCount((quads ? padded : C) * taps) };
}

/** Floats that the packed filters take, to the next place that a binding may begin at. */
function packedFloats(given: Correlation): number {
  const alignment = OFFSET_ALIGNMENT / FLOAT_BYTES;
  return alignment * Math.max(1, Math.ceil((grouping(given).groups * given.F * 4) / alignment));
}

/** Floats in `packed`, for the forward pass. */
export function forwardPacked(dims: Conv2dDims): number {
  return packedFloats(forwardCorrelation(dims));
}

/** Floats in `packed`, for the input gradient. */
export function inputGradientPacked(dims: Conv2dDims): number {
  return inputGradientCorrelations(dims).reduce((sum, given) => sum + packedFloats(given), 0);
}

function correlation(
  label: string,
  batch: number,
  given: Correlation,
  io: { x: Binding; weight: Binding; packed: Binding; bias?: Binding | undefined; y: Binding },
  tile: Tile,
  relu: boolean,
): DispatchPlan[] {
  const { taps, quads, groups } = grouping(given);
  const { WEIGHT_FIRST, WEIGHT_F, WEIGHT_C, WEIGHT_ROW, WEIGHT_COLUMN, KERNEL_ROWS, ...places } = given;
  const packing = flatDispatch(`${label}.pack`, packWeights, ELEMENTS, groups * given.F, [io.weight, io.packed], {
    groups,
    filters: given.F,
    channels: given.C,
    taps: Math.max(1, taps),
    kernel_columns: Math.max(1, given.KERNEL_COLUMNS),
    quads,
    weight_first: WEIGHT_FIRST,
    weight_f: WEIGHT_F,
    weight_c: WEIGHT_C,
    weight_row: WEIGHT_ROW,
    weight_column: WEIGHT_COLUMN,
  });
  const constants = {
    ...places,
    KERNEL_COLUMNS: Math.max(1, given.KERNEL_COLUMNS),
    TAPS: Math.max(1, taps),
    GROUPS: groups,
    QUADS: quads,
    HAS_BIAS: io.bias ? 1 : 0,
    RELU: relu ? 1 : 0,
  };
  const pixelTiles = Math.ceil((batch * given.ROWS * given.COLUMNS) / tile.BN);
  const [y, z] = flatWorkgroups(pixelTiles, 1);
  const product: DispatchPlan = {
    kernel: { label, code: correlate, constants, tuning: { ...tile } },
    bindings: [io.x, io.packed, io.bias ?? unused, io.y],
    params: { batch },
    workgroups: [Math.ceil(given.F / tile.BM), y, z],
    operations: 2 * batch * given.F * given.ROWS * given.COLUMNS * given.C * taps,
  };
  return groups === 0 ? [product] : [packing, product];
}

/** With `relu`, y is cut off at 0. */
export function conv2dForwardTiled(
  dims: Conv2dDims,
  io: { x: Binding; weight: Binding; packed: BufferPlan; bias?: Binding | undefined; y: Binding },
  tile: Tile,
  relu = false,
): DispatchPlan[] {
  return correlation("conv2d.forward", dims.batch, forwardCorrelation(dims), io, tile, relu);
}

export function conv2dInputGradientTiled(
  dims: Conv2dDims,
  io: { dy: Binding; weight: Binding; packed: BufferPlan; dx: Binding },
  tile: Tile,
): DispatchPlan[] {
  let first = 0;
  return inputGradientCorrelations(dims).flatMap((given) => {
    const count = packedFloats(given);
    const packed = rangeOf(io.packed, first, count);
    first += count;
    return correlation(
      "conv2d.input-gradient",
      dims.batch,
      given,
      { x: io.dy, weight: io.weight, packed, y: io.dx },
      tile,
      false,
    );
  });
}

function weightGradientGrid(dims: Conv2dDims, tile: Tile) {
  const size = dims.channels * dims.kernel ** 2;
  const grid = [Math.ceil(size / tile.BN), Math.ceil(dims.filters / tile.BM)] as const;
  const groups = dims.batch * groupCount(dims.outHeight * dims.outWidth);
  const chunks: Chunks = chunksOf(grid[0] * grid[1], groups, tile);
  return { grid, chunks, size: dims.filters * size };
}

/** Floats in `partials`: (chunks, F, C, K, K), or none where one chunk is all. */
export function weightGradientTiledPartials(dims: Conv2dDims, tile: Tile): number {
  const { chunks, size } = weightGradientGrid(dims, tile);
  return chunks.count === 1 ? 0 : chunks.count * size;
}

export function conv2dWeightGradientTiled(
  dims: Conv2dDims,
  io: { x: Binding; dy: Binding; partials: Binding; dWeight: Binding },
  tile: Tile,
): DispatchPlan[] {
  const { grid, chunks, size } = weightGradientGrid(dims, tile);
  const constants = {
    C: dims.channels,
    H: dims.height,
    W: dims.width,
    F: dims.filters,
    ROWS: dims.outHeight,
    COLUMNS: dims.outWidth,
    KERNEL: dims.kernel,
    STRIDE: dims.stride,
    PADDING: dims.padding,
  };
  const whole = chunks.count === 1;
  const product: DispatchPlan = {
    kernel: { label: "conv2d.weight-gradient", code: weightGradient, constants, tuning: { ...tile } },
    bindings: [io.x, io.dy, whole ? io.dWeight : io.partials],
    params: { batch: dims.batch, chunk_groups: chunks.groups },
    workgroups: [...grid, chunks.count],
    operations: 2 * dims.batch * dims.outHeight * dims.outWidth * size,
  };
  if (whole) return [product];
  return [product, foldPartials({ partCount: chunks.count, size }, { partials: io.partials, y: io.dWeight }, "tiles")];
}
