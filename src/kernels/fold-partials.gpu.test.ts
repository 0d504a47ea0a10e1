import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { foldPartials, foldPartialsTwin } from "./fold-partials.ts";

test.for([
  { partCount: 1, size: 1 },
  { partCount: 5, size: 1 },
  { partCount: 1, size: 63 },
  { partCount: 3, size: 65 },
  { partCount: 128, size: 150 },
])("$partCount parts of $size", async (dims, { executor }) => {
  const partials = randomFloats(dims.partCount * dims.size);
  const buffers = new TestBuffers();
  const y = buffers.output(dims.size);
  await buffers.run(executor, [foldPartials(dims, { partials: buffers.of(partials), y })]);
  expect(worstMismatch(await readFloats(executor, y), foldPartialsTwin(dims, partials))).toBeUndefined();
});

test("parts are added in order, in float32", async ({ executor }) => {
  const buffers = new TestBuffers();
  const y = buffers.output(1);
  const partials = buffers.of(Float32Array.of(1, 1e8, -1e8));
  await buffers.run(executor, [foldPartials({ partCount: 3, size: 1 }, { partials, y })]);
  expect(await readFloats(executor, y)).toEqual(Float32Array.of(0)); // 1 is lost in 1e8; any other order keeps it
});
