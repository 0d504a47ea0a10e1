/** @file Which of the rows that were recorded now and then is the one for an update. */
import { expect, test } from "vitest";
import { newestUpTo } from "./up-to.ts";

test.each([
  [-1, undefined],
  [0, 0],
  [4, 0],
  [5, 5],
  [9, 5],
  [10, 10],
  [99, 10],
])("up to %i of the rows 0, 5 and 10 it is %s", (last, found) => {
  expect(newestUpTo([0, 5, 10], last, (row) => row)).toBe(found);
});

test("there is none among no rows", () => {
  expect(newestUpTo<number>([], 3, (row) => row)).toBeUndefined();
});
