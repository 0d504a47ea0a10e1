/** @file The pixels of the heat map: which update paints which, and what it costs to add one. */
import { expect, test } from "vitest";
import { HeatImage } from "./heat-image.ts";

const ramp = (steps: number) => Uint8Array.from({ length: 3 * steps }, (_, i) => Math.floor(i / 3));
const rates = (...layers: number[][]) => ({
  updateCount: layers[0]!.length,
  layerColumn: (_: string, k: number) => Float32Array.from(layers[k]!),
});
const red = ({ pixels, width }: HeatImage, layer: number, column: number) => pixels[4 * (layer * width + column)];
const alpha = ({ pixels, width }: HeatImage, layer: number, column: number) => pixels[4 * (layer * width + column) + 3];

test("a layer is a row and an update a column; what has not happened is clear", () => {
  const image = new HeatImage(2, 4, (rate) => rate, ramp);
  expect(image.add(rates([0, 1], [1, 0.2]))).toEqual([0, 2]);
  expect([red(image, 0, 0), red(image, 0, 1), red(image, 1, 0), red(image, 1, 1)]).toEqual([0, 255, 255, 51]);
  expect([alpha(image, 0, 1), alpha(image, 0, 2)]).toEqual([255, 0]);
});

test("where updates share a column the largest is on show, and only that column is painted again", () => {
  const image = new HeatImage(1, 3000, (rate) => rate, ramp);
  expect([image.stride, image.width]).toEqual([3, 1000]);
  const run = Array.from({ length: 7 }, () => 0.2);
  run[4] = 1;
  image.add(rates(run));
  expect([red(image, 0, 0), red(image, 0, 1), red(image, 0, 2)]).toEqual([51, 255, 51]);
  expect(image.add(rates([...run, 0.6]))).toEqual([2, 3]);
  expect(red(image, 0, 2)).toBe(153);
  expect(image.add(rates([...run, 0.6]))).toEqual([2, 3]);
});

test("a rate that is not a number is clear, and does not hide another in its column", () => {
  const image = new HeatImage(1, 2048, (rate) => rate, ramp);
  image.add(rates([Number.NaN, Number.NaN, Number.NaN, 1]));
  expect([alpha(image, 0, 0), red(image, 0, 1)]).toEqual([0, 255]);
});
