/**
 * @file Keeps a chart quick on long runs: of the updates that share a pixel column only the smallest and the largest
 * value are kept, so that no spike is lost. Few updates pass through untouched and uncopied. Also moving averages.
 */
export type Column = Float32Array | Float64Array;

/** Which updates a chart shows, and how many of them share a pixel column. */
export interface Grain {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
  readonly stride: number;
}

/** For updates first…last of `count`, on so many pixels. Columns stand still while a run grows. */
export function grainOf(first: number, last: number, count: number, pixels: number): Grain {
  const wanted = Math.ceil((last - first + 1) / Math.max(1, pixels));
  const stride = wanted <= 2 ? 1 : wanted;
  const from = Math.max(0, Math.floor(first / stride) * stride);
  return { from, to: Math.max(from, Math.min(count, Math.ceil(last) + 1)), stride };
}

/** The updates that the values of `thin` stand at. */
export function thinnedUpdates({ from, to, stride }: Grain): Float64Array {
  if (stride === 1) return Float64Array.from({ length: to - from }, (_, i) => from + i);
  const columns = Math.ceil((to - from) / stride);
  const kept = new Float64Array(2 * columns + Math.sign(columns));
  for (let i = 0; i < columns; i++) {
    const start = from + i * stride;
    kept[2 * i] = start;
    kept[2 * i + 1] = start + (Math.min(stride, to - start) >> 1);
  }
  if (columns > 0) kept[2 * columns] = to - 1;
  return kept;
}

/** Two values for each pixel column, its extremes in the order in which they came, and at the end the newest. */
export function thin(column: Column, { from, to, stride }: Grain): Column {
  if (stride === 1) return column.subarray(from, to);
  const columns = Math.ceil((to - from) / stride);
  const kept = new Float64Array(2 * columns + Math.sign(columns));
  for (let i = 0; i < columns; i++) {
    const start = from + i * stride;
    const end = Math.min(start + stride, to);
    let [low, high] = [start, start];
    for (let j = start + 1; j < end; j++) {
      const value = column[j]!;
      // Written so that a value takes the place of one that is not a number.
      if (value < column[low]! || Number.isNaN(column[low]!)) low = j;
      if (value > column[high]! || Number.isNaN(column[high]!)) high = j;
    }
    kept[2 * i] = column[Math.min(low, high)]!;
    kept[2 * i + 1] = column[Math.max(low, high)]!;
  }
  if (columns > 0) kept[2 * columns] = column[to - 1]!;
  return kept;
}

/** Of rising `xs`: the first that lies between the ends, and one past the last. */
export function indicesWithin(xs: Column, [low, high]: readonly [number, number]): [first: number, end: number] {
  const first = xs.findIndex((x) => x >= low);
  const end = xs.findLastIndex((x) => x <= high) + 1;
  return first < 0 ? [xs.length, xs.length] : [first, Math.max(first, end)];
}

/** Exponential moving average over about `span` updates, not drawn to 0 at its start. */
export function ema(column: Column, span: number): Float64Array {
  const share = 2 / (span + 1);
  const averages = new Float64Array(column.length);
  let [sum, weight] = [0, 0];
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (Number.isFinite(value)) {
      sum += share * (value - sum);
      weight += share * (1 - weight);
    }
    averages[i] = sum / weight;
  }
  return averages;
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

/** The trend is a mean over two such parts of a run. */
const TREND_SHARE = 60;

/** Of a loss in a run of so many updates. */
export function trendOf(column: Column, updateCount: number): Float64Array {
  return smooth(column, Math.ceil(updateCount / TREND_SHARE));
}
