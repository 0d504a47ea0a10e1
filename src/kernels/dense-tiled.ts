/**
 * @file Dense layer for real GPUs: tiles of a matrix product in workgroup memory, with
 * long sums split. Operations, shapes and twins are those of dense.ts, which serves software GPUs.
 */
import code from "../../shaders/matmul-tiled.wgsl?raw";
import { type Binding, type DispatchPlan, unused } from "../gpu/program.ts";
import type { DenseDims } from "./dense.ts";
import { foldPartials } from "./fold-partials.ts";
import { chunksOf, groupCount, type Tile } from "./tile.ts";

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** y[m,n] = Σ_k a[m·a_m + k·a_k] · b[k·b_k + n·b_n] */
interface Product {
  readonly label: string;
  readonly sizes: Sizes;
  readonly strides: { readonly a_m: number; readonly a_k: number; readonly b_k: number; readonly b_n: number };
  readonly a: Binding;
  readonly b: Binding;
  readonly bias?: Binding | undefined;
  /** Floats: `densePartials`. */
  readonly partials: Binding;
  readonly y: Binding;
}

export type DensePass = "forward" | "input-gradient" | "weight-gradient";

function sizesOf(pass: DensePass, { batch, inputs, outputs }: DenseDims): Sizes {
  if (pass === "forward") return { m: batch, n: outputs, k: inputs };
  if (pass === "input-gradient") return { m: batch, n: inputs, k: outputs };
  return { m: outputs, n: inputs, k: batch };
}

function gridOf({ m, n, k }: Sizes, tile: Tile) {
  const grid = [Math.ceil(n / tile.BN), Math.ceil(m / tile.BM)] as const;
  return { grid, chunks: chunksOf(grid[0] * grid[1], groupCount(k), tile) };
}

/** Floats in `partials`: (chunks, M, N), or none where one chunk is all. */
export function densePartials(pass: DensePass, dims: DenseDims, tile: Tile): number {
  const sizes = sizesOf(pass, dims);
  const { count } = gridOf(sizes, tile).chunks;
  return count === 1 ? 0 : count * sizes.m * sizes.n;
}

function product({ label, sizes, strides, a, b, bias, partials, y }: Product, tile: Tile): DispatchPlan[] {
  const { grid, chunks } = gridOf(sizes, tile);
  const whole = chunks.count === 1;
  const dispatch: DispatchPlan = {
    kernel: { label, code, tuning: { ...tile } },
    bindings: [a, b, bias ?? unused, whole ? y : partials],
    params: { ...sizes, ...strides, has_bias: bias ? 1 : 0, chunk_groups: chunks.groups },
    workgroups: [...grid, chunks.count],
    operations: 2 * sizes.m * sizes.n * sizes.k,
  };
  if (whole) return [dispatch];
  return [dispatch, foldPartials({ partCount: chunks.count, size: sizes.m * sizes.n }, { partials, y }, "tiles")];
}

export function denseForwardTiled(
  dims: DenseDims,
  io: { x: Binding; weight: Binding; bias?: Binding | undefined; partials: Binding; y: Binding },
  tile: Tile,
): DispatchPlan[] {
  const { weight, x, ...rest } = io;
  const strides = { a_m: dims.inputs, a_k: 1, b_k: 1, b_n: dims.inputs };
  return product({ label: "dense.forward", sizes: sizesOf("forward", dims), strides, a: x, b: weight, ...rest }, tile);
}

/** dx (batch, inputs) = dy · W */
export function denseInputGradientTiled(
  dims: DenseDims,
  { dy, weight, partials, dx }: { dy: Binding; weight: Binding; partials: Binding; dx: Binding },
  tile: Tile,
): DispatchPlan[] {
  const sizes = sizesOf("input-gradient", dims);
  const strides = { a_m: dims.outputs, a_k: 1, b_k: dims.inputs, b_n: 1 };
  return product({ label: "dense.input-gradient", sizes, strides, a: dy, b: weight, partials, y: dx }, tile);
}

/** dW (outputs, inputs) = dyᵀ · x */
export function denseWeightGradientTiled(
  dims: DenseDims,
  { x, dy, partials, dWeight }: { x: Binding; dy: Binding; partials: Binding; dWeight: Binding },
  tile: Tile,
): DispatchPlan[] {
  const sizes = sizesOf("weight-gradient", dims);
  const strides = { a_m: 1, a_k: dims.outputs, b_k: dims.inputs, b_n: 1 };
  return product({ label: "dense.weight-gradient", sizes, strides, a: dy, b: x, partials, y: dWeight }, tile);
}
