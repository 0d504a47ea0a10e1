/**
 * @file What a chart on the page is drawn in besides its curves: the theme's ink, or the system's colours where a person
 * has forced them. Not here: exported pictures, which others see too (export/).
 */
import { type ChartInk, chartInk, type Theme } from "../../core/palette.ts";
import { coloursAreForced } from "../theme.ts";

/** rgb(…) with alpha: the forced colours have none that is quiet. */
const faint = (colour: string): string => colour.replace(")", ", 0.3)");

export function inkOf(theme: Theme): ChartInk {
  if (!coloursAreForced()) return chartInk[theme];
  // A canvas does not know the forced ones by their names; an element does.
  const probe = document.body.appendChild(document.createElement("span"));
  const colour = (name: string): string => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const ink = colour("CanvasText");
  const [panel, accent] = [colour("Canvas"), colour("Highlight")];
  probe.remove();
  return { panel, ink, soft: ink, grid: faint(ink), accent, envelope: "transparent" };
}
