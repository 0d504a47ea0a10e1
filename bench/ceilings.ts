/**
 * @file What a device can do at best, measured beside everything else: products
 * and sums per second in registers, bytes per second from buffer to buffer.
 */
import type { Executor } from "../src/gpu/executor.ts";
import { type DispatchPlan, FLOAT_BYTES, flatWorkgroups, floats } from "../src/gpu/program.ts";
import copy from "./shaders/copy.wgsl?raw";
import multiplyAdd from "./shaders/multiply-add.wgsl?raw";
import { median } from "./statistics.ts";

export interface Ceilings {
  /** Floating-point operations per second; a multiply-add is two. */
  readonly operationsPerSecond: number;
  /** Read and written. */
  readonly bytesPerSecond: number;
}

const WG = 64;
const OPERATIONS_PER_TURN = 128;
const TURNS = 1024;
const INVOCATIONS = { software: 2 ** 14, hardware: 2 ** 20 };
const COPIED_BYTES = 2 ** 26;
const BYTES_PER_INVOCATION = 8 * 16;
/** Waiting costs up to a few milliseconds: work between two waits lasts much longer. */
const SAMPLE_MS = 100;
const SAMPLES = 3;
const MAX_REPEATS = 10_000;

export async function measureCeilings(executor: Executor, software: boolean): Promise<Ceilings> {
  const invocations = software ? INVOCATIONS.software : INVOCATIONS.hardware;
  const product: DispatchPlan = {
    kernel: { label: "ceiling.multiply-add", code: multiplyAdd, constants: { WG } },
    bindings: [floats("ceiling.sums", invocations)],
    params: { turns: TURNS, factor: 0.999, addend: 0.001 },
    workgroups: [invocations / WG, 1, 1],
  };
  const count = COPIED_BYTES / FLOAT_BYTES;
  const copied: DispatchPlan = {
    kernel: { label: "ceiling.copy", code: copy, constants: { WG } },
    bindings: [floats("ceiling.from", count), floats("ceiling.to", count)],
    workgroups: flatWorkgroups(COPIED_BYTES / BYTES_PER_INVOCATION, WG),
  };
  const productMs = await dispatchMs(executor, product);
  const copiedMs = await dispatchMs(executor, copied);
  return {
    operationsPerSecond: (invocations * TURNS * OPERATIONS_PER_TURN * 1000) / productMs,
    bytesPerSecond: (2 * COPIED_BYTES * 1000) / copiedMs,
  };
}

/** The better of two measurements: what else runs on the machine can only lower them. */
export function higher(a: Ceilings, b: Ceilings): Ceilings {
  return {
    operationsPerSecond: Math.max(a.operationsPerSecond, b.operationsPerSecond),
    bytesPerSecond: Math.max(a.bytesPerSecond, b.bytesPerSecond),
  };
}

/** Time of one dispatch among many of the same, one after another in one submit; the first is not timed. */
export async function dispatchMs(executor: Executor, dispatch: DispatchPlan): Promise<number> {
  const program = await executor.prepare([dispatch]);
  const run = async (repeats: number) => {
    const encoder = executor.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < repeats; i++) executor.encode(pass, program);
    pass.end();
    const began = performance.now();
    executor.device.queue.submit([encoder.finish()]);
    await executor.finished();
    return performance.now() - began;
  };
  await run(1);
  let repeats = 1;
  let ms = await run(repeats);
  while (ms < SAMPLE_MS && repeats < MAX_REPEATS) {
    const wanted = Math.ceil((repeats * 1.2 * SAMPLE_MS) / Math.max(ms, 0.1));
    repeats = Math.min(MAX_REPEATS, Math.max(2 * repeats, Math.min(wanted, 16 * repeats)));
    ms = await run(repeats);
  }
  const samples = [ms];
  while (samples.length < SAMPLES) samples.push(await run(repeats));
  return median(samples) / repeats;
}
