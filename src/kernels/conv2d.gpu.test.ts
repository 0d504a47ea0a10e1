import { describe, expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import type { Executor } from "../gpu/executor.ts";
import { type BufferPlan, type DispatchPlan, floats } from "../gpu/program.ts";
import { disguised, randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { type Conv2dDims, canPool, conv2dForward, conv2dInputGradient } from "./conv2d.ts";
import { conv2dForwardTwin, conv2dInputGradientTwin, conv2dWeightGradientTwin } from "./conv2d-twin.ts";
import { conv2dWeightGradient, weightGradientPartials } from "./conv2d-weight-gradient.ts";
import { maxPoolBackwardTwin, maxPoolForwardTwin, NO_MAXIMUM } from "./max-pool.ts";
import { planeSums, planeSumsTwin } from "./plane-sums.ts";
import { reluForwardTwin } from "./relu.ts";

type Case = Omit<Conv2dDims, "outHeight" | "outWidth">;

const plain: Case = { batch: 2, channels: 3, height: 6, width: 7, filters: 5, kernel: 3, stride: 1, padding: 1 };
const cases: [string, Case][] = [
  ["one element", { batch: 1, channels: 1, height: 1, width: 1, filters: 1, kernel: 1, stride: 1, padding: 0 }],
  ["odd sizes", plain],
  ["one channel, one filter", { ...plain, channels: 1, filters: 1 }],
  ["no padding", { ...plain, padding: 0 }],
  ["padding as wide as the kernel", { ...plain, padding: 3 }],
  ["padding wider than the image", { ...plain, height: 2, width: 3, padding: 5 }],
  ["stride 2", { ...plain, stride: 2 }],
  ["stride 2 on an even size", { ...plain, height: 8, width: 8, stride: 2 }],
  ["stride 2, no padding, last column unused", { ...plain, height: 6, width: 6, stride: 2, padding: 0 }],
  ["stride 3 with a 2×2 kernel: pixels nobody sees", { ...plain, kernel: 2, stride: 3, padding: 0 }],
  ["1×1 kernel with stride 2, as in a shortcut", { ...plain, kernel: 1, stride: 2, padding: 0 }],
  ["5×5 kernel", { ...plain, kernel: 5, padding: 2 }],
  [
    "7×7 kernel with stride 2: more than one block of taps",
    { ...plain, height: 11, width: 13, kernel: 7, stride: 2, padding: 3 },
  ],
  ["7×7 kernel with stride 3, in rows longer than a register block", { ...plain, width: 58, kernel: 7, stride: 3 }],
  ["kernel as large as the image", { ...plain, height: 6, width: 6, kernel: 6, padding: 0 }],
  ["a row longer than a register block", { ...plain, batch: 1, width: 37, channels: 2 }],
  ["more tiles than a workgroup", { ...plain, batch: 7, height: 14, width: 14, channels: 4, filters: 9 }],
];

function withOutput(dims: Case): Conv2dDims {
  const span = (size: number) => Math.floor((size + 2 * dims.padding - dims.kernel) / dims.stride) + 1;
  return { ...dims, outHeight: span(dims.height), outWidth: span(dims.width) };
}

function inputs(dims: Conv2dDims) {
  return {
    x: randomFloats(dims.batch * dims.channels * dims.height * dims.width, 1),
    weight: randomFloats(dims.filters * dims.channels * dims.kernel ** 2, 2),
    bias: randomFloats(dims.filters, 3),
    dy: randomFloats(dims.batch * dims.filters * dims.outHeight * dims.outWidth, 4),
  };
}

/** What `dispatches` leave in `output`. */
async function run(executor: Executor, buffers: TestBuffers, dispatches: readonly DispatchPlan[], output: BufferPlan) {
  await buffers.run(executor, dispatches);
  return readFloats(executor, output);
}

/** On a device without subgroups the kernels have another text. */
const bare = disguised(navigator.gpu, { features: new Set() });
const onBare = [
  "odd sizes",
  "one channel, one filter",
  "more tiles than a workgroup",
  "odd channels and filters",
  "many channels",
];
const onDevices = (given: readonly [string, Case][]): [string, Case, GPU][] => [
  ...given.map(([name, dims]): [string, Case, GPU] => [name, dims, navigator.gpu]),
  ...given
    .filter(([name]) => onBare.includes(name))
    .map(([name, dims]): [string, Case, GPU] => [`${name}, without subgroups`, dims, bare]),
];

describe.each([[navigator.gpu, true] as const, [bare, false] as const])("the device", (gpu, hasSubgroups) => {
  test.override({ gpu });
  test(`has subgroups: ${hasSubgroups}`, ({ executor }) => {
    expect(executor.device.features.has("subgroups")).toBe(hasSubgroups);
  });
});

describe.each(onDevices(cases))("conv2d, %s", (_, partial, gpu) => {
  test.override({ gpu });
  const dims = withOutput(partial);
  const { x, weight, bias, dy } = inputs(dims);

  test("forward, with bias, with ReLU", async ({ executor }) => {
    const buffers = new TestBuffers();
    const io = { x: buffers.of(x), weight: buffers.of(weight), y: buffers.output(dy.length) };
    const plain = await run(executor, buffers, [conv2dForward(dims, io)], io.y);
    const biased = await run(executor, buffers, [conv2dForward(dims, { ...io, bias: buffers.of(bias) })], io.y);
    const cut = await run(executor, buffers, [conv2dForward(dims, io, true)], io.y);
    expect(worstMismatch(plain, conv2dForwardTwin(dims, x, weight))).toBeUndefined();
    expect(worstMismatch(biased, conv2dForwardTwin(dims, x, weight, bias))).toBeUndefined();
    expect(worstMismatch(cut, reluForwardTwin(conv2dForwardTwin(dims, x, weight)))).toBeUndefined();
  });

  test("input gradient", async ({ executor }) => {
    const buffers = new TestBuffers();
    const io = { dy: buffers.of(dy), weight: buffers.of(weight), dx: buffers.output(x.length) };
    const dx = await run(executor, buffers, conv2dInputGradient(dims, io), io.dx);
    expect(worstMismatch(dx, conv2dInputGradientTwin(dims, dy, weight))).toBeUndefined();
  });

  test("weight gradient", async ({ executor }) => {
    const buffers = new TestBuffers();
    const partials = floats("partials", weightGradientPartials(dims));
    const io = { x: buffers.of(x), dy: buffers.of(dy), partials, dWeight: buffers.output(weight.length) };
    const dWeight = await run(executor, buffers, conv2dWeightGradient(dims, io), io.dWeight);
    expect(worstMismatch(dWeight, conv2dWeightGradientTwin(dims, x, dy))).toBeUndefined();
  });
});

const even: Case = { batch: 2, channels: 3, height: 6, width: 8, filters: 5, kernel: 3, stride: 1, padding: 1 };
const pooledCases: [string, Case][] = [
  ["odd channels and filters", even],
  ["one window", { ...even, batch: 1, height: 2, width: 2, channels: 1, filters: 1 }],
  ["many channels", { ...even, channels: 5 }],
  ["no padding", { ...even, padding: 0 }],
  ["5×5 kernel", { ...even, kernel: 5, padding: 2 }],
  ["5×5 kernel, one channel, more tiles than a workgroup", { ...even, channels: 1, kernel: 5, width: 30, filters: 8 }],
  ["1×1 kernel", { ...even, kernel: 1, padding: 0 }],
  ["padding as wide as the kernel", { ...even, kernel: 2, width: 7, height: 5, padding: 2, batch: 1 }],
  ["rows of odd length, a register block long", { ...even, kernel: 2, height: 5, width: 15 }],
  ["rows longer than a register block", { ...even, batch: 1, width: 38, channels: 4, filters: 9 }],
  ["rows longer than a register block, odd padding off", { ...even, batch: 1, width: 40, padding: 0, channels: 5 }],
];

describe.each(onDevices(pooledCases))("conv2d with ReLU and 2×2 max-pool, %s", (_, partial, gpu) => {
  test.override({ gpu });
  const dims = withOutput(partial);
  const { x, weight, bias } = inputs(dims);
  const planes = dims.batch * dims.filters;
  const pool = {
    planes,
    height: dims.outHeight,
    width: dims.outWidth,
    sizeR: 2,
    sizeC: 2,
    stride: 2,
    outHeight: dims.outHeight / 2,
    outWidth: dims.outWidth / 2,
  };
  const pooled = maxPoolForwardTwin(pool, conv2dForwardTwin(dims, x, weight, bias), true);
  const dPooled = randomFloats(pooled.y.length, 5);
  const dy = maxPoolBackwardTwin(pool, dPooled, pooled.argmax);

  test("forward", async ({ executor }) => {
    expect(canPool(dims)).toBe(true);
    const buffers = new TestBuffers();
    const [y, argmax] = [buffers.output(pooled.y.length), buffers.output(pooled.y.length)];
    const io = { x: buffers.of(x), weight: buffers.of(weight), bias: buffers.of(bias), y, argmax };
    expect(worstMismatch(await run(executor, buffers, [conv2dForward(dims, io, true)], y), pooled.y)).toBeUndefined();
    expect(new Uint32Array(await executor.read(argmax))).toEqual(pooled.argmax);
  });

  test("backward", async ({ executor }) => {
    const buffers = new TestBuffers();
    const argmax = buffers.of(pooled.argmax);
    const io = { x: buffers.of(x), dy: buffers.of(dPooled), weight: buffers.of(weight), argmax };
    const [dx, dWeight, sums] = [buffers.output(x.length), buffers.output(weight.length), buffers.output(planes)];
    const partials = floats("partials", weightGradientPartials(dims));
    const gotInput = await run(executor, buffers, conv2dInputGradient(dims, { ...io, dx }), dx);
    expect(worstMismatch(gotInput, conv2dInputGradientTwin(dims, dy, weight))).toBeUndefined();
    const dispatches = conv2dWeightGradient(dims, { ...io, partials, dWeight });
    const gotWeight = await run(executor, buffers, dispatches, dWeight);
    expect(worstMismatch(gotWeight, conv2dWeightGradientTwin(dims, x, dy))).toBeUndefined();
    await buffers.run(executor, [
      planeSums({ planeCount: planes, planeSize: dPooled.length / planes }, { x: io.dy, argmax, sums }),
    ]);
    const planeSize = dims.outHeight * dims.outWidth;
    expect(
      worstMismatch(await readFloats(executor, sums), planeSumsTwin({ planeCount: planes, planeSize }, dy)),
    ).toBeUndefined();
  });
});

test("a NaN goes through ReLU and pool, so that a diverged run stays visible", async ({ executor }) => {
  const dims = withOutput({ ...even, batch: 1, height: 4, width: 4, kernel: 1, padding: 0, channels: 1, filters: 1 });
  const x = new Float32Array(16).fill(-1);
  x[5] = Number.NaN;
  const buffers = new TestBuffers();
  const io = { x: buffers.of(x), weight: buffers.of(Float32Array.of(1)) };
  const [y, pooled, argmax] = [buffers.output(16), buffers.output(4), buffers.output(4)];
  const dispatches = [conv2dForward(dims, { ...io, y }, true), conv2dForward(dims, { ...io, y: pooled, argmax }, true)];
  expect(await run(executor, buffers, dispatches, y)).toEqual(x.map((value) => Math.max(value, 0)));
  expect(await readFloats(executor, pooled)).toEqual(Float32Array.of(Number.NaN, 0, 0, 0));
  expect(new Uint32Array(await executor.read(argmax))).toEqual(Uint32Array.of(3, NO_MAXIMUM, NO_MAXIMUM, NO_MAXIMUM));
});

test("more tiles than one row of workgroups", async ({ executor }) => {
  const long: Case = {
    batch: 1,
    channels: 1,
    height: 2 ** 20 + 1,
    width: 1,
    filters: 1,
    kernel: 1,
    stride: 1,
    padding: 0,
  };
  const dims = withOutput(long);
  const { x } = inputs(dims);
  const buffers = new TestBuffers();
  const io = { x: buffers.of(x), weight: buffers.of(Float32Array.of(2)), y: buffers.output(x.length) };
  expect(conv2dForward(dims, io).workgroups[1]).toBe(2);
  expect(
    worstMismatch(
      await run(executor, buffers, [conv2dForward(dims, io)], io.y),
      x.map((value) => 2 * value),
    ),
  ).toBeUndefined();
});
