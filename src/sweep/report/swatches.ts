/**
 * @file Colour classes of the figures. Every shape carries its light colour as an attribute, for viewers without CSS, and a
 * class whose rule follows the theme. No style attributes: the page's content security policy forbids them.
 */
import { chartInk, depthColour } from "../../core/palette.ts";

/** A class name: one of the rules' own, or one of a row from small to large. */
export type Swatch = string;

const STOPS = 16;
const RULES: Record<string, readonly [light: string, dark: string]> = {
  lena: [chartInk.light.accent, chartInk.dark.accent],
  adascale: [depthColour(0.4, "light"), depthColour(0.4, "dark")],
  linear: [depthColour(0, "light"), depthColour(0, "dark")],
  sqrt: [depthColour(0.8, "light"), depthColour(0.8, "dark")],
  lars: [depthColour(1, "light"), depthColour(1, "dark")],
};
const ink: readonly [string, string] = [chartInk.light.ink, chartInk.dark.ink];

const swatches = new Map<Swatch, readonly [light: string, dark: string]>([
  ["ink", ink],
  ...Object.entries(RULES).map(([id, pair]) => [`rule-${id}`, pair] as const),
  ...Array.from({ length: STOPS }, (_, i) => {
    const share = i / (STOPS - 1);
    return [`row-${i}`, [depthColour(share, "light"), depthColour(share, "dark")]] as const;
  }),
]);

export const ruleSwatch = (rule: string): Swatch => (rule in RULES ? `rule-${rule}` : "ink");

/** Place `index` of a row of `count`. The last stop is kept for long rows: it is the palest. */
export function rowSwatch(index: number, count: number): Swatch {
  const share = count < 2 ? 0.4 : index / (count - 1);
  return `row-${Math.round(share * (STOPS - 1))}`;
}

export const stroke = (swatch: Swatch) => ({ class: `stroke ${swatch}`, stroke: swatches.get(swatch)![0] });
export const fill = (swatch: Swatch) => ({ class: `fill ${swatch}`, fill: swatches.get(swatch)![0] });

const themed = ([light, dark]: readonly [string, string]) => `light-dark(${light}, ${dark})`;
const { light, dark } = chartInk;

/** For a `<style>` or a component: the look of every figure. The colours follow `color-scheme`. */
export const figureStyles = `
.figure { font-family: var(--figure-font, "IBM Plex Sans", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif); font-variant-numeric: tabular-nums; }
.figure text { fill: ${themed([light.soft, dark.soft])}; }
.figure .strong { fill: ${themed(ink)}; font-weight: 600; }
.figure .grid { stroke: ${themed([light.grid, dark.grid])}; }
.figure .axis { stroke: ${themed(["#b9b8b1", "#4a505a"])}; }
.figure .target { stroke: ${themed(ink)}; }
.figure .hollow { fill: ${themed([light.panel, dark.panel])}; }
.figure .paper { fill: ${themed([light.panel, dark.panel])}; }
${[...swatches].map(([name, pair]) => `.figure .stroke.${name} { stroke: ${themed(pair)}; } .figure .fill.${name} { fill: ${themed(pair)}; }`).join("\n")}
`.trim();
