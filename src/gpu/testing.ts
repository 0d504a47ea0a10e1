/**
 * @file What GPU tests need: a device that fails the test on any WebGPU error, a
 * way to run planned dispatches on given numbers, seeded numbers to give, and
 * adapters that say something else of themselves.
 */
import { test as base } from "vitest";
import { Stream, uniforms } from "../core/rng.ts";
import { openDevice } from "./device.ts";
import { Executor } from "./executor.ts";
import { type BufferPlan, type DispatchPlan, floats } from "./program.ts";

/** Gives `executor`; afterwards the test fails if the device reported anything. `gpu`: where its device comes from. */
export const test = base.extend<{ gpu: GPU; executor: Executor }>({
  gpu: navigator.gpu,
  executor: async ({ gpu }, use) => {
    const watched = await openDevice(gpu, "gpu test");
    watched.device.pushErrorScope("out-of-memory");
    watched.device.pushErrorScope("validation");
    const executor = new Executor(watched);
    await use(executor);
    const errors = [await watched.device.popErrorScope(), await watched.device.popErrorScope()];
    executor.dispose();
    watched.destroy();
    const messages = errors.flatMap((error) => (error ? [error.message] : []));
    if (messages.length > 0) throw new Error(`WebGPU: ${messages.join("; ")}`);
    watched.check();
  },
});

/** The same adapters, but for what they say of themselves. */
export function disguised(gpu: GPU, as: Partial<Pick<GPUAdapter, "features" | "info">>): GPU {
  const changed = (adapter: GPUAdapter) =>
    new Proxy(adapter, {
      get(target, key) {
        const value: unknown = Reflect.get(key in as ? as : target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  const requestAdapter: GPU["requestAdapter"] = async (options) => {
    const adapter = await gpu.requestAdapter(options);
    return adapter && changed(adapter);
  };
  return { requestAdapter } as GPU;
}

/** Seeded numbers in [−1, 1). */
export function randomFloats(count: number, item = 0): Float32Array {
  return uniforms(1, Stream.initialise, item, count).map((value) => 2 * value - 1);
}

/** A planned buffer and the numbers to put into it before the dispatches run. */
export class TestBuffers {
  readonly #contents = new Map<BufferPlan, Float32Array | Uint32Array>();

  /** An input. */
  of(values: Float32Array | Uint32Array, label = "input"): BufferPlan {
    const plan = floats(label, values.length);
    this.#contents.set(plan, values);
    return plan;
  }

  /** An output, filled with a value that no kernel should leave there. */
  output(count: number, fill = 12345): BufferPlan {
    return this.of(new Float32Array(count).fill(fill), "output");
  }

  /** Runs the dispatches once, in order; and before that their quick forms, which are to leave the same bits. */
  async run(executor: Executor, dispatches: readonly DispatchPlan[]): Promise<void> {
    if (!dispatches.some((dispatch) => dispatch.quick)) return this.#runOnce(executor, dispatches);
    const quickForms = dispatches.map((dispatch) => ({ ...dispatch, ...dispatch.quick }));
    await this.#runOnce(executor, quickForms);
    const quick = await this.#bits(executor);
    await this.#runOnce(executor, dispatches);
    const full = await this.#bits(executor);
    full.forEach((words, buffer) => {
      const place = words.findIndex((word, i) => word !== quick[buffer]![i]);
      if (place >= 0) throw new Error(`buffer ${buffer}: the quick form leaves other bits at element ${place}`);
    });
  }

  async #runOnce(executor: Executor, dispatches: readonly DispatchPlan[]): Promise<void> {
    const program = await executor.prepare(dispatches);
    for (const [plan, values] of this.#contents) executor.write(plan, values);
    const encoder = executor.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    executor.encode(pass, program);
    pass.end();
    executor.device.queue.submit([encoder.finish()]);
  }

  /** Of every buffer, in the order in which they were planned. */
  #bits(executor: Executor): Promise<Uint32Array[]> {
    return Promise.all([...this.#contents.keys()].map(async (plan) => new Uint32Array(await executor.read(plan))));
  }
}

export async function readFloats(executor: Executor, plan: BufferPlan): Promise<Float32Array> {
  return new Float32Array(await executor.read(plan));
}
