import { expect, test } from "vitest";
import { channelStatistics } from "./normalisation.ts";

test("each channel has its own mean and deviation", () => {
  // Two images of two channels of two pixels.
  const images = Uint8Array.of(0, 255, 51, 51, 0, 255, 51, 51);
  expect(channelStatistics(images, 2, 2)).toEqual({ mean: [0.5, 0.2], deviation: [0.5, 0] });
});
