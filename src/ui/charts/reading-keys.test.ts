import { expect, test } from "vitest";
import { pointAfter } from "./reading-keys.ts";

test.each([
  ["ArrowLeft", 5, 4],
  ["ArrowLeft", 0, 0],
  ["ArrowRight", 5, 6],
  ["ArrowRight", 19, 19],
  ["PageUp", 5, 15],
  ["PageDown", 5, 0],
  ["Home", 5, 0],
  ["End", 5, 19],
  ["Escape", 5, null],
  ["a", 5, undefined],
])("%s leads from %i of 20 to %s", (key, at, to) => {
  expect(pointAfter(key, at, 20)).toBe(to);
});
