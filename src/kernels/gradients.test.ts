/** @file The twins' gradients against central differences. The kernels are compared with the twins elsewhere. */
import { describe, expect, test } from "vitest";
import { Stream, uniforms } from "../core/rng.ts";
import { averagePoolBackwardTwin, averagePoolForwardTwin } from "./average-pool.ts";
import { batchNormBackwardTwin, batchNormNormaliseTwin, batchNormStatisticsTwin } from "./batch-norm-twin.ts";
import type { Conv2dDims } from "./conv2d.ts";
import { conv2dForwardTwin, conv2dInputGradientTwin, conv2dWeightGradientTwin } from "./conv2d-twin.ts";
import { denseForwardTwin, denseInputGradientTwin, denseWeightGradientTwin } from "./dense.ts";
import { foldPartialsTwin } from "./fold-partials.ts";
import { checkGradient, weighted } from "./gradient-check.ts";
import { maxPoolBackwardTwin, maxPoolForwardTwin } from "./max-pool.ts";
import { planeSumsTwin } from "./plane-sums.ts";
import type { PoolDims } from "./pool-dims.ts";
import { reluBackwardTwin, reluForwardTwin } from "./relu.ts";
import { softmaxCrossEntropyTwin } from "./softmax-cross-entropy.ts";

const random = (count: number, item: number) => uniforms(1, Stream.initialise, item, count).map((u) => 2 * u - 1);

test("the check itself tells a right gradient from a wrong one", () => {
  const square = (x: Float64Array) => x[0]! ** 2;
  expect(checkGradient(square, [3], [6])).toBeUndefined();
  expect(checkGradient(square, [3], [6.001])).toMatch("1/1 off");
});

test("ReLU", () => {
  const [x, dy] = [random(20, 1), random(20, 2)];
  const f = (at: Float64Array) => weighted(reluForwardTwin(at), dy);
  expect(checkGradient(f, x, reluBackwardTwin(reluForwardTwin(x), dy))).toBeUndefined();
});

describe.each<[string, PoolDims]>([
  ["apart", { planes: 2, height: 4, width: 6, sizeR: 2, sizeC: 2, stride: 2, outHeight: 2, outWidth: 3 }],
  ["overlapping", { planes: 2, height: 5, width: 7, sizeR: 3, sizeC: 3, stride: 2, outHeight: 2, outWidth: 3 }],
  ["with gaps", { planes: 2, height: 5, width: 5, sizeR: 1, sizeC: 2, stride: 3, outHeight: 2, outWidth: 2 }],
])("pooling windows %s", (_, dims) => {
  const x = random(dims.planes * dims.height * dims.width, 3);
  const dy = random(dims.planes * dims.outHeight * dims.outWidth, 4);

  test.each([false, true])("max, with ReLU: %s", (relu) => {
    const f = (at: Float64Array) => weighted(maxPoolForwardTwin(dims, at, relu).y, dy);
    const dx = maxPoolBackwardTwin(dims, dy, maxPoolForwardTwin(dims, x, relu).argmax);
    expect(checkGradient(f, x, dx)).toBeUndefined();
  });

  test("average", () => {
    const f = (at: Float64Array) => weighted(averagePoolForwardTwin(dims, at), dy);
    expect(checkGradient(f, x, averagePoolBackwardTwin(dims, dy))).toBeUndefined();
  });
});

describe("batch norm", () => {
  const dims = { batch: 3, channels: 2, planeSize: 4 };
  const [x, dy, scale, shift] = [random(24, 5), random(24, 6), random(2, 7), random(2, 8)];
  const forward = (at: ArrayLike<number>, s: ArrayLike<number>, b: ArrayLike<number>) =>
    weighted(batchNormNormaliseTwin(dims, at, batchNormStatisticsTwin(dims, at).moments, s, b), dy);
  const { moments } = batchNormStatisticsTwin(dims, x);
  const { dx, dScale, dShift } = batchNormBackwardTwin(dims, x, dy, moments, scale);

  test("input, through the moments too", () => {
    expect(checkGradient((at) => forward(at, scale, shift), x, dx)).toBeUndefined();
  });
  test("scale and shift", () => {
    expect(checkGradient((at) => forward(x, at, shift), scale, dScale)).toBeUndefined();
    expect(checkGradient((at) => forward(x, scale, at), shift, dShift)).toBeUndefined();
  });
});

test.each([4, 3])("softmax cross-entropy: the mean loss of %i of 4 images", (count) => {
  const dims = { batch: 4, classes: 5 };
  const logits = random(20, 9);
  const labels = [0, 4, 2, 2];
  const f = (at: Float64Array) => {
    const { rows } = softmaxCrossEntropyTwin(dims, at, labels, count);
    return rows.subarray(0, 4).reduce((sum, loss) => sum + loss, 0) / count;
  };
  expect(checkGradient(f, logits, softmaxCrossEntropyTwin(dims, logits, labels, count).gradient)).toBeUndefined();
});

describe.each<[string, Conv2dDims]>([
  ["as large as its input", { ...conv(3, 1, 1), outHeight: 5, outWidth: 4 }],
  ["with stride 2 and padding", { ...conv(3, 2, 1), outHeight: 3, outWidth: 2 }],
  ["with an even kernel, stride 3", { ...conv(2, 3, 0), outHeight: 2, outWidth: 1 }],
])("convolution %s", (_, dims) => {
  const x = random(dims.batch * dims.channels * dims.height * dims.width, 20);
  const weight = random(dims.filters * dims.channels * dims.kernel ** 2, 21);
  const bias = random(dims.filters, 22);
  const dy = random(dims.batch * dims.filters * dims.outHeight * dims.outWidth, 23);

  test("input", () => {
    const f = (at: Float64Array) => weighted(conv2dForwardTwin(dims, at, weight, bias), dy);
    expect(checkGradient(f, x, conv2dInputGradientTwin(dims, dy, weight))).toBeUndefined();
  });

  test("weight", () => {
    const f = (at: Float64Array) => weighted(conv2dForwardTwin(dims, x, at, bias), dy);
    expect(checkGradient(f, weight, conv2dWeightGradientTwin(dims, x, dy))).toBeUndefined();
  });

  test("bias", () => {
    const f = (at: Float64Array) => weighted(conv2dForwardTwin(dims, x, weight, at), dy);
    const planeSize = dims.outHeight * dims.outWidth;
    const sums = planeSumsTwin({ planeCount: dims.batch * dims.filters, planeSize }, dy);
    const dBias = foldPartialsTwin({ partCount: dims.batch, size: dims.filters }, sums);
    expect(checkGradient(f, bias, dBias)).toBeUndefined();
  });
});

function conv(kernel: number, stride: number, padding: number) {
  return { batch: 2, channels: 2, height: 5, width: 4, filters: 3, kernel, stride, padding };
}

test("dense layer: input, weight and bias", () => {
  const dims = { batch: 3, inputs: 5, outputs: 4 };
  const [x, weight, bias, dy] = [random(15, 30), random(20, 31), random(4, 32), random(12, 33)];
  const ofX = (at: Float64Array) => weighted(denseForwardTwin(dims, at, weight, bias), dy);
  const ofWeight = (at: Float64Array) => weighted(denseForwardTwin(dims, x, at, bias), dy);
  const ofBias = (at: Float64Array) => weighted(denseForwardTwin(dims, x, weight, at), dy);
  expect(checkGradient(ofX, x, denseInputGradientTwin(dims, dy, weight))).toBeUndefined();
  expect(checkGradient(ofWeight, weight, denseWeightGradientTwin(dims, x, dy))).toBeUndefined();
  expect(checkGradient(ofBias, bias, foldPartialsTwin({ partCount: 3, size: 4 }, dy))).toBeUndefined();
});
