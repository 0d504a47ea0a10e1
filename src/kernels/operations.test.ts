/** @file Counted operations against the formula that the field uses: 2 per multiply-add of a direct convolution. */
import { expect, test } from "vitest";
import { type DispatchPlan, floats } from "../gpu/program.ts";
import { type Conv2dDims, conv2dForward, conv2dInputGradient } from "./conv2d.ts";
import { conv2dForwardTiled, conv2dInputGradientTiled, conv2dWeightGradientTiled } from "./conv2d-tiled.ts";
import { conv2dWeightGradient } from "./conv2d-weight-gradient.ts";
import { denseForward, denseInputGradient, denseWeightGradient } from "./dense.ts";
import { denseForwardTiled, denseInputGradientTiled, denseWeightGradientTiled } from "./dense-tiled.ts";

const any = floats("any", 1);
const tile = { BM: 8, BN: 64, BK: 8, TM: 2, TN: 4 };
const counted = (dispatches: readonly DispatchPlan[]) =>
  dispatches.reduce((sum, { operations = 0 }) => sum + operations, 0);

test.each([
  { kernel: 3, stride: 1, padding: 1, height: 8, width: 6 },
  { kernel: 3, stride: 2, padding: 1, height: 8, width: 6 },
  { kernel: 1, stride: 2, padding: 0, height: 8, width: 6 },
])("convolution, each way: %j", ({ kernel, stride, padding, height, width }) => {
  const [outHeight, outWidth] = [height / stride, width / stride];
  const sizes = { batch: 5, channels: 3, filters: 7, kernel, stride, padding };
  const dims: Conv2dDims = { ...sizes, height, width, outHeight, outWidth };
  const wanted = 2 * 5 * 7 * outHeight * outWidth * 3 * kernel ** 2;
  expect(counted([conv2dForward(dims, { x: any, weight: any, y: any })])).toBe(wanted);
  expect(counted(conv2dInputGradient(dims, { dy: any, weight: any, dx: any }))).toBe(wanted);
  expect(counted(conv2dWeightGradient(dims, { x: any, dy: any, partials: any, dWeight: any }))).toBe(wanted);
  expect(counted(conv2dForwardTiled(dims, { x: any, weight: any, packed: any, y: any }, tile))).toBe(wanted);
  expect(counted(conv2dInputGradientTiled(dims, { dy: any, weight: any, packed: any, dx: any }, tile))).toBe(wanted);
  const gradient = { x: any, dy: any, partials: any, dWeight: any };
  expect(counted(conv2dWeightGradientTiled(dims, gradient, tile))).toBe(wanted);
});

test("dense layer, each way", () => {
  const dims = { batch: 5, inputs: 7, outputs: 3 };
  const wanted = 2 * 5 * 7 * 3;
  expect(counted([denseForward(dims, { x: any, weight: any, y: any })])).toBe(wanted);
  expect(counted([denseInputGradient(dims, { dy: any, weight: any, dx: any })])).toBe(wanted);
  expect(counted([denseWeightGradient(dims, { x: any, dy: any, dWeight: any })])).toBe(wanted);
  const io = { x: any, weight: any, dy: any, partials: any, y: any, dx: any, dWeight: any };
  for (const pass of [denseForwardTiled, denseInputGradientTiled, denseWeightGradientTiled]) {
    expect(counted(pass(dims, io, tile))).toBe(wanted);
  }
});
