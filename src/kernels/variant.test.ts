import { expect, test } from "vitest";
import { invocations, type Tile, workgroupBytes } from "./tile.ts";
import {
  conv2dForwardTiles,
  conv2dInputGradientTiles,
  conv2dWeightGradientTiles,
  denseForwardTiles,
  denseInputGradientTiles,
  denseWeightGradientTiles,
  familyFor,
} from "./variant.ts";

const facts = { vendor: "", architecture: "", device: "", description: "", software: false };

const convolution = (channels: number, filters: number, kernel: number, stride = 1) => ({
  ...{ batch: 3, channels, height: 8, width: 8, filters, kernel, stride, padding: 0 },
  ...{ outHeight: 8, outWidth: 8 },
});
const convolutions = [1, 3, 8, 9, 17, 33, 65, 512].flatMap((channels) =>
  [1, 10, 16, 32, 64, 512].flatMap((filters) => [
    convolution(channels, filters, 1),
    convolution(channels, filters, 3, 2),
  ]),
);
const correlations: Tile[] = convolutions.flatMap((dims) => [
  ...conv2dForwardTiles(dims),
  ...conv2dInputGradientTiles(dims),
]);
const weightGradients: Tile[] = convolutions.flatMap((dims) => [...conv2dWeightGradientTiles(dims)]);
const products: Tile[] = [1, 10, 17, 128, 1568].flatMap((inputs) =>
  [1, 10, 33].flatMap((outputs) => {
    const dims = { batch: 16, inputs, outputs };
    return [...denseForwardTiles(dims), ...denseInputGradientTiles(dims), ...denseWeightGradientTiles(dims)];
  }),
);

test("a software GPU gets register blocks, any other tiles", () => {
  expect(familyFor({ ...facts, software: true })).toBe("registers");
  expect(familyFor(facts)).toBe("tiles");
});

test("every tile fits the limits that each WebGPU device has", () => {
  for (const tile of [...correlations, ...weightGradients, ...products]) {
    expect(invocations(tile), JSON.stringify(tile)).toBeLessThanOrEqual(256);
    expect(invocations(tile) % 32, JSON.stringify(tile)).toBe(0);
    expect(workgroupBytes(tile), JSON.stringify(tile)).toBeLessThanOrEqual(16_384);
    expect([tile.BM % tile.TM, tile.BN % tile.TN, tile.BK % 4], JSON.stringify(tile)).toEqual([0, 0, 0]);
  }
});

test("an invocation of a correlation gathers one pixel, one of a weight gradient the same terms of every line", () => {
  for (const tile of correlations) expect(invocations(tile) % tile.BN, JSON.stringify(tile)).toBe(0);
  for (const tile of weightGradients) expect(invocations(tile) % (tile.BK / 4), JSON.stringify(tile)).toBe(0);
});

test("tiles are no larger than few filters or a short sum need", () => {
  expect(conv2dForwardTiles(convolution(1, 10, 1)).map(({ BM, BK }) => [BM, BK])).toEqual(Array(3).fill([16, 4]));
  expect(conv2dForwardTiles(convolution(64, 128, 3)).map(({ BM }) => BM)).toContain(128);
});
