/**
 * @file Chooses a tile for every tiled operation of a run: as recorded, the first
 * candidate, or the fastest by a short measurement, which is remembered.
 * Not here: what is measured on a device (tile-bench.ts).
 */
import { type Tolerance, worstMismatch } from "../core/compare.ts";
import { ConfigError } from "../core/errors.ts";
import type { AdapterFacts } from "../gpu/adapter-facts.ts";
import { sameTile, type Tile, type TileTable, tileText } from "../kernels/tile.ts";
import type { TileProblem } from "../kernels/tile-problem.ts";
import { familyFor, type KernelChoice } from "../kernels/variant.ts";
import type { RunConfig } from "./config.ts";
import { adapterKey, readTiles, type TextStore, type TuneTarget, writeTiles } from "./tile-cache.ts";

/** Which tiles a run uses, and which candidates turned out to be unfit. Plain data, part of a run's record. */
export interface ChosenTiles {
  /** The device they were chosen for. */
  readonly adapter: AdapterFacts;
  /** Of every tiled operation of the run; empty where the device wants register kernels. */
  readonly tiles: TileTable;
  /** Candidates that failed or gave wrong numbers when they were measured, in words. */
  readonly dropped: readonly string[];
}

/** One candidate's first run. */
export interface FirstRun {
  /** A sample of the result. */
  readonly values: Float32Array;
  readonly ms: number;
}

/** Where candidates run. Both reject where one cannot: it does not compile, or its buffers are too large. */
export interface Bench {
  firstRun(problem: TileProblem, tile: Tile): Promise<FirstRun>;
  /** Milliseconds of one run, measured a few times. `about`: what it took before. */
  measure(problem: TileProblem, tile: Tile, about: number): Promise<readonly number[]>;
  /** Throws where the device itself is at fault. */
  check(): void;
  dispose(): void;
}

export interface TuneLimits {
  /** All measuring together may take this long, compiling left out; then the rest keeps its first candidates. */
  readonly measuringMs: number;
  /** Compiling included. */
  readonly totalMs: number;
}

export interface TuneOptions {
  readonly clock: () => number;
  readonly limits?: TuneLimits;
  readonly signal?: AbortSignal;
  /** Problems done, of all that are to be measured. */
  readonly onProgress?: (done: number, total: number) => void;
}

const LIMITS: TuneLimits = { measuringMs: 1_500, totalMs: 8_000 };
/** A later candidate is taken if it needs at most this share of the time; else the earlier one stays. */
const WORTH_IT = 0.97;
/** A candidate whose first run took so many times the best one's time, and some, is not measured further. */
const FAR_SLOWER = 3;
const FIRST_RUN_NOISE_MS = 0.3;

/** The kernels of a device: the chosen tiles if they were chosen for one of its kind, else its family's first candidates. */
export function kernelsFor(facts: AdapterFacts, { adapter, tiles }: ChosenTiles): KernelChoice {
  const sameKind = adapterKey(facts) === adapterKey(adapter);
  return { family: familyFor(facts), tiles: sameKind ? new Map(Object.entries(tiles)) : undefined };
}

/** `openBench` is called only where something is to be measured. */
export async function chooseTiles(
  mode: RunConfig["kernels"],
  problems: readonly TileProblem[],
  target: TuneTarget,
  store: TextStore,
  openBench: (problems: readonly TileProblem[]) => Bench,
  options: TuneOptions,
): Promise<ChosenTiles> {
  const { adapter } = target;
  const first = Object.fromEntries(problems.map(({ key, candidates }) => [key, candidates[0]!]));
  if (mode === "fixed") return { adapter, tiles: first, dropped: [] };
  if (mode !== "tuned") return { adapter, tiles: { ...first, ...recorded(mode.tiles, problems) }, dropped: [] };
  const known = usable(await readTiles(store, target), problems);
  const open = problems.filter(({ key, candidates }) => !known[key] && candidates.length > 1);
  if (open.length === 0) return { adapter, tiles: { ...first, ...known }, dropped: [] };
  const bench = openBench(open);
  try {
    const { tiles, dropped } = await tune(open, bench, options);
    await writeTiles(store, target, tiles);
    return { adapter, tiles: { ...first, ...known, ...tiles }, dropped };
  } finally {
    bench.dispose();
  }
}

/** What a table says of these problems; a tile that is no candidate of this version is left out. */
function usable(table: TileTable, problems: readonly TileProblem[]): TileTable {
  const found = problems.flatMap(({ key, candidates }): [string, Tile][] => {
    const tile = Object.hasOwn(table, key) ? table[key] : undefined;
    return tile && candidates.some((candidate) => sameTile(candidate, tile)) ? [[key, tile]] : [];
  });
  return Object.fromEntries(found);
}

/** A record is to be followed to the letter, so here an unknown tile is an error. */
function recorded(table: TileTable, problems: readonly TileProblem[]): TileTable {
  const tiles = usable(table, problems);
  const unknown = problems.find(({ key }) => Object.hasOwn(table, key) && !tiles[key]);
  if (!unknown) return tiles;
  throw new ConfigError({
    where: `kernels, ${unknown.key}`,
    wanted: `one of the tiles ${unknown.candidates.map(tileText).join("; ")}`,
    found: tileText(table[unknown.key]!),
    tryThis: 'kernels "tuned", or the version of this product that recorded the run',
  });
}

/** The fastest candidates, as far as the time goes. Whole problems only: what is left out keeps its first candidate. */
export async function tune(
  problems: readonly TileProblem[],
  bench: Bench,
  { clock, limits = LIMITS, signal, onProgress }: TuneOptions,
): Promise<{ tiles: TileTable; dropped: string[] }> {
  const tiles: Record<string, Tile> = {};
  const dropped: string[] = [];
  const began = clock();
  let measuredMs = 0;
  for (const [i, problem] of problems.entries()) {
    onProgress?.(i, problems.length);
    if (measuredMs >= limits.measuringMs || clock() - began >= limits.totalMs) break;
    let best: { tile: Tile; ms: number } | undefined;
    let reference: Float32Array | undefined;
    for (const tile of problem.candidates) {
      signal?.throwIfAborted();
      const drop = (why: string) => dropped.push(`${problem.key}, tile ${tileText(tile)}: ${why}`);
      const first = await bench.firstRun(problem, tile).catch((error: Error) => void drop(error.message));
      bench.check();
      if (!first) continue;
      const startedMs = clock();
      reference ??= first.values;
      const wrong = worstMismatch(first.values, reference, toleranceOf(reference));
      if (wrong) drop(wrong);
      else if (!best || first.ms <= FAR_SLOWER * best.ms + FIRST_RUN_NOISE_MS) {
        const ms = median(await bench.measure(problem, tile, first.ms));
        if (!best || ms <= WORTH_IT * best.ms) best = { tile, ms };
      }
      measuredMs += clock() - startedMs;
    }
    if (best) tiles[problem.key] = best.tile;
  }
  onProgress?.(problems.length, problems.length);
  return { tiles, dropped };
}

/** Sums in another order differ by rounding; wrong ones by about the size of the results. */
function toleranceOf(values: Float32Array): Tolerance {
  const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));
  return { abs: 1e-3 * size + Number.MIN_VALUE, rel: 0 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
