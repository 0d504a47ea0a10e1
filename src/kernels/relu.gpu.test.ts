import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { reluBackward, reluBackwardTwin, reluForward, reluForwardTwin } from "./relu.ts";

const GROUP = 1024; // elements that one workgroup does

test.for([1, 7, 65, GROUP - 1, GROUP, GROUP + 1, 10_000])(
  "ReLU of %i elements, forward and backward",
  async (n, { executor }) => {
    const x = randomFloats(n, 1);
    const dy = randomFloats(n, 2);
    x[0] = 0; // the gradient at exactly 0 is 0
    const buffers = new TestBuffers();
    const y = buffers.output(n);
    const dx = buffers.output(n);
    await buffers.run(executor, [
      reluForward(n, { x: buffers.of(x), y }),
      reluBackward(n, { y, dy: buffers.of(dy), dx }),
    ]);
    const wantY = reluForwardTwin(x);
    expect(worstMismatch(await readFloats(executor, y), wantY)).toBeUndefined();
    expect(worstMismatch(await readFloats(executor, dx), reluBackwardTwin(wantY, dy))).toBeUndefined();
  },
);

test("a NaN goes through a ReLU, so that a diverged run stays visible", async ({ executor }) => {
  const x = Float32Array.of(-1, Number.NaN, 2, -Infinity, Infinity);
  const buffers = new TestBuffers();
  const y = buffers.output(x.length);
  await buffers.run(executor, [reluForward(x.length, { x: buffers.of(x), y })]);
  expect(await readFloats(executor, y)).toEqual(Float32Array.of(0, Number.NaN, 2, 0, Infinity));
});
