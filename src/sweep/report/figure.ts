/**
 * @file A figure is a row of panels. Each panel is an SVG of its own, so that a page can flow them; a file holds all of them
 * in one SVG. Not here: what the figures of a sweep are (figures.ts).
 */
import type { Theme } from "../../core/palette.ts";
import { type BarPanel, barPanel } from "./bar-panel.ts";
import { type LinePanel, linePanel } from "./line-panel.ts";
import { element, escapeText, label } from "./svg.ts";
import { figureStyles } from "./swatches.ts";

export type Panel = LinePanel | BarPanel;

export interface Figure {
  /** Names its file. */
  readonly id: string;
  readonly title: string;
  /** What is drawn and how to read it, in a sentence or two. */
  readonly caption: string;
  readonly panels: readonly Panel[];
}

const GAP = 16;
const COLUMNS = 3;

const inside = (panel: Panel) => (panel.kind === "lines" ? linePanel(panel) : barPanel(panel));

/** What a person who does not see the panel is told. */
function spoken(panel: Panel): string {
  const parts = panel.kind === "lines" ? panel.lines.flatMap(({ spoken }) => spoken ?? []) : panel.spoken;
  return `${panel.title}. ${parts.join("; ")}`;
}

/** `size`: where it is a file, which viewers show as large as it says. */
const svg = (width: number, height: number, name: string, size: object, ...children: string[]) =>
  element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "figure",
      viewBox: `0 0 ${width} ${height}`,
      ...size,
      role: "img",
      "aria-label": name,
      "font-family": "system-ui, sans-serif",
      "font-size": 11,
      fill: "none",
    },
    ...children,
  );

/** The panels, to be put in any page that has `figureStyles`. */
export function panelSvgs({ panels }: Figure): string[] {
  return panels.map((panel) => svg(panel.width, panel.height, spoken(panel), {}, inside(panel)));
}

/** One file that stands alone; without a theme it is light or dark as its viewer is. */
export function figureSvg(figure: Figure, theme: Theme | "light dark" = "light dark"): string {
  const { panels, title, caption } = figure;
  const cell = { width: Math.max(...panels.map((p) => p.width)), height: Math.max(...panels.map((p) => p.height)) };
  const columns = Math.min(COLUMNS, panels.length);
  const width = columns * cell.width + (columns + 1) * GAP;
  const top = 40;
  const height = top + Math.ceil(panels.length / columns) * (cell.height + GAP);
  const placed = panels.map((panel, i) => {
    const x = GAP + (i % columns) * (cell.width + GAP);
    const y = top + Math.floor(i / columns) * (cell.height + GAP);
    return element("g", { transform: `translate(${x} ${y})` }, inside(panel));
  });
  const drawing = svg(
    width,
    height,
    `${title}. ${caption} ${panels.map(spoken).join(" ")}`,
    { width, height },
    element("title", {}, escapeText(title)),
    element("desc", {}, escapeText(caption)),
    element("style", {}, `svg { color-scheme: ${theme}; }\n${figureStyles}`),
    element("rect", { class: "paper", fill: "#ffffff", width, height }),
    label(title, { x: GAP, y: 24, class: "strong", "font-size": 14, fill: "#15171c" }),
    ...placed,
  );
  return `${drawing}\n`;
}
