import { describe, expect, test } from "vitest";
import { sameTile, type Tile } from "../kernels/tile.ts";
import { type TileProblem, tileProblem } from "../kernels/tile-problem.ts";
import type { TextStore } from "./tile-cache.ts";
import { type Bench, chooseTiles, kernelsFor, tune } from "./tune.ts";

const adapter = { vendor: "v", architecture: "a", device: "d", description: "", software: false };
const target = { adapter, productVersion: "1.0.0" };
const problems = [128, 64].map((inputs) => tileProblem("dense.forward", { batch: 64, inputs, outputs: 64 }));
const [large, small] = problems as [TileProblem, TileProblem];
const [first, second, third] = large.candidates as [Tile, Tile, Tile];

interface Behaviour {
  readonly ms: number;
  readonly values?: readonly number[];
  readonly error?: string;
}

/** A device on which a candidate takes the time that is said here, and time passes only while it works. */
class FakeBench implements Bench {
  now = 0;
  disposed = 0;
  readonly measured: string[] = [];
  readonly clock = () => this.now;

  constructor(private readonly behaviour: (problem: TileProblem, tile: Tile) => Behaviour) {}

  async firstRun(problem: TileProblem, tile: Tile) {
    const { ms, values = [1, 2, -3], error } = this.behaviour(problem, tile);
    if (error) throw new Error(error);
    this.now += ms;
    return { values: Float32Array.from(values), ms };
  }

  async measure(problem: TileProblem, tile: Tile) {
    const { ms } = this.behaviour(problem, tile);
    this.measured.push(`${problem.key} ${problem.candidates.indexOf(tile)}`);
    this.now += 3 * ms;
    return [ms, 100 * ms, 0.9 * ms];
  }

  check(): void {}

  dispose(): void {
    this.disposed++;
  }
}

/** By candidate, the same for every problem. */
const by = (...rows: readonly Behaviour[]) =>
  new FakeBench(({ candidates }, tile) => rows[candidates.findIndex((each) => sameTile(each, tile))]!);
const tuned = (bench: FakeBench, limits = { measuringMs: 1e3, totalMs: 1e4 }) =>
  tune(problems, bench, { clock: bench.clock, limits });

describe("tuning", () => {
  test("takes the fastest candidate of each operation, by the median", async () => {
    const { tiles, dropped } = await tuned(by({ ms: 3 }, { ms: 2 }, { ms: 2.5 }));
    expect(tiles).toEqual({ [large.key]: second, [small.key]: small.candidates[1] });
    expect(dropped).toEqual([]);
  });

  test("keeps the earlier candidate where a later one is faster by less than noise", async () => {
    const { tiles } = await tuned(by({ ms: 3 }, { ms: 2.95 }, { ms: 4 }));
    expect(tiles[large.key]).toEqual(first);
  });

  test("gives up a candidate that is far slower at its first run", async () => {
    const bench = by({ ms: 1 }, { ms: 5 }, { ms: 0.5 });
    const { tiles } = await tuned(bench);
    expect(bench.measured.filter((each) => each.startsWith(large.key))).toEqual([`${large.key} 0`, `${large.key} 2`]);
    expect(tiles[large.key]).toEqual(third);
  });

  test("drops a candidate whose numbers are wrong, and one that fails, however fast, and says so", async () => {
    const bench = by({ ms: 3 }, { ms: 1, values: [1, 2, -3.1] }, { ms: 1, error: "does not compile" });
    const { tiles, dropped } = await tuned(bench);
    expect(tiles[large.key]).toEqual(first);
    expect(dropped.slice(0, 2)).toEqual([
      expect.stringMatching(/^dense\.forward 64 128 64, tile 64×64×16, 4×4 each: 1\/3 off; worst at \[2\]/),
      expect.stringMatching(/^dense\.forward 64 128 64, tile 16×16×32, 2×2 each: does not compile$/),
    ]);
  });

  test("numbers that differ by rounding are right", async () => {
    const { tiles, dropped } = await tuned(by({ ms: 3 }, { ms: 2, values: [1.0002, 2, -3.0005] }, { ms: 3 }));
    expect([tiles[large.key], dropped]).toEqual([second, []]);
  });

  test("ends when its time is up, with what it knows", async () => {
    const bench = by({ ms: 3 }, { ms: 2 }, { ms: 4 });
    expect(Object.keys((await tuned(bench, { measuringMs: 20, totalMs: 1e4 })).tiles)).toEqual([large.key]);
    expect(Object.keys((await tuned(bench, { measuringMs: 1e3, totalMs: 20 })).tiles)).toEqual([large.key]);
  });

  test("ends at once when the run is stopped", async () => {
    const bench = by({ ms: 3 }, { ms: 2 }, { ms: 4 });
    const options = { clock: bench.clock, signal: AbortSignal.abort(new Error("stopped")) };
    await expect(tune(problems, bench, options)).rejects.toThrow("stopped");
    expect(bench.measured).toEqual([]);
  });

  test("a device at fault ends it", async () => {
    const bench = by({ ms: 3, error: "lost" }, { ms: 2 }, { ms: 4 });
    bench.check = () => {
      throw new Error("the device was lost");
    };
    await expect(tuned(bench)).rejects.toThrow("the device was lost");
  });
});

describe("choosing", () => {
  function memory(): TextStore {
    let text: string | undefined;
    return {
      read: async () => text,
      write: async (written) => {
        text = written;
      },
    };
  }
  const choose = (mode: Parameters<typeof chooseTiles>[0], bench: FakeBench, store = memory(), given = problems) =>
    chooseTiles(mode, given, target, store, () => bench, { clock: bench.clock });

  test("fixed: the first candidates, unmeasured", async () => {
    const bench = by({ ms: 3 }, { ms: 2 }, { ms: 4 });
    const { tiles } = await choose("fixed", bench);
    expect(tiles).toEqual({ [large.key]: first, [small.key]: small.candidates[0] });
    expect(bench.now).toBe(0);
  });

  test("tuned: measured once, then remembered", async () => {
    const [bench, again, store] = [by({ ms: 3 }, { ms: 2 }, { ms: 4 }), by({ ms: 1 }, { ms: 2 }, { ms: 3 }), memory()];
    const chosen = await choose("tuned", bench, store);
    expect(chosen.tiles).toEqual({ [large.key]: second, [small.key]: small.candidates[1] });
    expect(await choose("tuned", again, store)).toEqual(chosen);
    expect([again.now, bench.disposed, again.disposed]).toEqual([0, 1, 0]);
  });

  test("tuned: only what is not known yet is measured", async () => {
    const [bench, store] = [by({ ms: 3 }, { ms: 2 }, { ms: 4 }), memory()];
    await choose("tuned", bench, store, [large]);
    bench.measured.length = 0;
    await choose("tuned", bench, store);
    expect(bench.measured.every((each) => each.startsWith(small.key))).toBe(true);
    expect(bench.measured).not.toEqual([]);
  });

  test("tuned: a remembered tile that is no candidate is measured anew", async () => {
    const store = memory();
    const strange = { ...first, TM: 1024 };
    const key = JSON.stringify(["v", "a", "d", ""]);
    await store.write(JSON.stringify({ productVersion: "1.0.0", adapters: { [key]: { [large.key]: strange } } }));
    const { tiles } = await choose("tuned", by({ ms: 3 }, { ms: 2 }, { ms: 4 }), store);
    expect(tiles[large.key]).toEqual(second);
  });

  test("recorded: to the letter, and an operation that is not in the record has its first candidate", async () => {
    const bench = by({ ms: 1 }, { ms: 2 }, { ms: 4 });
    const { tiles } = await choose({ tiles: { [large.key]: third } }, bench);
    expect(tiles).toEqual({ [large.key]: third, [small.key]: small.candidates[0] });
    expect(bench.now).toBe(0);
  });

  test("recorded: a tile that this version does not know is an error that names it", async () => {
    const mode = { tiles: { [large.key]: { ...first, BM: 48 } } };
    await expect(choose(mode, by())).rejects.toThrow(
      /^kernels, dense\.forward 64 128 64: wanted one of the tiles .*, found 48×/,
    );
  });

  test("a software GPU has nothing to choose", async () => {
    expect((await choose("tuned", by(), memory(), [])).tiles).toEqual({});
  });
});

describe("the kernels of a worker", () => {
  const chosen = { adapter, tiles: { [large.key]: third }, dropped: [] };

  test("are those that were chosen, on a device of the same kind", () => {
    const kernels = kernelsFor({ ...adapter }, chosen);
    expect([kernels.family, kernels.tiles?.get(large.key)]).toEqual(["tiles", third]);
  });

  test("are its family's first candidates on any other", () => {
    expect(kernelsFor({ ...adapter, device: "e" }, chosen)).toEqual({ family: "tiles", tiles: undefined });
    expect(kernelsFor({ ...adapter, device: "e", software: true }, chosen).family).toBe("registers");
  });
});
