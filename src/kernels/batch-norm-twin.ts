/** @file The float64 twins of batch-norm.ts: two passes for the variance, no shift, no partial sums. */
import { type BatchNormDims, EPSILON } from "./batch-norm.ts";

/** Channel of element i of a tensor (N, C, HW). */
function channelOf({ channels, planeSize }: BatchNormDims, i: number): number {
  return Math.floor(i / planeSize) % channels;
}

/** Sum over each channel of what `term` gives for its elements. */
function channelSums(dims: BatchNormDims, term: (i: number, c: number) => number): Float64Array {
  const sums = new Float64Array(dims.channels);
  for (let i = 0; i < dims.batch * dims.channels * dims.planeSize; i++) {
    const c = channelOf(dims, i);
    sums[c]! += term(i, c);
  }
  return sums;
}

/** moments: mean, 1 / √(biased variance + ε). statistics: mean, unbiased variance. Both (2, C). */
export function batchNormStatisticsTwin(
  dims: BatchNormDims,
  x: ArrayLike<number>,
): { moments: Float64Array; statistics: Float64Array } {
  const count = dims.batch * dims.planeSize;
  const means = channelSums(dims, (i) => x[i]! / count);
  const squares = channelSums(dims, (i, c) => (x[i]! - means[c]!) ** 2);
  const inverse = squares.map((square) => 1 / Math.sqrt(square / count + EPSILON));
  const unbiased = squares.map((square) => square / Math.max(count - 1, 1));
  return {
    moments: Float64Array.from([...means, ...inverse]),
    statistics: Float64Array.from([...means, ...unbiased]),
  };
}

function normalised(dims: BatchNormDims, x: ArrayLike<number>, moments: ArrayLike<number>, i: number): number {
  const c = channelOf(dims, i);
  return (x[i]! - moments[c]!) * moments[dims.channels + c]!;
}

export function batchNormNormaliseTwin(
  dims: BatchNormDims,
  x: ArrayLike<number>,
  moments: ArrayLike<number>,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(x, (_, i) => {
    const c = channelOf(dims, i);
    return normalised(dims, x, moments, i) * scale[c]! + shift[c]!;
  });
}

/** `moments` are those of x itself: the gradient runs through them too. */
export function batchNormBackwardTwin(
  dims: BatchNormDims,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
  moments: ArrayLike<number>,
  scale: ArrayLike<number>,
): { dx: Float64Array; dScale: Float64Array; dShift: Float64Array } {
  const count = dims.batch * dims.planeSize;
  const dShift = channelSums(dims, (i) => dy[i]!);
  const dScale = channelSums(dims, (i) => dy[i]! * normalised(dims, x, moments, i));
  const dx = Float64Array.from(dy, (value, i) => {
    const c = channelOf(dims, i);
    const centred = value - dShift[c]! / count - (normalised(dims, x, moments, i) * dScale[c]!) / count;
    return scale[c]! * moments[dims.channels + c]! * centred;
  });
  return { dx, dScale, dShift };
}
