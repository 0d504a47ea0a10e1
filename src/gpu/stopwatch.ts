/**
 * @file Times compute passes on the device itself, by timestamp queries. What was measured leaves with a readback that
 * is made anyway, at the end of its staging buffer. Without the feature the passes run all the same, untimed.
 */
import type { Executor, Prepared } from "./executor.ts";

/** WebGPU's most queries in one set, two a span. */
export const MAX_SPANS = 2048;

export const SPAN_BYTES = 16;

export class Stopwatch {
  /** Whether this device has timestamps. */
  readonly available: boolean;
  /** Room that the spans need in a staging buffer. */
  readonly byteLength: number;
  readonly #executor: Executor;
  readonly #queries: GPUQuerySet | undefined;
  readonly #resolved: GPUBuffer | undefined;
  /** One per span, made once. */
  readonly #passes: readonly GPUComputePassDescriptor[];
  /** What each span was for. */
  readonly #tags: Uint16Array;
  readonly #ms: Float64Array;
  #spanCount = 0;

  /** `tags`: how many things are told apart; `spans`: the most passes between two reads. */
  constructor(executor: Executor, label: string, { tags, spans }: { tags: number; spans: number }) {
    this.#executor = executor;
    const { device } = executor;
    this.available = device.features.has("timestamp-query");
    this.#ms = new Float64Array(tags);
    this.#tags = new Uint16Array(spans);
    this.byteLength = this.available ? spans * SPAN_BYTES : 0;
    this.#passes = [];
    if (!this.available) return;
    const querySet = device.createQuerySet({ label, type: "timestamp", count: 2 * spans });
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    this.#queries = querySet;
    this.#resolved = device.createBuffer({ label: `${label}.resolved`, size: this.byteLength, usage });
    this.#passes = Array.from({ length: spans }, (_, i) => ({
      timestampWrites: { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 },
    }));
  }

  /** Forgets what was encoded before. */
  start(): void {
    this.#spanCount = 0;
  }

  /** A pass of its own for a program. */
  encode(encoder: GPUCommandEncoder, tag: number, program: Prepared): void {
    this.#tags[this.#spanCount] = tag;
    const pass = encoder.beginComputePass(this.#passes[this.#spanCount]);
    this.#spanCount++;
    this.#executor.encode(pass, program);
    pass.end();
  }

  /** A pass of its own for every dispatch, tagged from `firstTag` on. */
  encodeEach(encoder: GPUCommandEncoder, firstTag: number, program: Prepared): void {
    program.forEach((dispatch, i) => void this.encode(encoder, firstTag + i, [dispatch]));
  }

  /** Copies what was measured to `staging`, from byte `at` on, a multiple of 8. */
  resolve(encoder: GPUCommandEncoder, staging: GPUBuffer, at: number): void {
    if (!this.#queries || !this.#resolved) return;
    encoder.resolveQuerySet(this.#queries, 0, 2 * this.#spanCount, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, staging, at, this.#spanCount * SPAN_BYTES);
  }

  /** Milliseconds by tag, from a staging buffer that is mapped; overwritten by the next call. */
  read(staging: GPUBuffer, at: number): Float64Array {
    this.#ms.fill(0);
    const words = new Uint32Array(staging.getMappedRange(at, this.#spanCount * SPAN_BYTES));
    for (let i = 0; i < this.#spanCount; i++) {
      const [low, high] = [words[4 * i + 2]! - words[4 * i]!, words[4 * i + 3]! - words[4 * i + 1]!];
      this.#ms[this.#tags[i]!]! += Math.max(0, (high * 2 ** 32 + low) / 1e6);
    }
    return this.#ms;
  }

  dispose(): void {
    this.#queries?.destroy();
    this.#resolved?.destroy();
  }
}
