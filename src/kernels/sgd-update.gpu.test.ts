import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { segmentTable } from "./segments.ts";
import { type SgdOptions, sgdUpdate, sgdUpdateTwin } from "./sgd-update.ts";

const OPTIONS: SgdOptions = { momentum: 0.9, weightDecay: 5e-4 };

test("two updates by hand", () => {
  const layers = [{ offset: 0, size: 1 }];
  const options = { momentum: 0.5, weightDecay: 0.25 };
  const first = sgdUpdateTwin(layers, options, [0.5], [1], [0], [4]);
  expect([...first.velocity, ...first.parameters]).toEqual([2, 3]); // v = 1 + 4/4 = 2; x = 4 − 2/2 = 3
  const second = sgdUpdateTwin(layers, options, [0.5], [1], first.velocity, first.parameters);
  expect([...second.velocity, ...second.parameters]).toEqual([2.75, 1.625]); // v = 2/2 + (1 + 3/4); x = 3 − 2.75/2
});

test.for<[string, number[]]>([
  ["one element", [1]],
  ["layers smaller and larger than a workgroup", [63, 64, 65, 1]],
  ["layers around one chunk", [1023, 1024, 1025]],
])("two updates, one rate per layer: %s", async ([, sizes], { executor }) => {
  const spacing = Math.max(...sizes) + 3;
  const total = sizes.length * spacing; // nothing changes between the layers
  const layers = sizes.map((size, layer) => ({ offset: layer * spacing, size }));
  const rates = Float32Array.from(sizes, (_, layer) => 0.1 * (layer + 1));
  const [gradient, start] = [randomFloats(total, 1), randomFloats(total, 2)];
  const table = segmentTable(layers);
  const buffers = new TestBuffers();
  const [velocity, parameters] = [buffers.output(total, 0), buffers.of(start)];
  const update = sgdUpdate(table, OPTIONS, {
    segments: buffers.of(table.segments),
    rates: buffers.of(rates),
    gradient: buffers.of(gradient),
    velocity,
    parameters,
  });
  await buffers.run(executor, [update, update]);
  const first = sgdUpdateTwin(layers, OPTIONS, rates, gradient, new Float32Array(total), start);
  const want = sgdUpdateTwin(layers, OPTIONS, rates, gradient, first.velocity, first.parameters);
  expect(worstMismatch(await readFloats(executor, velocity), want.velocity)).toBeUndefined();
  expect(worstMismatch(await readFloats(executor, parameters), want.parameters)).toBeUndefined();
});
