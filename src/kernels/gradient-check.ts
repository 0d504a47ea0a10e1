/** @file Checks a gradient against central differences in float64. For tests of the twins. */
import { worstMismatch } from "../core/compare.ts";

const STEP = 1e-5;
/** The difference itself is good to about STEP² + 1e-16 / STEP. */
const TOLERANCE = { abs: 1e-7, rel: 1e-6 };

/** Undefined when `analytic` is the gradient of `f` at `x`; otherwise the worst element, in words. */
export function checkGradient(
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  analytic: ArrayLike<number>,
): string | undefined {
  const numeric = Float64Array.from(x, (_, i) => {
    const moved = (step: number) => f(Float64Array.from(x, (value, j) => (i === j ? value + step : value)));
    return (moved(STEP) - moved(-STEP)) / (2 * STEP);
  });
  return worstMismatch(analytic, numeric, TOLERANCE);
}

/** Σ y · weights: makes one number of an output, and its gradient with respect to y is `weights`. */
export function weighted(y: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i]! * weights[i]!;
  return sum;
}
