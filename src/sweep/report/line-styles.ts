/** @file Colour, dash and marker of the lines of a figure: by rule and warm-up where these vary, else by place in a row. */

import type { Estimate } from "../sweep.ts";
import type { Grid } from "./grid.ts";
import type { LineAxis, Point } from "./line-panel.ts";
import { rowSwatch, ruleSwatch, type Swatch } from "./swatches.ts";

export interface LineStyle {
  readonly swatch: Swatch;
  readonly dash: readonly number[];
  readonly marker: number;
}

const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2.5], [9, 3, 2, 3], [4, 2, 1, 2]];
/** Of each row the first is drawn solid. */
const WARMUPS = ["state-aware", "fixed", "none"];
const RULES = ["lena", "adascale", "linear", "sqrt", "lars", "none"];

/** Place `index` of a row from small to large, such as n. */
export function rowStyle(index: number, count: number): LineStyle {
  return { swatch: rowSwatch(index, count), dash: DASHES[index % DASHES.length]!, marker: index };
}

export function seriesStyles({ series }: Grid): LineStyle[] {
  const rules = [...new Set(series.map(({ settings }) => settings.rule))];
  const warmups = new Set(series.map(({ settings }) => settings.warmup));
  if (rules.length < 2) return series.map((_, i) => rowStyle(i, series.length));
  const isPair = series.length === rules.length * warmups.size;
  return series.map(({ settings }) => ({
    swatch: ruleSwatch(settings.rule),
    marker: rules.indexOf(settings.rule),
    dash:
      isPair && warmups.size > 1
        ? DASHES[WARMUPS.indexOf(settings.warmup)]!
        : DASHES[RULES.indexOf(settings.rule) % DASHES.length]!,
  }));
}

/** Epochs are counted from 1 where a person reads them. */
export const pointsOf = (curve: readonly Estimate[]): Point[] =>
  curve.map(({ mean, low, high }, i) => ({ x: i + 1, y: mean, low, high }));

export const epochAxis = (last: number): LineAxis => ({
  name: "epoch",
  log: false,
  // One epoch alone still needs some width.
  domain: [1, Math.max(2, last)],
  format: String,
});

/** Room above and below what is drawn. */
export function padded(values: readonly number[], least: number, most: number): [number, number] {
  const known = values.filter(Number.isFinite);
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [least, most];
  const room = Math.max(0.01, (high - low) * 0.06);
  return [Math.max(least, low - room), Math.min(most, high + room)];
}
