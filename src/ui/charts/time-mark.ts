/**
 * @file Where the page is held in time: a line over a chart, and a veil over what came after. An element over the
 * canvas, so that moving it draws nothing anew.
 */
import type uPlot from "uplot";

/** As in the style: the veil reaches over the edge. */
const OVER = 3;

export class TimeMark {
  readonly #chart: uPlot;
  readonly #element = document.createElement("div");

  constructor(chart: uPlot) {
    this.#chart = chart;
    this.#element.className = "mark";
    this.#element.hidden = true;
    chart.over.append(this.#element);
  }

  /** At x; null takes it away. */
  place(x: number | null): void {
    const left = x === null ? Number.POSITIVE_INFINITY : this.#chart.valToPos(x, "x");
    const room = this.#chart.bbox.width / devicePixelRatio; // asking the element would lay the page out
    this.#element.hidden = !(left <= room);
    if (!this.#element.hidden) this.#element.style.width = `${room - Math.max(0, left) + OVER}px`;
  }
}
