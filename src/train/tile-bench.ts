/**
 * @file Runs candidates on a device, on scratch buffers of seeded numbers: compiles a
 * few problems ahead, reads samples of results, and times by the device's timestamps
 * or, without them, by the clock. Not here: which candidate is taken (tune.ts).
 */
import { GpuError } from "../core/errors.ts";
import { Stream, uniforms } from "../core/rng.ts";
import type { WatchedDevice } from "../gpu/device.ts";
import { Executor, type Prepared } from "../gpu/executor.ts";
import { FLOAT_BYTES, floats } from "../gpu/program.ts";
import { Stopwatch } from "../gpu/stopwatch.ts";
import { type Tile, tileText } from "../kernels/tile.ts";
import { type Scratch, scratchRoles, type TileProblem } from "../kernels/tile-problem.ts";
import type { Bench, FirstRun } from "./tune.ts";

/** Problems that are compiled while one is measured. */
const AHEAD = 4;
/** Floats that are compared from each end of a result. */
const SAMPLE = 16_384;
const MEASUREMENTS = 3;
/** What one measurement lasts at least: browsers round timestamps to 0.1 ms, and waiting by the clock costs more. */
const TIMESTAMP_SPAN_MS = 2;
const CLOCK_SPAN_MS = 8;
const MOST_REPEATS = 50;
/** A GPU at rest takes about so long to reach its speed. */
const WARM_UP_MS = 50;
/** No multiple of any tile, so that neighbouring tiles hold different numbers. */
const BLOCK = 65_521;

export class TileBench implements Bench {
  readonly #watched: WatchedDevice;
  readonly #executor: Executor;
  readonly #problems: readonly TileProblem[];
  readonly #clock: () => number;
  readonly #scratch: Scratch;
  readonly #stopwatch: Stopwatch;
  readonly #staging: GPUBuffer;
  readonly #programs = new Map<TileProblem, ReadonlyMap<Tile, Promise<Prepared>>>();
  #isWarm = false;

  constructor(watched: WatchedDevice, problems: readonly TileProblem[], clock: () => number) {
    this.#watched = watched;
    this.#executor = new Executor(watched);
    this.#problems = problems;
    this.#clock = clock;
    this.#stopwatch = new Stopwatch(this.#executor, "tune", { tags: MEASUREMENTS, spans: MEASUREMENTS });
    this.#staging = this.#executor.staging("tune.readback", 2 * SAMPLE * FLOAT_BYTES + this.#stopwatch.byteLength);
    const sizes = problems.flatMap((problem) =>
      problem.candidates.filter((tile) => this.#fits(problem, tile)).map((tile) => problem.floats(tile)),
    );
    const largest = (role: keyof Scratch) => Math.max(0, ...sizes.map((each) => each[role]));
    this.#scratch = Object.fromEntries(
      scratchRoles.map((role) => [role, floats(`tune.${role}`, largest(role))]),
    ) as unknown as Scratch;
    this.#fill("left", 0);
    this.#fill("right", 1);
  }

  async firstRun(problem: TileProblem, tile: Tile): Promise<FirstRun> {
    const program = await this.#program(problem, tile);
    const { result } = this.#scratch;
    const byteLength = problem.floats(tile).result * FLOAT_BYTES;
    const sampled = Math.min(SAMPLE * FLOAT_BYTES, byteLength);
    const buffer = this.#executor.buffer(result);
    const began = this.#clock();
    const encoder = this.#executor.device.createCommandEncoder();
    encoder.clearBuffer(buffer); // so that no candidate passes with what another one wrote
    this.#stopwatch.start();
    this.#stopwatch.encode(encoder, 0, program);
    encoder.copyBufferToBuffer(buffer, 0, this.#staging, 0, sampled);
    encoder.copyBufferToBuffer(buffer, byteLength - sampled, this.#staging, sampled, sampled);
    const [ms] = await this.#readAfter(encoder, 1);
    const values = new Float32Array(this.#staging.getMappedRange(0, 2 * sampled).slice(0));
    this.#staging.unmap();
    return { values, ms: ms ?? this.#clock() - began };
  }

  async measure(problem: TileProblem, tile: Tile, about: number): Promise<readonly number[]> {
    const program = await this.#program(problem, tile);
    if (!this.#isWarm) await this.#warmUp(program);
    const span = this.#stopwatch.available ? TIMESTAMP_SPAN_MS : CLOCK_SPAN_MS;
    const repeats = Math.ceil(Math.min(MOST_REPEATS, Math.max(1, span / about)));
    const repeated = Array.from({ length: repeats }, () => program).flat();
    const spans = this.#stopwatch.available ? await this.#timed(repeated) : await this.#clocked(repeated);
    return spans.map((ms) => ms / repeats);
  }

  check(): void {
    this.#watched.check();
  }

  /** What is still compiling makes its bind groups first, on buffers that then go too. */
  dispose(): void {
    this.#stopwatch.dispose();
    const started = [...this.#programs.values()].flatMap((tiles) => [...tiles.values()]);
    Promise.allSettled(started).then(() => this.#executor.dispose());
  }

  #fits(problem: TileProblem, tile: Tile): boolean {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#executor.device.limits;
    const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    return Object.values(problem.floats(tile)).every((count) => count * FLOAT_BYTES <= most);
  }

  /** Starts to compile it and the next problems, where that has not been done. */
  #program(problem: TileProblem, tile: Tile): Promise<Prepared> {
    const at = this.#problems.indexOf(problem);
    for (const next of this.#problems.slice(at, at + 1 + AHEAD)) {
      if (this.#programs.has(next)) continue;
      const entries = next.candidates.map((candidate) => [candidate, this.#compile(next, candidate)] as const);
      for (const [, program] of entries) program.catch(() => {}); // told to whoever asks for it
      this.#programs.set(next, new Map(entries));
    }
    return this.#programs.get(problem)!.get(tile)!;
  }

  async #compile(problem: TileProblem, tile: Tile): Promise<Prepared> {
    if (this.#fits(problem, tile)) return this.#executor.prepare(problem.dispatches(this.#scratch, tile));
    throw new GpuError({
      where: problem.key,
      wanted: "buffers as large as this device allows",
      found: `larger ones for the tile ${tileText(tile)}`,
      tryThis: "a smaller micro-batch",
    });
  }

  async #warmUp(program: Prepared): Promise<void> {
    const end = this.#clock() + WARM_UP_MS;
    while (this.#clock() < end) await this.#clocked(program);
    this.#isWarm = true;
  }

  async #timed(program: Prepared): Promise<readonly number[]> {
    const encoder = this.#executor.device.createCommandEncoder();
    this.#stopwatch.start();
    for (let i = 0; i < MEASUREMENTS; i++) this.#stopwatch.encode(encoder, i, program);
    const ms = await this.#readAfter(encoder, MEASUREMENTS);
    this.#staging.unmap();
    return ms;
  }

  async #clocked(program: Prepared): Promise<readonly number[]> {
    const spans: number[] = [];
    for (let i = 0; i < MEASUREMENTS; i++) {
      const began = this.#clock();
      const encoder = this.#executor.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      this.#executor.encode(pass, program);
      pass.end();
      this.#executor.device.queue.submit([encoder.finish()]);
      await this.#executor.finished();
      spans.push(this.#clock() - began);
    }
    return spans;
  }

  /** Submits, and waits until the staging buffer is mapped; the first `count` spans, none without timestamps. */
  async #readAfter(encoder: GPUCommandEncoder, count: number): Promise<readonly number[]> {
    const at = 2 * SAMPLE * FLOAT_BYTES;
    this.#stopwatch.resolve(encoder, this.#staging, at);
    this.#executor.device.queue.submit([encoder.finish()]);
    await this.#executor.mapped(this.#staging);
    return this.#stopwatch.available ? [...this.#stopwatch.read(this.#staging, at).slice(0, count)] : [];
  }

  /** Seeded numbers in [−1, 1): zeros would let some GPUs run faster than they do. */
  #fill(role: keyof Scratch, item: number): void {
    const block = uniforms(0, Stream.initialise, item, BLOCK).map((value) => 2 * value - 1);
    const plan = this.#scratch[role];
    for (let first = 0; first < plan.byteLength; first += block.byteLength) {
      const count = Math.min(BLOCK, (plan.byteLength - first) / FLOAT_BYTES);
      this.#executor.write(plan, block.subarray(0, count), first);
    }
  }
}
