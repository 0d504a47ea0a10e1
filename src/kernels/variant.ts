/**
 * @file Which kernels a device wants, and the few tile shapes worth a try for each
 * operation. The first candidate is the choice where nothing is measured.
 * Not here: measuring them (train/tune.ts).
 */
import type { AdapterFacts } from "../gpu/adapter-facts.ts";
import type { Conv2dDims } from "./conv2d.ts";
import type { DenseDims } from "./dense.ts";
import { sameTile, type Tile } from "./tile.ts";

/**
 * "registers": no workgroup memory, large unrolled blocks, few invocations; for GPUs in software, where a barrier is dear.
 * "tiles": workgroup memory and many invocations, for real GPUs.
 */
export type KernelFamily = "registers" | "tiles";

export function familyFor({ software }: AdapterFacts): KernelFamily {
  return software ? "registers" : "tiles";
}

const tile = (BM: number, BN: number, BK: number, TM: number, TN: number): Tile => ({ BM, BN, BK, TM, TN });

/**
 * Tiles by the filters of a convolution, largest first. Each fits WebGPU's default limits (256 invocations, 16 KiB of
 * workgroup memory), and has a multiple of BN invocations, since each gathers windows of one pixel.
 */
const CONVOLUTION_TILES: readonly { readonly above: number; readonly tiles: readonly Tile[] }[] = [
  { above: 64, tiles: [tile(64, 64, 8, 8, 8), tile(64, 64, 8, 8, 4), tile(64, 64, 16, 4, 4), tile(128, 128, 8, 8, 8)] },
  { above: 32, tiles: [tile(64, 64, 8, 8, 8), tile(64, 64, 8, 8, 4), tile(64, 64, 16, 4, 4), tile(64, 128, 8, 8, 8)] },
  { above: 16, tiles: [tile(32, 64, 8, 8, 4), tile(32, 64, 8, 4, 4), tile(32, 128, 8, 4, 8)] },
  { above: 8, tiles: [tile(16, 64, 8, 4, 4), tile(16, 128, 8, 4, 4), tile(16, 256, 8, 4, 4)] },
  { above: 0, tiles: [tile(8, 64, 8, 2, 4), tile(8, 128, 8, 2, 4)] },
];

function convolutionTiles(filters: number): readonly Tile[] {
  return CONVOLUTION_TILES.find(({ above }) => filters > above)!.tiles;
}

/** A tile is no deeper than the sum is long. */
function asDeepAs(terms: number): (given: Tile) => Tile {
  return (given) => ({ ...given, BK: Math.min(given.BK, 4 * Math.ceil(terms / 4)) });
}

export function conv2dForwardTiles({ filters, channels, kernel }: Conv2dDims): readonly Tile[] {
  return convolutionTiles(filters).map(asDeepAs(channels * kernel ** 2));
}

export function conv2dInputGradientTiles({ filters, channels, kernel, stride }: Conv2dDims): readonly Tile[] {
  return convolutionTiles(channels).map(asDeepAs(filters * Math.ceil(kernel / stride) ** 2));
}

export function conv2dWeightGradientTiles({ filters }: Conv2dDims): readonly Tile[] {
  return convolutionTiles(filters);
}

/** For products of rows × columns results. */
function productTiles(rows: number, columns: number): readonly Tile[] {
  const fitting = (size: number, most: number) => Math.min(most, Math.max(16, 2 ** Math.ceil(Math.log2(size))));
  const [BM, BN] = [fitting(rows, 64), fitting(columns, 64)];
  const block = BM * BN < 1024 ? 2 : 4; // at least 64 invocations
  return [
    tile(fitting(rows, 32), fitting(columns, 32), 16, 2, 4),
    tile(BM, BN, 16, block, block),
    tile(16, 16, 32, 2, 2),
  ];
}

export function denseForwardTiles({ batch, outputs }: DenseDims): readonly Tile[] {
  return productTiles(batch, outputs);
}

export function denseInputGradientTiles({ batch, inputs }: DenseDims): readonly Tile[] {
  return productTiles(batch, inputs);
}

export function denseWeightGradientTiles({ outputs, inputs }: DenseDims): readonly Tile[] {
  return productTiles(outputs, inputs);
}

/** Every operation that is tiled, and what is worth a try for it. */
const tiledOperations = {
  "conv2d.forward": conv2dForwardTiles,
  "conv2d.input-gradient": conv2dInputGradientTiles,
  "conv2d.weight-gradient": conv2dWeightGradientTiles,
  "dense.forward": denseForwardTiles,
  "dense.input-gradient": denseInputGradientTiles,
  "dense.weight-gradient": denseWeightGradientTiles,
} as const;

export type TiledOperation = keyof typeof tiledOperations;
export type DimsOf<O extends TiledOperation> = Parameters<(typeof tiledOperations)[O]>[0];

/** "mixed": what goes from layer to layer, and its gradients, is stored in float16; all else, and all sums, in float32. */
export const precisions = ["float32", "mixed"] as const;
export type Precision = (typeof precisions)[number];

/** Which kernels to plan with. */
export interface KernelChoice {
  readonly family: KernelFamily;
  /** float32 where not given. */
  readonly precision?: Precision | undefined;
  /** By `tileKey`; the first candidate is taken where there is none. */
  readonly tiles?: ReadonlyMap<string, Tile> | undefined;
}

export const registerKernels: KernelChoice = { family: "registers" };

/** One operation on one set of sizes. */
export function tileKey<O extends TiledOperation>(operation: O, dims: DimsOf<O>): string {
  return `${operation} ${Object.values(dims).join(" ")}`;
}

/** What is worth a try, each once; the first is the choice where nothing is measured. */
export function candidatesFor<O extends TiledOperation>(operation: O, dims: DimsOf<O>): readonly Tile[] {
  const candidates: (dims: DimsOf<O>) => readonly Tile[] = tiledOperations[operation] as never;
  const tiles = candidates(dims);
  return tiles.filter((tile, i) => tiles.findIndex((other) => sameTile(other, tile)) === i);
}

export function tileFor<O extends TiledOperation>({ tiles }: KernelChoice, operation: O, dims: DimsOf<O>): Tile {
  return tiles?.get(tileKey(operation, dims)) ?? candidatesFor(operation, dims)[0]!;
}
