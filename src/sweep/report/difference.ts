/**
 * @file How sure a difference of means is: its 95% interval by Welch (1947), for spreads that need not be equal. Not here:
 * the interval of one mean (sweep/statistics.ts).
 */
import { tQuantile } from "../statistics.ts";

export interface Interval {
  readonly mean: number;
  /** null where there are too few values: they say nothing of the spread. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Term {
  readonly weight: number;
  readonly values: readonly number[];
}

export const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Squared standard error of the mean. */
function errorSquared(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length;
}

/** Σ weight · mean(values); the samples are taken to be independent. */
export function contrast(terms: readonly Term[]): Interval {
  const mean = terms.reduce((sum, { weight, values }) => sum + weight * meanOf(values), 0);
  if (terms.some(({ values }) => values.length < 2)) return { mean, low: null, high: null };
  const parts = terms.map(({ weight, values }) => weight ** 2 * errorSquared(values));
  const variance = parts.reduce((sum, part) => sum + part, 0);
  // No spread at all: the interval is the mean itself.
  if (variance === 0) return { mean, low: mean, high: mean };
  const degrees = variance ** 2 / parts.reduce((sum, part, i) => sum + part ** 2 / (terms[i]!.values.length - 1), 0);
  // Between two whole numbers the lower is taken: a little too wide, never too narrow.
  const half = tQuantile(Math.max(1, Math.floor(degrees + 1e-9))) * Math.sqrt(variance);
  return { mean, low: mean - half, high: mean + half };
}

/** mean(a) − mean(b). */
export function difference(a: readonly number[], b: readonly number[]): Interval {
  return contrast([
    { weight: 1, values: a },
    { weight: -1, values: b },
  ]);
}
