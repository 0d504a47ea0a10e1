/**
 * @file Names of other rules' lines, where the page is held in time: on plates in the panel's colour, each clear of the
 * others. Elements over the canvas and over the time mark's veil, so that moving them draws nothing anew.
 */
import type uPlot from "uplot";
import type { GhostLine } from "./ghost-lines.ts";
import type { XAxis } from "./x-axis.ts";

/** From one plate to the next, as high as the style makes them. */
const HEIGHT = 17;
/** The widest of them. */
const WIDTH = 84;
const GAP = 5;

export class GhostNames {
  readonly #chart: uPlot;
  #plates: HTMLElement[] = [];

  constructor(chart: uPlot) {
    this.#chart = chart;
  }

  /** Beside the lines at an update: behind it, where what is to come is faded, or before it where the plot ends. */
  place(scale: string, ghosts: readonly GhostLine[], update: number, x: XAxis): void {
    const { bbox, over } = this.#chart;
    const [width, height] = [bbox.width / devicePixelRatio, bbox.height / devicePixelRatio];
    const names = ghosts.flatMap(({ name, rates }) => {
      const at = rates.findLastIndex((rate, t) => t <= update && rate > 0);
      if (at < 0) return [];
      const left = this.#chart.valToPos(x.at(at), "x");
      const isShown = left >= 0 && left <= width + 1;
      return isShown ? [{ name, left, middle: this.#chart.valToPos(rates[at]!, scale) }] : [];
    });
    const tops = apart(
      names.map(({ middle }) => middle - HEIGHT / 2),
      HEIGHT,
      height,
    );
    for (const plate of this.#plates.splice(names.length)) plate.remove();
    names.forEach(({ name, left }, i) => {
      this.#plates[i] ??= over.appendChild(Object.assign(document.createElement("span"), { className: "ghost" }));
      const { style } = this.#plates[i]!;
      this.#plates[i]!.textContent = name;
      const fits = left + GAP + WIDTH <= width;
      style.left = fits ? `${left + GAP}px` : "auto";
      style.right = fits ? "auto" : `${Math.max(0, width - left) + GAP}px`;
      style.top = `${tops[i]}px`;
    });
  }
}

/** The same places, moved as little as it takes for parts of a height to stand clear of each other in so much room. */
export function apart(tops: readonly number[], height: number, room: number): number[] {
  const order = tops.map((_, i) => i).sort((one, other) => tops[one]! - tops[other]!);
  const moved = [...tops];
  let free = 0;
  for (const i of order) {
    moved[i] = Math.max(moved[i]!, free);
    free = moved[i]! + height;
  }
  let end = room;
  for (const i of order.toReversed()) {
    moved[i] = Math.min(moved[i]!, end - height);
    end = moved[i]!;
  }
  return moved;
}
