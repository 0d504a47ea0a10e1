/**
 * @file Numbers as text in full precision: the shortest decimal that reads back
 * to the same float32, or to the same float64 where the number is not a float32.
 */

/** Digits that tell any two float32 apart. */
const FLOAT32_DIGITS = 9;

/** The float64 with the fewest decimal digits that rounds to the same float32. */
export function shortestFloat32(value: number): number {
  const target = Math.fround(value);
  if (Number.isInteger(target) && Math.abs(target) < 2 ** 24) return target;
  if (!Number.isFinite(target)) return target;
  for (let digits = 1; digits < FLOAT32_DIGITS; digits++) {
    const candidate = Number(target.toPrecision(digits));
    if (Math.fround(candidate) === target) return candidate;
  }
  return Number(target.toPrecision(FLOAT32_DIGITS));
}

export function formatNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return String(Math.fround(value) === value ? shortestFloat32(value) : value);
}
