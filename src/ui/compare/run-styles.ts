/**
 * @file How a run is drawn: its place gives its colour, and a dash from the fifth place on, so that no two of twelve look
 * alike, also to those who see few colours. Every colour stands off the panel by at least 3:1.
 */
import type { Theme } from "../theme.ts";

const COLOURS: Record<Theme, readonly string[]> = {
  light: ["#c8390d", "#2456c7", "#12806e", "#8a6a00"],
  dark: ["#ff7c4d", "#7fb0ff", "#3ccf98", "#f0d24a"],
};
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3]];
/** More runs than can be told apart are not overlaid. */
export const mostRuns = 12;

export interface RunStyle {
  readonly colour: string;
  /** In pixels. */
  readonly dash: readonly number[];
}

export function runStyle(place: number, theme: Theme): RunStyle {
  const colours = COLOURS[theme];
  return {
    colour: colours[place % colours.length]!,
    dash: DASHES[Math.floor(place / colours.length) % DASHES.length]!,
  };
}
