/** @file Pictures as bytes: every pixel in its place, zero in the middle of the scale. */
import { expect, test } from "vitest";
import { DIVERGING, filterPicture, filtersAcross, imagePicture } from "./pixels.ts";

const pixel = (rgba: Uint8ClampedArray, i: number) => [...rgba.slice(4 * i, 4 * i + 4)];

test("a grey image is the same in all three colours, and opaque", () => {
  const { width, height, rgba } = imagePicture(Uint8Array.of(0, 10, 20, 30, 40, 50), [1, 2, 3]);
  expect([width, height]).toEqual([3, 2]);
  expect(pixel(rgba, 0)).toEqual([0, 0, 0, 255]);
  expect(pixel(rgba, 5)).toEqual([50, 50, 50, 255]);
});

test("a colour image takes its planes as red, green and blue, and the one asked for", () => {
  const pixels = Uint8Array.from({ length: 2 * 3 * 2 }, (_, i) => i);
  expect(pixel(imagePicture(pixels, [3, 1, 2], 0).rgba, 1)).toEqual([1, 3, 5, 255]);
  expect(pixel(imagePicture(pixels, [3, 1, 2], 1).rgba, 0)).toEqual([6, 8, 10, 255]);
});

test("filters stand side by side, channels under each other, with a clear line between", () => {
  // F = 3, C = 2, K = 1: two in a row, so two rows of two channels.
  const filters = Float32Array.of(1, -1, 0, 0.5, 1, -0.5);
  const { width, height, rgba } = filterPicture(filters, [3, 2, 1, 1], { largest: 1, across: 2, theme: "light" });
  expect([width, height]).toEqual([3, 7]);
  const [low, middle, high] = DIVERGING.light;
  const at = (x: number, y: number) => pixel(rgba, y * width + x);
  expect(at(0, 0)).toEqual([...high, 255]);
  expect(at(0, 2)).toEqual([...low, 255]);
  expect(at(2, 0)).toEqual([...middle, 255]);
  expect(at(0, 4)).toEqual([...high, 255]);
  expect(at(1, 0)).toEqual([0, 0, 0, 0]);
  expect(at(0, 1)).toEqual([0, 0, 0, 0]);
  expect(at(2, 4)).toEqual([0, 0, 0, 0]); // there is no fourth filter
});

test("all zero is the middle of the scale, not NaN", () => {
  const { rgba } = filterPicture(new Float32Array(1), [1, 1, 1, 1], { largest: 0, across: 1, theme: "dark" });
  expect(pixel(rgba, 0)).toEqual([...DIVERGING.dark[1], 255]);
});

test.each([
  [[16, 1, 3, 3], 4],
  [[6, 1, 5, 5], 3],
  [[7, 1, 5, 5], 4],
  [[1, 1, 5, 5], 1],
  [[64, 3, 3, 3], 16],
  [[4, 3, 3, 3], 4],
])("%j are laid out %i across", (shape, across) => {
  expect(filtersAcross(shape)).toBe(across);
});

test("a sheet that may be wider has more filters in a row, without a gap", () => {
  expect([16, 6, 32].map((count) => filtersAcross([count, 1, 3, 3], 4))).toEqual([8, 3, 8]);
});
