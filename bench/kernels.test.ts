import { expect, test } from "vitest";
import { create } from "webgpu";
import { floats } from "../src/gpu/program.ts";
import { distinct, operationsPerImage } from "./kernels.ts";
import copy from "./shaders/copy.wgsl?raw";
import multiplyAdd from "./shaders/multiply-add.wgsl?raw";
import { w1 } from "./workloads.ts";

const kernel = { label: "k", code: "code", constants: { C: 1 } };
const dispatch = { kernel, bindings: [floats("a", 1)], workgroups: [1, 1, 1] } as const;

test("dispatches are the same where only their buffers differ", () => {
  const other = { ...dispatch, bindings: [floats("b", 1)] };
  expect(distinct([dispatch, other])).toEqual([{ dispatch, count: 2 }]);
});

test.each([
  ["constants", { kernel: { ...kernel, constants: { C: 2 } } }],
  ["parameters", { params: { n: 1 } }],
  ["workgroups", { workgroups: [2, 1, 1] as const }],
])("dispatches differ by their %s", (_, change) => {
  expect(distinct([dispatch, { ...dispatch, ...change }])).toHaveLength(2);
});

test("small-cnn needs 5.96 million operations per image, as counted by hand", () => {
  const conv1 = 2 * 16 * 9 * 28 * 28;
  const conv2 = 2 * 32 * 16 * 9 * 14 * 14;
  const dense = 2 * 1568 * 10;
  // Forward, weight gradient, input gradient; the first layer needs no input gradient.
  expect(operationsPerImage(w1)).toBe(2 * conv1 + 3 * conv2 + 3 * dense);
});

const gpu = create(["backend=null"]); // Dawn crashes once this is collected, so it lives as long as the file

test.each(Object.entries({ multiplyAdd, copy }))("%s compiles", async (_, code) => {
  const device = await (await gpu.requestAdapter())!.requestDevice();
  device.pushErrorScope("validation");
  device.createComputePipeline({ layout: "auto", compute: { module: device.createShaderModule({ code }) } });
  expect(await device.popErrorScope()).toBeNull();
  device.destroy();
});
