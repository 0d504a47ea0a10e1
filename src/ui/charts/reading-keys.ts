/** @file The keys that read a chart, the same in every one. Not here: what a chart does with them. */

const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: 10,
  PageDown: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The point of `count` that the key leads to; null: it lets go of all; undefined: it is another key. */
export function pointAfter(key: string, at: number, count: number): number | null | undefined {
  if (key === "Escape") return null;
  const move = MOVES[key];
  return move === undefined ? undefined : Math.min(count - 1, Math.max(0, at + move));
}
