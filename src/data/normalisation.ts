/**
 * @file Mean and deviation of each channel in [0, 1] scale, in float64: what
 * scripts/build-data.mjs writes into the manifest and a test measures again.
 */

export interface ChannelStatistics {
  readonly mean: readonly number[];
  /** Of the whole population, not of a sample. */
  readonly deviation: readonly number[];
}

/** images: (N,C,H,W) bytes; pixelCount: H·W. By histogram, so that every sum is of whole numbers. */
export function channelStatistics(images: Uint8Array, channelCount: number, pixelCount: number): ChannelStatistics {
  const histograms = Array.from({ length: channelCount }, () => new Float64Array(256));
  for (let start = 0, plane = 0; start < images.length; start += pixelCount, plane++) {
    const histogram = histograms[plane % channelCount]!;
    for (const value of images.subarray(start, start + pixelCount)) histogram[value]!++;
  }
  const total = images.length / channelCount;
  const mean = histograms.map((counts) => counts.reduce((sum, count, value) => sum + count * value, 0) / total);
  const variance = histograms.map(
    (counts, c) => counts.reduce((sum, count, value) => sum + count * (value - mean[c]!) ** 2, 0) / total,
  );
  return { mean: mean.map((m) => m / 255), deviation: variance.map((s) => Math.sqrt(s) / 255) };
}
