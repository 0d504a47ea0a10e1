import { expect } from "vitest";
import type { Executor } from "./executor.ts";
import type { DispatchPlan, Kernel } from "./program.ts";
import { readFloats, TestBuffers, test } from "./testing.ts";

const kernelOf = (factor: number): Kernel => ({
  label: "scale",
  code: `override FACTOR: f32 = 1.0;
@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(1)
fn main() {
  x[0] *= FACTOR;
}`,
  constants: { FACTOR: factor },
});

test("quick forms run at once, and give way to the full ones", async ({ executor }) => {
  const buffers = new TestBuffers();
  const x = buffers.of(Float32Array.of(1));
  const form = (factor: number) => ({ kernel: kernelOf(factor), workgroups: [1, 1, 1] as const });
  const dispatch: DispatchPlan = { ...form(5), quick: form(3), bindings: [x] };
  const run = async (program: Awaited<ReturnType<Executor["prepare"]>>) => {
    executor.write(x, Float32Array.of(1));
    const encoder = executor.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    executor.encode(pass, program);
    pass.end();
    executor.device.queue.submit([encoder.finish()]);
    return (await readFloats(executor, x))[0];
  };
  let compiled = 0;
  const quick = await executor.prepare([dispatch, dispatch], { quick: true, onCompiled: () => compiled++ });
  expect([compiled, executor.pipelineCount([dispatch, dispatch], true)]).toEqual([1, 1]);
  expect(await run(quick)).toBe(9);
  await executor.improve();
  expect(await run(quick)).toBe(25);
  expect(await run(await executor.prepare([dispatch]))).toBe(5);
});
