import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { accumulate, add, addTwin } from "./add.ts";
import { reluBackwardTwin, reluForwardTwin } from "./relu.ts";

const GROUP = 1024; // elements that one workgroup does

test.for([1, 7, 65, GROUP - 1, GROUP, GROUP + 1, 10_000])(
  "%i elements, into a new buffer and into a running sum",
  async (n, { executor }) => {
    const [a, b] = [randomFloats(n, 1), randomFloats(n, 2)];
    const buffers = new TestBuffers();
    const [aBuffer, y, sum] = [buffers.of(a), buffers.output(n), buffers.of(b)];
    await buffers.run(executor, [add(n, { a: aBuffer, b: buffers.of(b), y }), accumulate(n, { x: aBuffer, sum })]);
    const want = addTwin(a, b);
    expect(worstMismatch(await readFloats(executor, y), want)).toBeUndefined();
    expect(worstMismatch(await readFloats(executor, sum), want)).toBeUndefined();
  },
);

test("a sum with a ReLU behind it, and a gradient that a ReLU cuts", async ({ executor }) => {
  const n = GROUP + 5;
  const [a, b, passes] = [randomFloats(n, 1), randomFloats(n, 2), randomFloats(n, 3).map((x) => Math.max(x, 0))];
  a[7] = Number.NaN; // stays visible
  const buffers = new TestBuffers();
  const [aBuffer, bBuffer, y, cut] = [buffers.of(a), buffers.of(b), buffers.output(n), buffers.output(n)];
  await buffers.run(executor, [
    add(n, { a: aBuffer, b: bBuffer, y }, true),
    add(n, { a: aBuffer, b: bBuffer, passes: buffers.of(passes), y: cut }),
  ]);
  const got = await readFloats(executor, y);
  expect(got[7]).toBeNaN();
  got[7] = 0;
  a[7] = -b[7]!;
  expect(worstMismatch(got, reluForwardTwin(addTwin(a, b)))).toBeUndefined();
  const gotCut = await readFloats(executor, cut);
  gotCut[7] = a[7] + reluBackwardTwin(passes, b)[7]!;
  expect(worstMismatch(gotCut, addTwin(a, reluBackwardTwin(passes, b)))).toBeUndefined();
});
