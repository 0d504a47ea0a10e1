/**
 * @file Colours and dashes of every chart, in both themes, as plain text: a canvas takes no CSS variables, and a figure
 * is written where there is no page. Depth goes from violet to yellow with rising lightness, so it can be read without
 * seeing hue. Not here: which layer or line takes which (ui/charts/palette.ts, sweep/report/).
 */

export type Theme = "light" | "dark";

type Rgb = readonly [number, number, number];
const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

/** Viridis, trimmed and shifted for contrast of at least 3:1 with the panel. */
const DEPTH: Record<Theme, readonly Rgb[]> = {
  light: ["#46237a", "#44509c", "#2b7494", "#1b8a79", "#5d8f22", "#a17d00"].map(rgb),
  dark: ["#9483f0", "#6c9df2", "#3fb9c9", "#3ccf98", "#a2dc4f", "#ffe04a"].map(rgb),
};

/** For a surface of numbers: lightness alone carries them, in hues that no layer has. */
const HEAT: Record<Theme, readonly Rgb[]> = {
  light: ["#f6f1e9", "#f9c79c", "#ee8a4e", "#c8390d", "#7d1c12", "#33100f"].map(rgb),
  dark: ["#1b1c20", "#4a1d16", "#9a3112", "#ee6a36", "#ffb27f", "#fff0df"].map(rgb),
};

/** The colour at `share` in [0, 1] of the way from input to output, or from small to large. */
export function depthColour(share: number, theme: Theme): string {
  const channels = between(DEPTH[theme], share);
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Red, green and blue of each of `count` steps from the smallest number to the largest. */
export function heatRamp(count: number, theme: Theme): Uint8Array {
  return Uint8Array.from(Array.from({ length: count }, (_, i) => between(HEAT[theme], i / (count - 1))).flat());
}

function between(stops: readonly Rgb[], share: number): number[] {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  const [from, to] = [stops[low]!, stops[low + 1]!];
  return from.map((value, i) => Math.round(value + (to[i]! - value) * (at - low)));
}

/** By a layer's role; in pixels. */
export const roleDash = {
  weight: [],
  bias: [7, 3],
  scale: [2, 2.5],
  shift: [9, 3, 2, 3],
} as const satisfies Record<string, readonly number[]>;

export interface ChartInk {
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly accent: string;
  /** Fill of the space between floor and ceiling. */
  readonly envelope: string;
}

export const chartInk: Record<Theme, ChartInk> = {
  light: {
    panel: "#ffffff",
    ink: "#15171c",
    soft: "#595e68",
    grid: "#ecebe7",
    accent: "#c8390d",
    envelope: "rgba(70, 90, 150, 0.055)",
  },
  dark: {
    panel: "#13161a",
    ink: "#ebe9e4",
    soft: "#9da3ae",
    grid: "#20242a",
    accent: "#ff7c4d",
    envelope: "rgba(150, 175, 255, 0.06)",
  },
};
