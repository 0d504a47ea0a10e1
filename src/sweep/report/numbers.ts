/** @file Numbers as the tables, figures and claims of a report write them. */
import type { Interval } from "./difference.ts";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** As the paper writes it: 0.9494. */
export const accuracyText = (value: number) => value.toFixed(4);
export const countText = (value: number) => whole.format(value);
/** In percentage points, with its sign. */
export const signedPoints = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value * 100).toFixed(1)}`;
export const pointsText = (value: number) => `${Math.abs(value * 100).toFixed(1)} points`;
export const factorText = (value: number) => value.toPrecision(2);

/** Half of the interval, or nothing where there are too few seeds for one. */
export function halfText({ low, high }: Omit<Interval, "mean">, format: (value: number) => string): string {
  return low === null || high === null ? "" : `±\u00a0${format((high - low) / 2)}`;
}

export function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "a", "a and b", "a, b and c". */
export function listText(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
