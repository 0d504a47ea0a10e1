import { expect, test } from "vitest";
import { permutation, philox4x32, Stream, uniforms } from "./rng.ts";

// Known answers published with Random123 (kat_vectors, philox4x32 10).
test.each([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)("Philox gives the published numbers for counter %j", (counter, key, want) => {
  expect(philox4x32(counter, key)).toEqual(want);
});

test("the first numbers of a stream do not depend on how many are drawn", () => {
  expect(uniforms(7, Stream.shuffle, 3, 10).slice(0, 5)).toEqual(uniforms(7, Stream.shuffle, 3, 5));
});

test("seed, stream and item each change the numbers", () => {
  const base = uniforms(1, Stream.shuffle, 0, 8);
  expect(uniforms(2, Stream.shuffle, 0, 8)).not.toEqual(base);
  expect(uniforms(1, Stream.initialise, 0, 8)).not.toEqual(base);
  expect(uniforms(1, Stream.shuffle, 1, 8)).not.toEqual(base);
  expect(uniforms(2 ** 32 + 1, Stream.shuffle, 0, 8)).not.toEqual(base);
});

test("uniform numbers fill [0, 1) evenly", () => {
  const values = uniforms(1, Stream.initialise, 0, 100_000);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values.subarray(0, 50_000))).toBeLessThan(1);
  expect(mean).toBeCloseTo(0.5, 2);
});

test.each([1, 2, 3, 1000])("a permutation of %i holds every index once", (count) => {
  const order = permutation(1, Stream.shuffle, 0, count);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
});
