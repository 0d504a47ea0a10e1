/** @file Which numbers an axis carries: round ones, few of them. */
import { scaleLinear } from "d3-scale";

/** On a log axis 1, 2 and 5 of each decade where that is at most `most`, else 1 alone. */
export function axisTicks(log: boolean, [low, high]: readonly [number, number], most: number): number[] {
  if (!log) return scaleLinear().domain([low, high]).ticks(most);
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const ticksOf = (digits: readonly number[], every: number) =>
    decades
      .filter((decade) => decade % every === 0)
      .flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)))
      .filter((tick) => tick >= low && tick <= high);
  const all = ticksOf([1, 2, 5], 1);
  const few = [all, ticksOf([1], 1), ticksOf([1], 2), ticksOf([1], 4)].find(({ length }) => length <= most) ?? [];
  return few.length > 1 ? few : [...new Set([all[0] ?? low, all.at(-1) ?? high])];
}
