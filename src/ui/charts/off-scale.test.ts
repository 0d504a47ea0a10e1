/** @file Arrows where curves leave their chart: one for each time, beside it, none on another. */
import { expect, test } from "vitest";
import { type OffScaleLine, offScaleMarks } from "./off-scale.ts";

const plot = { left: 0, right: 400 };
/** A point every 10 pixels. */
const line = (ys: readonly (number | null)[], colour = "red"): OffScaleLine => {
  return { colour, xs: ys.map((_, i) => 10 * i), ys };
};
const made = (...lines: OffScaleLine[]) => offScaleMarks(lines, 6, plot).map(({ x, row, text }) => [x, row, text]);

test("none where a curve stays in its chart, or has no number", () => {
  expect(made(line([1, 6, null, Number.NaN, 2]))).toEqual([]);
});

test("how high it went stands where it comes back", () => {
  expect(made(line([4, 9, 41.26, null, 26, 2, 2]))).toEqual([[expect.closeTo(48.33 + 5, 1), 0, "↑ 41.3"]]);
  expect(made(line([4, Number.POSITIVE_INFINITY, 4]))).toEqual([[25, 0, "↑ ∞"]]);
});

test("it stands before the place where a curve leaves for good", () => {
  const [[x, row, text]] = made(line([...Array(39).fill(2), 2, 10])) as [[number, number, string]];
  expect([row, text]).toEqual([0, "↑ 10.0"]);
  expect(x + text.length * 6.8).toBeLessThan(395); // it leaves halfway from 390 to 400
});

test("a value and its trend are one, as are times too near to each other", () => {
  expect(made(line([2, 8, 2]), line([2, 7, 7, 2]))).toHaveLength(1);
  expect(made(line([2, 8, 2, 9, 2]))).toEqual([[expect.any(Number), 0, "↑ 9.00"]]);
  expect(made(line([2, 8, 2, ...Array(20).fill(2), 9, 2])).map(([, , text]) => text)).toEqual(["↑ 8.00", "↑ 9.00"]);
});

test("curves of other colours have theirs below", () => {
  expect(made(line([2, 8, 2]), line([2, 9, 2], "blue")).map(([, row]) => row)).toEqual([0, 1]);
});

test("what is not on show has none", () => {
  const before = { ...line([8, 2, 2]), xs: [-50, -30, 10] };
  expect(offScaleMarks([before], 6, plot)).toEqual([]);
});
