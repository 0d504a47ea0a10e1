/** @file What a run recorded now and then, as it stood at a given update. Not here: recording it (train/inspection.ts). */

/** The newest row whose place is not after `last`; rows are in order. */
export function newestUpTo<Row>(rows: readonly Row[], last: number, place: (row: Row) => number): Row | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place(rows[middle]!) <= last) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
