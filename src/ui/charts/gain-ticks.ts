/** @file The numbers on an axis of gains. Apart from axis-ticks.ts, whose library the first view can do without. */

/** On a log axis of gains: 1, 2, 4 and so on, with n in the place of what is too near to it. */
export function gainTicks(n: number, low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log2(low)), Math.floor(Math.log2(high))];
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 2 ** (first + i));
  return [...powers.filter((power) => Math.abs(Math.log2(power / n)) > 0.75), n].sort((a, b) => a - b);
}
