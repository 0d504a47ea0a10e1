import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { allReduce, allReduceTwin } from "./all-reduce.ts";

test.for([
  { rankCount: 1, size: 1, n: 1 },
  { rankCount: 1, size: 65, n: 8 },
  { rankCount: 3, size: 7, n: 6 },
  { rankCount: 16, size: 1025, n: 256 },
])("$rankCount ranks of $size numbers, $n micro-batches", async (dims, { executor }) => {
  const contributions = randomFloats(dims.rankCount * dims.size);
  const buffers = new TestBuffers();
  const mean = buffers.output(dims.size);
  await buffers.run(executor, [allReduce(dims, { contributions: buffers.of(contributions), mean })]);
  expect(worstMismatch(await readFloats(executor, mean), allReduceTwin(dims, contributions))).toBeUndefined();
});

test("ranks are added in order, in float32", async ({ executor }) => {
  const buffers = new TestBuffers();
  const mean = buffers.output(1);
  const contributions = buffers.of(Float32Array.of(4, 1e8, -1e8));
  await buffers.run(executor, [allReduce({ rankCount: 3, size: 1, n: 4 }, { contributions, mean })]);
  expect(await readFloats(executor, mean)).toEqual(Float32Array.of(0)); // 4 is lost in 1e8; any other order keeps it
});
