/** @file Mean and confidence interval of a few values. */
import type { Estimate } from "./sweep.ts";

/**
 * Student's t for a two-sided interval of 95%, by degrees of freedom from 1 (the 0.975 quantile).
 * NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
 */
const T_975 = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
  ...[2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086],
  ...[2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042],
];

/** Between the last row and the normal distribution's 1.96 the last row is kept: a little too wide, never too narrow. */
export function tQuantile(degreesOfFreedom: number): number {
  return T_975[Math.min(degreesOfFreedom, T_975.length) - 1]!;
}

/** null of no values. */
export function estimate(values: readonly number[]): Estimate | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, low: null, high: null, values };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = tQuantile(count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half, values };
}
