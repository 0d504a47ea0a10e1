import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { segmentTable } from "./segments.ts";
import { agreementChunks, agreementProducts, agreementProductsTwin } from "./worker-agreement.ts";

test("chunks by hand: both products of every rank and layer, one after another", () => {
  const table = segmentTable(
    [
      { offset: 0, size: 4 },
      { offset: 64, size: 9 },
    ],
    4,
  ); // 1 and 3 chunks
  expect([...agreementChunks(table, { rankCount: 2 })]).toEqual([0, 1, 4, 5, 8, 9, 12, 13, 16]);
});

test.for<[string, number, number[]]>([
  ["one worker, one element", 1, [1]],
  ["layers smaller than a chunk", 3, [16, 1, 150, 63, 64, 65]],
  ["layers around one chunk", 2, [1023, 1024, 1025]],
  ["a layer of many chunks, more workers than a workgroup", 17, [5, 20_000, 10]],
])("products per worker and layer: %s", async ([, rankCount, sizes], { executor }) => {
  const spacing = Math.max(...sizes) + 3;
  const layers = sizes.map((size, layer) => ({ offset: layer * spacing, size }));
  const table = segmentTable(layers);
  const dims = { rankCount, size: sizes.length * spacing + 2 }; // a contribution goes on behind its gradient
  const contributions = randomFloats(rankCount * dims.size);
  const mean = randomFloats(sizes.length * spacing, 1);
  const buffers = new TestBuffers();
  const sums = buffers.output(2 * rankCount * layers.length, 0);
  await buffers.run(
    executor,
    agreementProducts(table, dims, {
      contributions: buffers.of(contributions),
      mean: buffers.of(mean),
      segments: buffers.of(table.segments),
      partials: floats("partials", 2 * rankCount * table.chunkCount),
      firstChunk: buffers.of(agreementChunks(table, dims)),
      sums,
    }),
  );
  const want = agreementProductsTwin(layers, dims, { contributions, mean });
  expect(worstMismatch(await readFloats(executor, sums), want, { abs: 1e-4, rel: 1e-5 })).toBeUndefined();
});
