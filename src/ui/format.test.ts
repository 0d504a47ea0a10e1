/** @file Numbers on the page: ordinary ones, edges, and never a bare NaN. */
import { expect, test } from "vitest";
import {
  capital,
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatMs,
  formatNumber,
  formatShare,
  formatTick,
} from "./format.ts";

test.each([
  [formatCount(54_000), "54,000"],
  [formatNumber(0.019_96), "0.0200"],
  [formatNumber(3.44e-5), "3.4e-5"],
  [formatNumber(-0.5), "−0.500"],
  [formatNumber(-3.44e-5), "−3.4e-5"],
  [formatNumber(0), "0"],
  [formatFixed(-0.034, 2), "−0.03"],
  [formatFixed(-0.004, 2), "0.00"],
  [formatFixed(Number.NaN, 2), "–"],
  [formatTick(0.02), "0.02"],
  [formatTick(5e-4), "0.0005"],
  [formatTick(1e-5), "0.00001"],
  [formatTick(2e-6), "2e-6"],
  [formatTick(0.1 + 0.2), "0.3"],
  [formatTick(2e6), "2e6"],
  [capital("wanted one"), "Wanted one"],
  [capital("a finite loss"), "A finite loss"],
  [capital("n times the rate"), "n times the rate"],
  [capital("fashion-mnist/train-00.shard"), "fashion-mnist/train-00.shard"],
  [formatShare(0.8415), "84.2%"],
  [formatDuration(59_400), "59 s"],
  [formatDuration(125_000), "2 min 05 s"],
  [formatDuration(3_660_000), "1 h 01 min"],
  [formatMs(0.341), "0.34"],
  [formatMs(12.06), "12.1"],
  [formatMs(1346.2), "1,346"],
  [formatBytes(47_040), "47 kB"],
  [formatBytes(7_056_000), "7.1 MB"],
  [formatBytes(1_274_400_552), "1.27 GB"],
])("%s reads %s", (got, want) => {
  expect(got).toBe(want);
});

test("what is missing or not finite is a dash", () => {
  const formats = [formatCount, formatNumber, formatShare, formatDuration, formatMs, formatBytes];
  expect(formats.flatMap((format) => [Number.NaN, Infinity, null, undefined].map(format))).toEqual(Array(24).fill("–"));
});
