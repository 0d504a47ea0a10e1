import { describe, expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats, rangeOf } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { addTwin } from "./add.ts";
import {
  type BatchNormDims,
  batchNormBackward,
  batchNormNormalise,
  batchNormStatistics,
  momentCount,
  partialCount,
} from "./batch-norm.ts";
import { batchNormBackwardTwin, batchNormNormaliseTwin, batchNormStatisticsTwin } from "./batch-norm-twin.ts";
import { reluBackwardTwin, reluForwardTwin } from "./relu.ts";
import {
  batchNormFromRunning,
  batchNormFromRunningTwin,
  runningStatistics,
  runningStatisticsTwin,
} from "./running-statistics.ts";
import type { KernelFamily } from "./variant.ts";

const families: KernelFamily[] = ["registers", "tiles"];
const GRADIENT_ALIGNMENT = 64; // floats: parameters of one model share a buffer at such places

describe.each<[string, BatchNormDims]>([
  ["one element", { batch: 1, channels: 1, planeSize: 1 }],
  ["one element per plane", { batch: 5, channels: 3, planeSize: 1 }],
  ["one image", { batch: 1, channels: 5, planeSize: 9 }],
  ["odd sizes", { batch: 3, channels: 7, planeSize: 35 }],
  ["more channels and planes than a workgroup", { batch: 3, channels: 66, planeSize: 4 }],
  ["more planes than one row of workgroups", { batch: 21_846, channels: 3, planeSize: 1 }],
  ["small-cnn-bn's first layer", { batch: 16, channels: 16, planeSize: 784 }],
])("batch norm: %s", (_, dims) => {
  const count = dims.batch * dims.channels * dims.planeSize;
  const x = randomFloats(count, 1).map((value) => 3 * value + 2);
  const [dy, scale, shift] = [randomFloats(count, 2), randomFloats(dims.channels, 3), randomFloats(dims.channels, 4)];
  const passes = randomFloats(count, 6).map((value) => Math.max(value, 0));
  const { moments, statistics } = batchNormStatisticsTwin(dims, x);

  test.for(families)(
    "statistics add up over micro-batches, and the output is normalised: %s",
    async (family, { executor }) => {
      const buffers = new TestBuffers();
      const io = {
        x: buffers.of(x),
        partials: floats("partials", partialCount(dims)),
        moments: buffers.output(momentCount(dims)),
        statistics: buffers.output(momentCount(dims), 0),
      };
      const y = buffers.output(count);
      await buffers.run(executor, [
        ...batchNormStatistics(dims, io, family),
        ...batchNormStatistics(dims, io, family),
        batchNormNormalise(dims, { ...io, scale: buffers.of(scale), shift: buffers.of(shift), y }),
      ]);
      expect(worstMismatch(await readFloats(executor, io.moments), moments)).toBeUndefined();
      const twice = statistics.map((value) => 2 * value);
      expect(worstMismatch(await readFloats(executor, io.statistics), twice)).toBeUndefined();
      const want = batchNormNormaliseTwin(dims, x, moments, scale, shift);
      expect(worstMismatch(await readFloats(executor, y), want)).toBeUndefined();
    },
  );

  test("with the other branch of a residual block and a ReLU", async ({ executor }) => {
    const buffers = new TestBuffers();
    const addend = randomFloats(count, 5);
    const y = buffers.output(count);
    const io = { x: buffers.of(x), moments: buffers.of(Float32Array.from(moments)), addend: buffers.of(addend), y };
    const affine = { scale: buffers.of(scale), shift: buffers.of(shift) };
    await buffers.run(executor, [batchNormNormalise(dims, { ...io, ...affine }, true)]);
    const sum = addTwin(batchNormNormaliseTwin(dims, x, moments, scale, shift), addend);
    expect(worstMismatch(await readFloats(executor, y), reluForwardTwin(sum))).toBeUndefined();
  });

  test.for(families.flatMap((family) => [false, true].map((isCut) => ({ family, isCut }))))(
    "gradients, two of them in one buffer: $family; cut by a ReLU: $isCut",
    async ({ family, isCut }, { executor }) => {
      const buffers = new TestBuffers();
      const second = Math.ceil(dims.channels / GRADIENT_ALIGNMENT) * GRADIENT_ALIGNMENT;
      const gradient = buffers.output(second + dims.channels);
      const dx = buffers.output(count);
      const io = {
        x: buffers.of(x),
        dy: buffers.of(dy),
        passes: isCut ? buffers.of(passes) : undefined,
        moments: buffers.of(Float32Array.from(moments)),
        scale: buffers.of(scale),
        partials: floats("partials", partialCount(dims)),
        sums: floats("sums", momentCount(dims)),
        dScale: rangeOf(gradient, 0, dims.channels),
        dShift: rangeOf(gradient, second, dims.channels),
        dx,
      };
      await buffers.run(executor, batchNormBackward(dims, io, family));
      const want = batchNormBackwardTwin(dims, x, isCut ? reluBackwardTwin(passes, dy) : dy, moments, scale);
      const got = await readFloats(executor, gradient);
      const tolerance = { abs: 5e-5, rel: 5e-5 }; // sums of thousands of terms of either sign
      expect(worstMismatch(got.subarray(0, dims.channels), want.dScale, tolerance)).toBeUndefined();
      expect(worstMismatch(got.subarray(second), want.dShift, tolerance)).toBeUndefined();
      expect(worstMismatch(await readFloats(executor, dx), want.dx)).toBeUndefined();
    },
  );
});

test.for(families)("the variance survives a mean a thousand times its root: %s", async (family, { executor }) => {
  const dims = { batch: 4, channels: 2, planeSize: 25 };
  const x = randomFloats(200, 5).map((value) => 1000 + value);
  const buffers = new TestBuffers();
  const moments = buffers.output(momentCount(dims));
  const partials = floats("partials", partialCount(dims));
  const statistics = buffers.output(momentCount(dims), 0);
  await buffers.run(executor, batchNormStatistics(dims, { x: buffers.of(x), partials, moments, statistics }, family));
  const want = batchNormStatisticsTwin(dims, x).moments;
  expect(worstMismatch(await readFloats(executor, moments), want)).toBeUndefined();
});

test.for(families)("a NaN shows in both moments of its channel, and in no other: %s", async (family, { executor }) => {
  const dims = { batch: 2, channels: 3, planeSize: 4 };
  const x = randomFloats(24, 5);
  x[5] = Number.NaN;
  const buffers = new TestBuffers();
  const moments = buffers.output(momentCount(dims));
  const partials = floats("partials", partialCount(dims));
  const statistics = buffers.output(momentCount(dims), 0);
  await buffers.run(executor, batchNormStatistics(dims, { x: buffers.of(x), partials, moments, statistics }, family));
  const isNan = [false, true, false, false, true, false];
  expect(Array.from(await readFloats(executor, moments), Number.isNaN)).toEqual(isNan);
  expect(Array.from(await readFloats(executor, statistics), Number.isNaN)).toEqual(isNan);
});

test("two values by hand: mean 2, biased variance 1, unbiased 2", () => {
  const { moments, statistics } = batchNormStatisticsTwin({ batch: 2, channels: 1, planeSize: 1 }, [1, 3]);
  expect([...moments]).toEqual([2, 1 / Math.sqrt(1 + 1e-5)]);
  expect([...statistics]).toEqual([2, 2]);
});

test.for([1, 5, 65])(
  "running statistics of %i channels: one step, and their use in evaluation",
  async (channels, { executor }) => {
    const positive = (item: number) => randomFloats(2 * channels, item).map((value) => value + 1.5);
    const [batch, before] = [positive(6), positive(7)];
    batch[channels] = before[channels] = 0; // a channel that never varies
    const buffers = new TestBuffers();
    const [running, moments] = [buffers.of(before), buffers.output(2 * channels)];
    await buffers.run(executor, [
      runningStatistics({ count: 2 * channels, momentum: 0.1 }, { batch: buffers.of(batch), running }),
      batchNormFromRunning({ channels }, { running, moments }),
    ]);
    const want = runningStatisticsTwin(0.1, batch, before);
    expect(worstMismatch(await readFloats(executor, running), want)).toBeUndefined();
    expect(worstMismatch(await readFloats(executor, moments), batchNormFromRunningTwin(want))).toBeUndefined();
  },
);

test("running statistics by hand: a tenth of the new, nine tenths of the old", () => {
  expect([...runningStatisticsTwin(0.1, [20], [10])]).toEqual([11]);
  expect([...batchNormFromRunningTwin([5, 4 - 1e-5])]).toEqual([5, 0.5]);
});
