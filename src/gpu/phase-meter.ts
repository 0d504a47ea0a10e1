/**
 * @file Times the phases of a program that runs in rounds: a pass per phase, or, when probed, a pass per dispatch as far
 * as there are timestamps for. A device without timestamps is waited for after each phase, and only when probed.
 */
import type { Executor, Prepared } from "./executor.ts";
import { MAX_SPANS, SPAN_BYTES, Stopwatch } from "./stopwatch.ts";

export interface PhaseTimes {
  /** Milliseconds by phase, of all rounds; NaN where not measured. */
  readonly phaseMs: Float32Array;
  /** Milliseconds by dispatch, phase after phase, of `runs` rounds. Only when probed, on a device with timestamps. */
  readonly dispatches?: { readonly ms: Float64Array; readonly runs: number } | undefined;
}

/** What is timed between two reads. */
export interface TimedProgram {
  /** How many dispatches each phase has. */
  readonly sizes: readonly number[];
  readonly rounds: number;
}

/** Passes that need a pair of timestamps: one per phase and round, and one per dispatch of as many rounds as there is room for. */
function spansOf({ sizes, rounds }: TimedProgram) {
  const dispatchCount = sizes.reduce((sum, size) => sum + size, 0);
  const phaseSpans = sizes.length * rounds;
  const probeRounds = Math.min(rounds, Math.floor((MAX_SPANS - phaseSpans) / dispatchCount));
  return { dispatchCount, probeRounds, spans: phaseSpans + probeRounds * dispatchCount };
}

/** Bytes of the buffers that timestamps take on a device that has them: where they are resolved to, and where they are read. */
export function timesBytes(program: TimedProgram): number {
  return 2 * spansOf(program).spans * SPAN_BYTES;
}

export class PhaseMeter {
  readonly source: "device" | "wall";
  readonly #executor: Executor;
  readonly #stopwatch: Stopwatch;
  readonly #clock: () => number;
  /** Dispatches of each phase. */
  readonly #sizes: readonly number[];
  /** Rounds of which every dispatch can be timed. */
  readonly #probeRounds: number;
  readonly #wallMs: Float32Array;
  #probed = false;
  #sinceMs = 0;

  constructor(executor: Executor, program: TimedProgram & { label: string }, clock: () => number) {
    const { label, sizes } = program;
    const { dispatchCount, probeRounds, spans } = spansOf(program);
    this.#probeRounds = probeRounds;
    this.#stopwatch = new Stopwatch(executor, label, { tags: sizes.length + dispatchCount, spans });
    this.source = this.#stopwatch.available ? "device" : "wall";
    this.#executor = executor;
    this.#clock = clock;
    this.#sizes = sizes;
    this.#wallMs = new Float32Array(sizes.length);
  }

  /** Room that the times need in a staging buffer. */
  get byteLength(): number {
    return this.#stopwatch.byteLength;
  }

  /** Whether `waitAfter` is to be called after each phase. */
  get waits(): boolean {
    return this.#probed && this.source === "wall";
  }

  start(probed: boolean): void {
    this.#probed = probed;
    this.#stopwatch.start();
    this.#wallMs.fill(probed ? 0 : Number.NaN);
    this.#sinceMs = this.#clock();
  }

  encode(encoder: GPUCommandEncoder, { round, phase }: { round: number; phase: number }, program: Prepared): void {
    if (this.#probed && this.source === "device" && round < this.#probeRounds) {
      this.#stopwatch.encodeEach(encoder, this.#firstTag(phase), program);
    } else this.#stopwatch.encode(encoder, phase, program);
  }

  /** Submits what was encoded, waits until it is done, and gives an encoder to go on with. */
  async waitAfter(encoder: GPUCommandEncoder, phase: number): Promise<GPUCommandEncoder> {
    const { device } = this.#executor;
    device.queue.submit([encoder.finish()]);
    await this.#executor.finished();
    const now = this.#clock();
    this.#wallMs[phase]! += now - this.#sinceMs;
    this.#sinceMs = now;
    return device.createCommandEncoder();
  }

  /** Copies the timestamps to `staging`, from byte `at` on, a multiple of 8. */
  resolve(encoder: GPUCommandEncoder, staging: GPUBuffer, at: number): void {
    this.#stopwatch.resolve(encoder, staging, at);
  }

  /** What was measured since `start`, from a staging buffer that is mapped. */
  read(staging: GPUBuffer, at: number): PhaseTimes {
    if (this.source === "wall") return { phaseMs: this.#wallMs.slice() };
    const ms = this.#stopwatch.read(staging, at);
    const phaseMs = Float32Array.from(this.#sizes, (size, phase) => {
      const first = this.#firstTag(phase);
      return ms.subarray(first, first + size).reduce((sum, each) => sum + each, ms[phase]!);
    });
    if (!this.#probed || this.#probeRounds === 0) return { phaseMs };
    return { phaseMs, dispatches: { ms: ms.slice(this.#sizes.length), runs: this.#probeRounds } };
  }

  dispose(): void {
    this.#stopwatch.dispose();
  }

  /** Tags: the phases, then the dispatches. */
  #firstTag(phase: number): number {
    return this.#sizes.slice(0, phase).reduce((sum, size) => sum + size, this.#sizes.length);
  }
}
