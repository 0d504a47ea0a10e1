import { describe, expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { foldSegments, layerSquaresTwin, segmentTable, sumOfSquares } from "./segments.ts";
import type { KernelFamily } from "./variant.ts";

test("a table by hand: chunks of at most 4, in order, and none across two layers", () => {
  const layers = [
    { offset: 0, size: 4 },
    { offset: 64, size: 1 },
    { offset: 128, size: 9 },
  ];
  const { layerCount, chunkCount, segments, firstChunk } = segmentTable(layers, 4);
  expect([layerCount, chunkCount]).toEqual([3, 5]);
  expect([...segments]).toEqual([0, 0, 4, 1, 64, 65, 2, 128, 132, 2, 132, 136, 2, 136, 137]);
  expect([...firstChunk]).toEqual([0, 1, 2, 5]);
});

describe.each<KernelFamily>(["registers", "tiles"])("%s", (family) => {
  test.for<[string, number[]]>([
    ["one element", [1]],
    ["layers smaller than a chunk", [16, 1, 150, 63, 64, 65]],
    ["layers around one chunk", [1023, 1024, 1025]],
    ["a layer of many chunks among small ones", [5, 20_000, 10]],
    ["more layers than a workgroup", Array.from({ length: 70 }, (_, i) => i + 1)],
  ])("squares per layer add up over micro-batches: %s", async ([, sizes], { executor }) => {
    const spacing = Math.max(...sizes) + 3;
    const layers = sizes.map((size, layer) => ({ offset: layer * spacing, size }));
    const table = segmentTable(layers);
    const values = randomFloats(sizes.length * spacing); // also between the layers, where nothing may be read
    const buffers = new TestBuffers();
    const partials = floats("partials", table.chunkCount);
    const sums = buffers.output(layers.length, 0);
    const program = [
      sumOfSquares(table, { values: buffers.of(values), segments: buffers.of(table.segments), partials }, family),
      foldSegments(table, { partials, firstChunk: buffers.of(table.firstChunk), sums }, family),
    ];
    await buffers.run(executor, [...program, ...program]);
    const twice = layerSquaresTwin(layers, values).map((value) => 2 * value);
    expect(worstMismatch(await readFloats(executor, sums), twice)).toBeUndefined();
  });
});
