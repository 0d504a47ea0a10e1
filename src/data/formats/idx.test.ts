import { expect, test } from "vitest";
import { readIdx } from "./idx.ts";

const twoByThree = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

test("sizes and values of a file of rank 2", () => {
  const { shape, values } = readIdx("x", twoByThree);
  expect(shape).toEqual([2, 3]);
  expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a view into a larger buffer is read from its own start", () => {
  const padded = new Uint8Array(twoByThree.length + 5);
  padded.set(twoByThree, 5);
  expect(readIdx("x", padded.subarray(5)).shape).toEqual([2, 3]);
});

test.each([
  ["one value missing", twoByThree.subarray(0, -1), "x: wanted 18 bytes for 2x3 values, found 17 bytes"],
  ["one value too many", Uint8Array.of(...twoByThree, 7), "found 19 bytes"],
  ["half a header", twoByThree.subarray(0, 7), "found 7 bytes"],
  ["a gzip file", Uint8Array.of(0x1f, 0x8b, 8, 0), "a file that starts with 1f 8b 08 00"],
  ["32-bit floats", Uint8Array.of(0, 0, 0x0d, 1), "unsigned bytes"],
  ["an empty file", new Uint8Array(0), "an empty file"],
])("%s is refused in words", (_, bytes, message) => {
  expect(() => readIdx("x", bytes)).toThrow(message);
});
