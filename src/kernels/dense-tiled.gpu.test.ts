import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { denseForwardTwin, denseInputGradientTwin, denseWeightGradientTwin } from "./dense.ts";
import {
  type DensePass,
  denseForwardTiled,
  denseInputGradientTiled,
  densePartials,
  denseWeightGradientTiled,
} from "./dense-tiled.ts";
import type { Tile } from "./tile.ts";
import { denseForwardTiles, denseInputGradientTiles, denseWeightGradientTiles } from "./variant.ts";

test.for([
  { batch: 1, inputs: 1, outputs: 1 },
  { batch: 3, inputs: 7, outputs: 5 },
  { batch: 16, inputs: 1568, outputs: 10 },
  { batch: 65, inputs: 33, outputs: 17 },
])(
  "tiled dense layer, $batch × $inputs → $outputs: forward and both gradients, every tile",
  async (dims, { executor }) => {
    const x = randomFloats(dims.batch * dims.inputs, 1);
    const weight = randomFloats(dims.outputs * dims.inputs, 2);
    const bias = randomFloats(dims.outputs, 3);
    const dy = randomFloats(dims.batch * dims.outputs, 4);
    for (const candidate of [0, 1, 2]) {
      const buffers = new TestBuffers();
      const io = { x: buffers.of(x), weight: buffers.of(weight), bias: buffers.of(bias), dy: buffers.of(dy) };
      const [y, dx, dWeight] = [buffers.output(dy.length), buffers.output(x.length), buffers.output(weight.length)];
      const partials = (pass: DensePass, tile: Tile) => floats(pass, densePartials(pass, dims, tile));
      const forward = denseForwardTiles(dims)[candidate]!;
      const input = denseInputGradientTiles(dims)[candidate]!;
      const weights = denseWeightGradientTiles(dims)[candidate]!;
      await buffers.run(executor, [
        ...denseForwardTiled(dims, { ...io, y, partials: partials("forward", forward) }, forward),
        ...denseInputGradientTiled(dims, { ...io, dx, partials: partials("input-gradient", input) }, input),
        ...denseWeightGradientTiled(dims, { ...io, dWeight, partials: partials("weight-gradient", weights) }, weights),
      ]);
      const pairs = [
        [y, denseForwardTwin(dims, x, weight, bias)],
        [dx, denseInputGradientTwin(dims, dy, weight)],
        [dWeight, denseWeightGradientTwin(dims, x, dy)],
      ] as const;
      for (const [got, want] of pairs) expect(worstMismatch(await readFloats(executor, got), want)).toBeUndefined();
    }
  },
);

test("tiled dense layer without a bias", async ({ executor }) => {
  const dims = { batch: 2, inputs: 5, outputs: 3 };
  const [x, weight] = [randomFloats(10, 1), randomFloats(15, 2)];
  const tile = denseForwardTiles(dims)[0]!;
  const buffers = new TestBuffers();
  const y = buffers.output(6);
  const partials = floats("partials", densePartials("forward", dims, tile));
  await buffers.run(
    executor,
    denseForwardTiled(dims, { x: buffers.of(x), weight: buffers.of(weight), partials, y }, tile),
  );
  expect(worstMismatch(await readFloats(executor, y), denseForwardTwin(dims, x, weight))).toBeUndefined();
});
