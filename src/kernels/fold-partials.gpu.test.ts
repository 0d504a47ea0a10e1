import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { foldPartials, foldPartialsTwin } from "./fold-partials.ts";
import type { KernelFamily } from "./variant.ts";

const sizes: [KernelFamily, number, number][] = [
  ["registers", 1, 1],
  ["registers", 5, 1],
  ["registers", 1, 63],
  ["registers", 3, 65],
  ["registers", 128, 150],
  ["tiles", 32, 1],
  ["tiles", 31, 17],
  ["tiles", 100, 33],
  ["tiles", 500, 16],
];

test.for(sizes)("%s: %i parts of %i", async ([family, partCount, size], { executor }) => {
  const dims = { partCount, size };
  const partials = randomFloats(dims.partCount * dims.size);
  const buffers = new TestBuffers();
  const y = buffers.output(dims.size);
  await buffers.run(executor, [foldPartials(dims, { partials: buffers.of(partials), y }, family)]);
  expect(worstMismatch(await readFloats(executor, y), foldPartialsTwin(dims, partials))).toBeUndefined();
});

test("parts are added in order, in float32", async ({ executor }) => {
  const buffers = new TestBuffers();
  const y = buffers.output(1);
  const partials = buffers.of(Float32Array.of(1, 1e8, -1e8));
  await buffers.run(executor, [foldPartials({ partCount: 3, size: 1 }, { partials, y })]);
  expect(await readFloats(executor, y)).toEqual(Float32Array.of(0)); // 1 is lost in 1e8; any other order keeps it
});
