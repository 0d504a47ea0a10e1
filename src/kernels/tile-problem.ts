/**
 * @file One tiled operation on one set of sizes as something to be tried out: its
 * candidates, and its dispatches on scratch buffers that all problems share.
 * Not here: which of them a model has (nn/tile-problems.ts), trying them (train/tune.ts).
 */
import { type BufferPlan, type DispatchPlan, unused } from "../gpu/program.ts";
import type { Conv2dDims } from "./conv2d.ts";
import {
  conv2dForwardTiled,
  conv2dInputGradientTiled,
  conv2dWeightGradientTiled,
  forwardPacked,
  inputGradientPacked,
  weightGradientTiledPartials,
} from "./conv2d-tiled.ts";
import type { DenseDims } from "./dense.ts";
import { denseForwardTiled, denseInputGradientTiled, densePartials, denseWeightGradientTiled } from "./dense-tiled.ts";
import type { Tile } from "./tile.ts";
import { candidatesFor, type DimsOf, type TiledOperation, tileKey } from "./variant.ts";

/** Two factors, what a kernel keeps to itself, and the result. */
export const scratchRoles = ["left", "right", "packed", "partials", "result"] as const;
type Role = (typeof scratchRoles)[number];
export type Scratch = Readonly<Record<Role, BufferPlan>>;
export type ScratchFloats = Readonly<Record<Role, number>>;

export interface TileProblem {
  /** `tileKey` */
  readonly key: string;
  readonly candidates: readonly Tile[];
  /** Floats that each scratch buffer has at least. */
  floats(tile: Tile): ScratchFloats;
  dispatches(scratch: Scratch, tile: Tile): DispatchPlan[];
}

interface Trial<D> {
  readonly floats: (dims: D, tile: Tile) => ScratchFloats;
  readonly dispatches: (dims: D, scratch: Scratch, tile: Tile) => DispatchPlan[];
}

const inputs = ({ batch, channels, height, width }: Conv2dDims) => batch * channels * height * width;
const weights = ({ filters, channels, kernel }: Conv2dDims) => filters * channels * kernel ** 2;
const outputs = ({ batch, filters, outHeight, outWidth }: Conv2dDims) => batch * filters * outHeight * outWidth;
const rows = (d: DenseDims) => ({ x: d.batch * d.inputs, weight: d.outputs * d.inputs, y: d.batch * d.outputs });

const trials: { readonly [O in TiledOperation]: Trial<DimsOf<O>> } = {
  "conv2d.forward": {
    floats: (d) => ({ left: inputs(d), right: weights(d), packed: forwardPacked(d), partials: 0, result: outputs(d) }),
    dispatches: (d, { left, right, packed, result }, tile) =>
      conv2dForwardTiled(d, { x: left, weight: right, packed, y: result }, tile),
  },
  "conv2d.input-gradient": {
    floats: (d) => ({
      ...{ left: outputs(d), right: weights(d), packed: inputGradientPacked(d) },
      ...{ partials: 0, result: inputs(d) },
    }),
    dispatches: (d, { left, right, packed, result }, tile) =>
      conv2dInputGradientTiled(d, { dy: left, weight: right, packed, dx: result }, tile),
  },
  "conv2d.weight-gradient": {
    floats: (d, tile) => ({
      ...{ left: inputs(d), right: outputs(d), packed: 0 },
      ...{ partials: weightGradientTiledPartials(d, tile), result: weights(d) },
    }),
    dispatches: (d, { left, right, partials, result }, tile) =>
      conv2dWeightGradientTiled(d, { x: left, dy: right, partials, dWeight: result }, tile),
  },
  "dense.forward": {
    floats: (d, tile) => ({
      ...{ left: rows(d).x, right: rows(d).weight, packed: 0 },
      ...{ partials: densePartials("forward", d, tile), result: rows(d).y },
    }),
    dispatches: (d, { left, right, partials, result }, tile) =>
      denseForwardTiled(d, { x: left, weight: right, partials, y: result }, tile),
  },
  "dense.input-gradient": {
    floats: (d, tile) => ({
      ...{ left: rows(d).y, right: rows(d).weight, packed: 0 },
      ...{ partials: densePartials("input-gradient", d, tile), result: rows(d).x },
    }),
    dispatches: (d, { left, right, partials, result }, tile) =>
      denseInputGradientTiled(d, { dy: left, weight: right, partials, dx: result }, tile),
  },
  "dense.weight-gradient": {
    floats: (d, tile) => ({
      ...{ left: rows(d).x, right: rows(d).y, packed: 0 },
      ...{ partials: densePartials("weight-gradient", d, tile), result: rows(d).weight },
    }),
    dispatches: (d, { left, right, partials, result }, tile) =>
      denseWeightGradientTiled(d, { x: left, dy: right, partials, dWeight: result }, tile),
  },
};

export function tileProblem<O extends TiledOperation>(operation: O, dims: DimsOf<O>): TileProblem {
  const trial: Trial<DimsOf<O>> = trials[operation];
  return {
    key: tileKey(operation, dims),
    candidates: candidatesFor(operation, dims),
    floats: (tile) => trial.floats(dims, tile),
    dispatches: (scratch, tile) => trial.dispatches(dims, scratch, tile),
  };
}

const nowhere: Scratch = { left: unused, right: unused, packed: unused, partials: unused, result: unused };

/** Floating-point operations, as DispatchPlan counts them. */
export function operationsOf(problem: TileProblem): number {
  const dispatches = problem.dispatches(nowhere, problem.candidates[0]!);
  return dispatches.reduce((sum, { operations = 0 }) => sum + operations, 0);
}
