/** @file A piece of a run's line, to tell runs apart in lists and tables. */
import { html, nothing, svg } from "lit";
import type { RunStyle } from "./run-styles.ts";

/** Hollow where the run is not overlaid. */
export function swatch(style: RunStyle | undefined) {
  const line = style
    ? svg`<line x1="0" x2="22" y1="5" y2="5" stroke=${style.colour} stroke-width="3" stroke-dasharray=${style.dash.join(" ") || nothing} />`
    : svg`<rect x="0.5" y="3.5" width="21" height="3" rx="1.5" class="hollow" />`;
  return html`<svg class="swatch" viewBox="0 0 22 10" width="22" height="10" aria-hidden="true">${line}</svg>`;
}
