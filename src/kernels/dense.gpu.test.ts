import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import {
  denseForward,
  denseForwardTwin,
  denseInputGradient,
  denseInputGradientTwin,
  denseWeightGradient,
  denseWeightGradientTwin,
} from "./dense.ts";

test.for([
  { batch: 1, inputs: 1, outputs: 1 },
  { batch: 3, inputs: 7, outputs: 5 },
  { batch: 4, inputs: 8, outputs: 4 },
  { batch: 16, inputs: 1568, outputs: 10 },
  { batch: 65, inputs: 33, outputs: 17 },
])("dense layer, $batch × $inputs → $outputs: forward and both gradients", async (dims, { executor }) => {
  const x = randomFloats(dims.batch * dims.inputs, 1);
  const weight = randomFloats(dims.outputs * dims.inputs, 2);
  const bias = randomFloats(dims.outputs, 3);
  const dy = randomFloats(dims.batch * dims.outputs, 4);
  const buffers = new TestBuffers();
  const [xBuffer, weightBuffer, dyBuffer] = [buffers.of(x), buffers.of(weight), buffers.of(dy)];
  const [biased, plain] = [buffers.output(dy.length), buffers.output(dy.length)];
  const [dx, dWeight] = [buffers.output(x.length), buffers.output(weight.length)];
  const dispatches = [
    denseForward(dims, { x: xBuffer, weight: weightBuffer, bias: buffers.of(bias), y: biased }),
    denseForward(dims, { x: xBuffer, weight: weightBuffer, y: plain }),
    denseInputGradient(dims, { dy: dyBuffer, weight: weightBuffer, dx }),
    denseWeightGradient(dims, { x: xBuffer, dy: dyBuffer, dWeight }),
  ];
  const pairs = [
    [biased, denseForwardTwin(dims, x, weight, bias)],
    [plain, denseForwardTwin(dims, x, weight)],
    [dx, denseInputGradientTwin(dims, dy, weight)],
    [dWeight, denseWeightGradientTwin(dims, x, dy)],
  ] as const;
  await buffers.run(executor, dispatches);
  for (const [buffer, want] of pairs) {
    expect(worstMismatch(await readFloats(executor, buffer), want)).toBeUndefined();
  }
});
