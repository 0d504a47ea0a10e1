/** @file Compares numbers with their reference, and says in words where they differ. For tests and benchmarks. */

export interface Tolerance {
  readonly abs: number;
  readonly rel: number;
}

/** What float32 kernels of a few thousand terms reach. */
const FLOAT32: Tolerance = { abs: 2e-5, rel: 2e-5 };

/** Undefined when every element is within tolerance; otherwise the worst one, in words. */
export function worstMismatch(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  tolerance: Tolerance = FLOAT32,
): string | undefined {
  if (got.length !== want.length) return `length ${got.length}, wanted ${want.length}`;
  let worst = -1;
  let worstExcess = 0;
  let count = 0;
  for (let i = 0; i < want.length; i++) {
    const limit = tolerance.abs + tolerance.rel * Math.abs(want[i]!);
    const excess = Number.isFinite(got[i]!) ? Math.abs(got[i]! - want[i]!) / limit : Infinity; // NaN is never close
    if (excess > 1) count++;
    if (excess > worstExcess) [worst, worstExcess] = [i, excess];
  }
  if (count === 0) return undefined;
  const times = worstExcess.toFixed(1);
  return `${count}/${want.length} off; worst at [${worst}]: got ${got[worst]}, wanted ${want[worst]} (${times}x tolerance)`;
}
