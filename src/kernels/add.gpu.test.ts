import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { accumulate, add, addTwin } from "./add.ts";

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
