/** @file The few statistics that the benchmark reports. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Largest |got − want| / |want|; infinite where the lengths differ or a number is not finite. */
export function worstDifference(got: readonly number[], want: readonly number[]): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  const differences = got.map((value, i) => Math.abs(value - want[i]!) / Math.abs(want[i]!));
  return Math.max(0, ...differences.map((x) => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : x)));
}
