/**
 * @file How the tiled kernels cut a matrix product into workgroups, and how a long
 * sum is split so that enough of them are at work.
 */
import * as v from "valibot";

/**
 * A workgroup computes BM × BN results, BK terms of their sums at a time; one of its
 * BM/TM · BN/TN invocations computes TM × TN. BK is a multiple of 4.
 */
export interface Tile {
  readonly BM: number;
  readonly BN: number;
  readonly BK: number;
  readonly TM: number;
  readonly TN: number;
}

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024));
/** Tiles by `tileKey`, as they are stored. Which tiles can be used is said by variant.ts. */
export const tileTableSchema = v.record(
  v.string(),
  v.strictObject({ BM: size, BN: size, BK: size, TM: size, TN: size }),
);
export type TileTable = Readonly<Record<string, Tile>>;

/** In words. */
export function tileText({ BM, BN, BK, TM, TN }: Tile): string {
  return `${BM}×${BN}×${BK}, ${TM}×${TN} each`;
}

export function sameTile(a: Tile, b: Tile): boolean {
  return tileText(a) === tileText(b);
}

export function invocations({ BM, BN, TM, TN }: Tile): number {
  return (BM / TM) * (BN / TN);
}

/** Of both factors' tiles; a row may be one vec4 longer than BM or BN. */
export function workgroupBytes({ BM, BN, BK }: Tile): number {
  return (BK / 4) * (BM + 1 + BN + 1) * 16;
}

/** The kernels read four terms of a sum at a time. */
export function groupCount(terms: number): number {
  return Math.ceil(terms / 4);
}

/** Workgroups that keep a large GPU busy. */
export const TARGET_WORKGROUPS = 512;
/** Tiles that a chunk is long at least: with fewer, adding up the chunks costs more than it brings. */
const LEAST_TILES = 4;

export interface Chunks {
  readonly count: number;
  /** Groups of four terms in each chunk but the last. */
  readonly groups: number;
}

/** How the sums of `tileCount` tiles, `groups` long, are split. Whole tiles of BK each. */
export function chunksOf(tileCount: number, groups: number, { BK }: Tile): Chunks {
  const depth = Math.ceil(groups / (BK / 4));
  const wanted = Math.min(Math.ceil(TARGET_WORKGROUPS / tileCount), Math.floor(depth / LEAST_TILES));
  const each = Math.ceil(depth / Math.max(1, wanted));
  return { count: Math.ceil(depth / each), groups: each * (BK / 4) };
}
