import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { gatherBatch, gatherBatchTwin } from "./gather-batch.ts";

/** As the data set lies on a device: bytes in words, the last one padded. */
function words(bytes: Uint8Array): Uint32Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return new Uint32Array(padded.buffer);
}

test.for([
  { batch: 1, channels: 1, planeSize: 1, firstIndex: 0 },
  { batch: 3, channels: 1, planeSize: 9, firstIndex: 2 },
  { batch: 5, channels: 3, planeSize: 7, firstIndex: 4 },
  { batch: 5, channels: 3, planeSize: 8, firstIndex: 4 },
  { batch: 4, channels: 1, planeSize: 784, firstIndex: 6 },
])("$batch images of $channels × $planeSize from index $firstIndex", async (dims, { executor }) => {
  const imageCount = 11;
  const size = dims.channels * dims.planeSize;
  const images = Uint8Array.from(randomFloats(imageCount * size, 1), (value) => 128 + 128 * value);
  const labels = Uint8Array.from({ length: imageCount }, (_, n) => (n === 10 ? 255 : n));
  const indices = Uint32Array.of(10, 3, 0, 7, 7, 10, 5, 1, 9, 2);
  const normalisation = Float32Array.of(0.3, 0.4, 0.5, 0.2, 0.3, 0.7).filter((_, i) => i % 3 < dims.channels);
  const buffers = new TestBuffers();
  const x = buffers.output(dims.batch * size);
  const batchLabels = floats("labels", dims.batch);
  const io = {
    images: buffers.of(words(images)),
    labels: buffers.of(words(labels)),
    indices: buffers.of(indices),
    normalisation: buffers.of(normalisation),
    x,
    batchLabels,
  };
  await buffers.run(executor, [gatherBatch(dims, io)]);
  const want = gatherBatchTwin(dims, images, labels, indices, normalisation);
  expect(worstMismatch(await readFloats(executor, x), want.x)).toBeUndefined();
  expect(new Uint32Array(await executor.read(batchLabels))).toEqual(want.batchLabels);
});

test("by hand: byte 255 with mean 0.5 and deviation 0.25 is 2, byte 0 is -2", () => {
  const dims = { batch: 2, channels: 1, planeSize: 1, firstIndex: 1 };
  const { x, batchLabels } = gatherBatchTwin(dims, Uint8Array.of(0, 255), Uint8Array.of(8, 9), [0, 1, 0], [0.5, 0.25]);
  expect([...x]).toEqual([2, -2]);
  expect([...batchLabels]).toEqual([9, 8]);
});
