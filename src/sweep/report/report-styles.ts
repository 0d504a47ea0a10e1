/** @file The look of a report: a paper's appendix, on a screen of any width, light or dark, and on paper. */
import { chartInk } from "../../core/palette.ts";
import { figureStyles } from "./swatches.ts";

const { light, dark } = chartInk;

/** Also for a component that shows tables, figures and claims. */
export const partStyles = `
${figureStyles}
.panels { display: grid; gap: 1.25rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17.5rem), 1fr)); }
figure { margin: 1.75rem 0 0.75rem; }
.single .panels { grid-template-columns: minmax(0, 34rem); }
.panels svg { display: block; width: 100%; height: auto; overflow: visible; }
figcaption, .caption { color: var(--ink-soft); font: 0.8125rem / 1.45 var(--sans); text-align: left; max-width: 46rem; }
figcaption { margin-top: 0.75rem; }
figcaption strong, .caption strong { color: var(--ink); font-weight: 600; }
.caption { margin: 1.75rem 0 0.6rem; }
.scroller { overflow-x: auto; position: relative; margin: 0 0 0.75rem; }
table { width: 100%; max-width: 46rem; border-collapse: collapse; font: 0.8125rem / 1.3 var(--sans); font-variant-numeric: tabular-nums; border-bottom: 1.5px solid var(--ink); }
thead th { white-space: nowrap; border-top: 1.5px solid var(--ink); border-bottom: 0.75px solid var(--ink); font-weight: 600; }
th, td { padding: 0.4rem 0.55rem; text-align: right; vertical-align: top; }
th:first-child { text-align: left; padding-left: 0; font-weight: 600; position: sticky; left: 0; background: var(--paper); max-width: 16rem; }
tbody tr + tr > * { border-top: 0.75px solid var(--line); }
td > * { display: block; white-space: nowrap; }
td .half { white-space: normal; color: var(--ink-soft); font-size: 0.6875rem; }
td .theirs { color: var(--ink-soft); font-size: 0.75rem; }
td .note { color: var(--accent); font-size: 0.6875rem; white-space: normal; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.claim { max-width: 46rem; margin: 0.6rem 0; padding-left: 0.9rem; border-left: 2px solid var(--line-strong); overflow-wrap: anywhere; }
.claim .said { display: block; color: var(--ink-soft); font-style: italic; }
.verdict { float: right; margin: 0.15rem 0 0.25rem 0.75rem; padding: 0.05rem 0.5rem; border: 1px solid currentColor; border-radius: 1rem; font: 600 0.6875rem / 1.4 var(--sans); white-space: nowrap; color: var(--ink-soft); }
.verdict.agrees { color: light-dark(#0f6b4f, #4fd3a0); }
.verdict.disagrees { color: light-dark(#a8122c, #ff93a0); }
.verdict.in-part { color: light-dark(#7a5d00, #e6c24a); border-style: dashed; }
.verdict.untold { border-style: dotted; }
`.trim();

export const reportStyles = `
:root {
  color-scheme: light dark;
  --paper: light-dark(${light.panel}, ${dark.panel});
  --ink: light-dark(${light.ink}, ${dark.ink});
  --ink-soft: light-dark(${light.soft}, ${dark.soft});
  --line: light-dark(#e2e1dc, #23272d);
  --line-strong: light-dark(#c5c4be, #3a4049);
  --accent: light-dark(${light.accent}, ${dark.accent});
  --sans: "IBM Plex Sans", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", "Source Serif 4", Georgia, serif;
  --mono: "IBM Plex Mono", ui-monospace, Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: clamp(1.5rem, 5vw, 4rem) clamp(1.1rem, 4vw, 3rem) 5rem; max-width: 72rem; background: var(--paper); color: var(--ink); font: 1rem / 1.55 var(--serif); text-rendering: optimizeLegibility; }
h1 { margin: 0; font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.25rem); line-height: 1.15; font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; max-width: 40rem; overflow-wrap: anywhere; }
h2 { margin: 3.25rem 0 0; padding-top: 0.8rem; border-top: 0.75px solid var(--line-strong); font-size: 1.25rem; font-weight: 600; line-height: 1.25; }
p { max-width: 46rem; }
.kicker { margin: 0 0 0.5rem; color: var(--accent); font: 600 0.75rem / 1.4 var(--sans); letter-spacing: 0.06em; text-transform: uppercase; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.35rem 1.25rem; margin: 1.5rem 0; padding: 1rem 0; border-block: 0.75px solid var(--line-strong); font: 0.8125rem / 1.5 var(--sans); }
.facts dt { color: var(--ink-soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.9em / 1.5 var(--mono); }
.small { color: var(--ink-soft); font-size: 0.875rem; }
a { color: inherit; }
@media (max-width: 34rem) {
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: 0.5rem; }
  table { font-size: 0.75rem; }
  th, td { padding-inline: 0.2rem; }
  th:first-child { max-width: 5.5rem; overflow-wrap: break-word; }
  thead th:first-child { white-space: normal; }
  .claim .verdict { float: none; display: table; margin: 0 0 0.25rem; }
}
@media print {
  :root { color-scheme: light; --paper: #ffffff; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  figure, tr, .claim { break-inside: avoid; }
  h2 { break-after: avoid; margin-top: 2rem; }
  .scroller { overflow: visible; }
  .panels { grid-template-columns: repeat(3, 1fr); }
  .single .panels { grid-template-columns: 60%; }
  .panels svg { break-inside: avoid; }
}
@page { margin: 18mm 16mm; }
`.trim();
