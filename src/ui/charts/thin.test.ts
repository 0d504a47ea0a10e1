/** @file Thinning and moving averages: what a chart of many updates must not lose. */
import { expect, test } from "vitest";
import { ema, grainOf, smooth, thin, thinnedUpdates } from "./thin.ts";

test("as many updates as there are pixels are not copied", () => {
  const column = new Float32Array([1, 2, 3]);
  const kept = thin(column, grainOf(0, 2, 3, 3));
  expect([...kept]).toEqual([1, 2, 3]);
  expect(kept.buffer).toBe(column.buffer);
});

test.each([1399, 1401, 2100, 4001, 9999, 10_000])(
  "of %i updates every spike, the first and the newest value are kept",
  (count) => {
    const column = new Float32Array(count).map((_, i) => Math.sin(i / 300));
    const [up, down] = [Math.floor(count * 0.31), Math.floor(count * 0.77)];
    column[up] = 9;
    column[down] = -9;
    const grain = grainOf(0, count - 1, count, 700);
    const [kept, updates] = [thin(column, grain), thinnedUpdates(grain)];
    expect(kept.length).toBe(updates.length);
    expect(kept.length).toBeLessThanOrEqual(2 * 700 + 1);
    expect([Math.max(...kept), Math.min(...kept)]).toEqual([9, -9]);
    expect(Math.abs(updates[kept.indexOf(9)]! - up)).toBeLessThanOrEqual(grain.stride);
    expect([kept[kept.length - 1], updates[updates.length - 1]]).toEqual([column[count - 1], count - 1]);
    expect(updates.every((update, i) => i === 0 || update >= updates[i - 1]!)).toBe(true);
  },
);

test("a falling pair stays falling and a rising one rising", () => {
  const grain = grainOf(0, 7, 8, 2); // two pixel columns of four
  expect([...thin(new Float32Array([1, 4, 2, 3, 8, 5, 7, 6]), grain)]).toEqual([1, 4, 8, 5, 6]);
});

test("points stand still while a run grows, and a part of it is shown in full", () => {
  const column = new Float64Array(10_000).map((_, i) => Math.sin(i * 7.3));
  const [young, old] = [5000, 10_000].map((count) => thin(column.subarray(0, count), grainOf(0, 9999, count, 500)));
  expect([...young!.subarray(0, 480)]).toEqual([...old!.subarray(0, 480)]);
  const part = grainOf(4000, 4300, 10_000, 500);
  expect([...thin(column, part)]).toEqual([...column.subarray(4000, 4301)]);
});

test("before the first update there is nothing, and a value that is not a number hides no other", () => {
  const none = grainOf(0, 9999, 0, 500);
  expect([thin(new Float32Array(), none).length, thinnedUpdates(none).length]).toEqual([0, 0]);
  const broken = new Float32Array([Number.NaN, 5, Number.NaN, 1, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect([...thin(broken, grainOf(0, 7, 8, 2))]).toEqual([5, 1, Number.NaN, Number.NaN, Number.NaN]);
});

test("a moving average starts at the first value, follows, and looks past what is not finite", () => {
  expect([...ema(new Float64Array([4, 4, 4]), 9)]).toEqual([4, 4, 4]);
  const [first, second] = ema(new Float64Array([0, 1]), 3); // weights 1/4 and 1/2
  expect([first, second]).toEqual([0, expect.closeTo(2 / 3, 12)]);
  expect([...ema(new Float64Array([2, Number.NaN, 2]), 5)]).toEqual([2, 2, 2]);
});

test("smoothing does not shift a trend, and looks past a loss that is not finite", () => {
  expect([...smooth(new Float64Array([5, 4, 3, 2, 1]), 2)]).toEqual([5, 4, 3, 2, 1]);
  expect([...smooth(new Float64Array([2, Number.NaN, 4]), 1)]).toEqual([2, 3, 4]);
});
