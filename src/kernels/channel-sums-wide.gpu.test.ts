import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { biasGradientWide, channelChunks } from "./channel-sums-wide.ts";
import { foldPartialsTwin } from "./fold-partials.ts";
import { planeSumsTwin } from "./plane-sums.ts";

test.for([
  { batch: 1, channels: 1, planeSize: 1 },
  { batch: 3, channels: 300, planeSize: 5 },
  { batch: 5, channels: 600, planeSize: 1 },
  { batch: 7, channels: 257, planeSize: 65 },
  { batch: 9, channels: 200, planeSize: 784 },
])("bias gradient of $batch images with $channels planes of $planeSize", async (dims, { executor }) => {
  const { batch, channels, planeSize } = dims;
  const dy = randomFloats(batch * channels * planeSize);
  const buffers = new TestBuffers();
  const y = buffers.output(channels);
  await buffers.run(
    executor,
    biasGradientWide(dims, { dy: buffers.of(dy), partials: floats("partials", batch * channels), y }),
  );
  const planes = planeSumsTwin({ planeCount: batch * channels, planeSize }, dy);
  const want = foldPartialsTwin({ partCount: batch, size: channels }, planes);
  expect(worstMismatch(await readFloats(executor, y), want)).toBeUndefined();
});

test("images are cut into enough chunks to fill a device, never more than there are", () => {
  const chunks = (batch: number, channels: number) => channelChunks({ batch, channels, planeSize: 1 });
  expect([chunks(128, 16), chunks(128, 512), chunks(3, 16), chunks(3, 300)]).toEqual([32, 1, 3, 2]);
});
