import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { planeSums, planeSumsTwin } from "./plane-sums.ts";

test.for([
  { planeCount: 1, planeSize: 1 },
  { planeCount: 17, planeSize: 1 },
  { planeCount: 1, planeSize: 63 },
  { planeCount: 15, planeSize: 49 },
  { planeCount: 130, planeSize: 784 },
])("$planeCount planes of $planeSize", async (dims, { executor }) => {
  const x = randomFloats(dims.planeCount * dims.planeSize);
  const buffers = new TestBuffers();
  const sums = buffers.output(dims.planeCount);
  await buffers.run(executor, [planeSums(dims, { x: buffers.of(x), sums })]);
  expect(worstMismatch(await readFloats(executor, sums), planeSumsTwin(dims, x))).toBeUndefined();
});
