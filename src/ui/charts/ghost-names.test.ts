/** @file Names beside lines stand clear of each other, each as near to its line as that leaves. */
import { expect, test } from "vitest";
import { apart } from "./ghost-names.ts";

test.each([
  ["stay where there is room", [10, 60, 30], [10, 60, 30]],
  ["move down where they would touch, in their order", [40, 42, 44], [40, 50, 60]],
  ["move up at the bottom", [88, 95, 93], [70, 90, 80]],
  ["come in from over the top", [-20, 3], [0, 10]],
])("they %s", (_, tops, moved) => {
  expect(apart(tops, 10, 100)).toEqual(moved);
});
