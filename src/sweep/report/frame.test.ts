import { expect, test } from "vitest";
import { epochTicks, shorten, spread } from "./frame.ts";

test("labels keep apart, in order, within the panel", () => {
  expect(spread([50, 50, 52], 12, 0, 100)).toEqual([50, 62, 74]);
  expect(spread([98, 99, 10], 12, 0, 100)).toEqual([88, 100, 10]);
});

test("epoch ticks begin at 1, end at the last and do not touch", () => {
  expect(epochTicks(1)).toEqual([1]);
  expect(epochTicks(8)).toEqual([1, 2, 4, 6, 8]);
  expect(epochTicks(100)).toEqual([1, 20, 40, 60, 80, 100]);
});

test("a label that does not fit ends in an ellipsis; one that fits is left alone", () => {
  expect(shorten("conv1.weight", 12 * 6.5)).toBe("conv1.weight");
  expect(shorten("conv1.weight", 50)).toBe("conv1.…");
});
