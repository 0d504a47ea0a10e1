/**
 * @file Keeps a chart quick on long runs: more points than pixels tell nothing.
 * Short columns pass through untouched and uncopied.
 */
const MOST_POINTS = 2000;

export type Column = Float32Array | Float64Array;

/** Every stride-th value, and always the newest. */
export function thin(column: Column): Column {
  const stride = Math.ceil(column.length / MOST_POINTS);
  if (stride <= 1) return column;
  const kept = new Float64Array(Math.ceil((column.length - 1) / stride) + 1);
  for (let i = 0; i < kept.length - 1; i++) kept[i] = column[i * stride]!;
  kept[kept.length - 1] = column[column.length - 1]!;
  return kept;
}

/** Mean over `half` values on either side, so that a trend can be seen through the noise, in its place. */
export function smooth(column: Column, half: number): Float64Array {
  const sums = new Float64Array(column.length + 1);
  const counts = new Float64Array(column.length + 1);
  column.forEach((value, i) => {
    const finite = Number.isFinite(value);
    sums[i + 1] = sums[i]! + (finite ? value : 0);
    counts[i + 1] = counts[i]! + (finite ? 1 : 0);
  });
  return Float64Array.from(column, (_, i) => {
    const reach = Math.min(half, i, column.length - 1 - i);
    const [from, to] = [i - reach, i + reach + 1];
    return (sums[to]! - sums[from]!) / (counts[to]! - counts[from]!);
  });
}
