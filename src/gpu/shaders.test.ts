/** @file Every shader, as stored and as expanded, through Dawn's real WGSL front end. No GPU needed: the backend is "null". */
import { afterAll, beforeAll, expect, test } from "vitest";
import { create } from "webgpu";
import { expand } from "./expand.ts";

const files = import.meta.glob<string>("../../shaders/*.wgsl", { query: "?raw", import: "default", eager: true });
const shaders = Object.entries(files).map(([path, code]) => ({ file: path.split("/").at(-1)!, code }));

const gpu = create(["backend=null"]); // Dawn crashes once this is collected, so it lives as long as the file
let device: GPUDevice;

beforeAll(async () => {
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error("the npm package webgpu gave no null adapter");
  device = await adapter.requestDevice({ requiredFeatures: adapter.features.has("subgroups") ? ["subgroups"] : [] });
});
afterAll(() => device.destroy());

/** Compiler messages and validation errors, one line each. */
async function problemsOf(file: string, code: string): Promise<string[]> {
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code, label: file });
  const { messages } = await module.getCompilationInfo();
  device.createComputePipeline({ layout: "auto", compute: { module } });
  const error = await device.popErrorScope();
  const lines = messages.map(({ lineNum, linePos, message }) => `${file}:${lineNum}:${linePos} ${message}`);
  return error ? [...lines, error.message] : lines;
}

const rules = import.meta.glob<string>("../../shaders/rules/*.wgsl", { query: "?raw", import: "default", eager: true });

test.each(Object.entries(rules))("%s is valid as stored", async (_, code) => {
  const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
  expect(messages.map(({ message }) => message)).toEqual([]);
});

test("there are shaders to check", () => {
  expect(shaders.length).toBeGreaterThan(20);
});

test.each(shaders)("$file builds a pipeline as stored", async ({ file, code }) => {
  expect(await problemsOf(file, code)).toEqual([]);
});

test.each(shaders)("$file builds a pipeline when expanded, with subgroups and without", async ({ file, code }) => {
  expect(await problemsOf(file, expand(code, {}, true))).toEqual([]);
  expect(await problemsOf(file, expand(code, {}, false))).toEqual([]);
});

test.each(shaders)("$file says in its header what goes in and out", ({ code }) => {
  const header = code.slice(0, code.search(/^(?!\/\/)/m));
  expect(header).toMatch(/^\/\/ {3}in /m);
  expect(header).toMatch(/^\/\/ {3}(out|in\/out) /m);
});

test("a wrong shader is caught", async () => {
  expect(await problemsOf("wrong", "@compute @workgroup_size(1) fn main() { let x: u32 = 1.5; }")).not.toEqual([]);
});
