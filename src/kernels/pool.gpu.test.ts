import { describe, expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import type { Executor } from "../gpu/executor.ts";
import { type BufferPlan, floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import {
  averagePoolBackward,
  averagePoolBackwardTwin,
  averagePoolForward,
  averagePoolForwardTwin,
} from "./average-pool.ts";
import { maxPoolBackward, maxPoolBackwardTwin, maxPoolForward, maxPoolForwardTwin } from "./max-pool.ts";
import { inputCount, outputCount, type PoolDims } from "./pool-dims.ts";
import type { KernelFamily } from "./variant.ts";

const families: KernelFamily[] = ["registers", "tiles"];

function pool(planes: number, [height, width]: number[], [sizeR, sizeC]: number[], stride: number): PoolDims {
  const span = (size: number, window: number) => Math.floor((size - window) / stride) + 1;
  const [outHeight, outWidth] = [span(height!, sizeR!), span(width!, sizeC!)];
  return { planes, height: height!, width: width!, sizeR: sizeR!, sizeC: sizeC!, stride, outHeight, outWidth };
}

const readWords = async (executor: Executor, plan: BufferPlan) => new Uint32Array(await executor.read(plan));

describe.each<[string, PoolDims]>([
  ["one element", pool(1, [1, 1], [1, 1], 1)],
  ["2×2 windows apart, as in small-cnn", pool(5, [28, 28], [2, 2], 2)],
  ["a last row and column in no window", pool(3, [7, 9], [2, 2], 2)],
  ["overlapping windows", pool(3, [9, 7], [3, 3], 2)],
  ["overlapping windows at every place", pool(2, [6, 5], [3, 2], 1)],
  ["gaps between the windows", pool(3, [11, 8], [2, 1], 3)],
  ["one window over the whole plane", pool(67, [5, 3], [5, 3], 1)],
])("%s", (_, dims) => {
  const x = randomFloats(inputCount(dims), 1);
  const dy = randomFloats(outputCount(dims), 2);

  const ways = families.flatMap((family) => [false, true].map((relu) => ({ family, relu })));
  test.for(ways)("max by $family, with ReLU: $relu", async ({ family, relu }, { executor }) => {
    const buffers = new TestBuffers();
    const [y, dx, argmax] = [buffers.output(dy.length), buffers.output(x.length), floats("argmax", dy.length)];
    await buffers.run(executor, [
      maxPoolForward(dims, { x: buffers.of(x), y, argmax }, relu, family),
      maxPoolBackward(dims, { dy: buffers.of(dy), argmax, dx }, family),
    ]);
    const want = maxPoolForwardTwin(dims, x, relu);
    expect(await readFloats(executor, y)).toEqual(Float32Array.from(want.y));
    expect(await readWords(executor, argmax)).toEqual(want.argmax);
    expect(worstMismatch(await readFloats(executor, dx), maxPoolBackwardTwin(dims, dy, want.argmax))).toBeUndefined();
  });

  test("average", async ({ executor }) => {
    const buffers = new TestBuffers();
    const [y, dx] = [buffers.output(dy.length), buffers.output(x.length)];
    await buffers.run(executor, [
      averagePoolForward(dims, { x: buffers.of(x), y }),
      averagePoolBackward(dims, { dy: buffers.of(dy), dx }),
    ]);
    expect(worstMismatch(await readFloats(executor, y), averagePoolForwardTwin(dims, x))).toBeUndefined();
    expect(worstMismatch(await readFloats(executor, dx), averagePoolBackwardTwin(dims, dy))).toBeUndefined();
  });
});

describe.each(families)("max over one window by %s", (family) => {
  test.for<[string, number[], number, number]>([
    ["the first of equal values wins", [3, 5, 5, 5], 5, 1],
    ["all negative", [-4, -3, -2, -9], -2, 2],
    ["a NaN is taken", [1, 7, NaN, 2], NaN, 2],
    ["the last of two NaNs, as in PyTorch", [NaN, 7, 8, NaN], NaN, 3],
    ["infinities", [-Infinity, 7, Infinity, 9], Infinity, 2],
    ["nothing but −infinity", [-Infinity, -Infinity, -Infinity, -Infinity], -Infinity, 0],
  ])("%s", async ([, values, largest, code], { executor }) => {
    const dims = pool(1, [2, 2], [2, 2], 2);
    const buffers = new TestBuffers();
    const [y, argmax] = [buffers.output(1), floats("argmax", 1)];
    const io = { x: buffers.of(Float32Array.from(values)), y, argmax };
    await buffers.run(executor, [maxPoolForward(dims, io, false, family)]);
    expect(await readFloats(executor, y)).toEqual(Float32Array.of(largest));
    expect(await readWords(executor, argmax)).toEqual(Uint32Array.of(code));
    expect(maxPoolForwardTwin(dims, values)).toEqual({ y: Float64Array.of(largest), argmax: Uint32Array.of(code) });
  });
});
