/**
 * @file Learning rate of every layer as a map, layers from input to output by updates, the rate as colour. A chart as
 * the others are, so that its cursor and its zoom are theirs; the pixels are made in heat-image.ts.
 *
 * @fires layer-highlighted
 * @fires layer-selected
 * @fires cursor-moved
 */
import type uPlot from "uplot";
import { type ChartInk, heatRamp } from "../../core/palette.ts";
import type { RunStore } from "../../session/run-store.ts";
import { formatTick } from "../format.ts";
import { ChartElement } from "./chart-element.ts";
import type { Look } from "./chart-options.ts";
import { HeatImage } from "./heat-image.ts";
import { modulesOf } from "./modules.ts";
import { layerStyles } from "./palette.ts";
import { heatRange, shareOf, withColumns } from "./ranges.ts";
import { shortNames } from "./short-names.ts";
import type { Grain } from "./thin.ts";

/** Height that a name needs, and width of a letter, in pixels. */
const LINE = 13;
const LETTER = 7.3;
/** Pieces the map is laid out in where updates are not equally wide. */
const PIECES = 64;
const KEY_STEPS = 64;

export class HeatChart extends ChartElement {
  protected readonly label = "Heat map of the learning rate of every layer";
  #image: HeatImage | undefined;
  /** Rates of the lightest and the strongest colour. */
  #range: readonly [number, number] = [0, 1];
  readonly #canvas = document.createElement("canvas");

  protected override look(ink: ChartInk): Look {
    const { layers } = this.plan;
    const nameWidth = this.clientWidth < 520 ? 92 : 150;
    const modules = modulesOf(layers);
    const names = shortNames(
      modules.map(({ name }) => name),
      Math.floor((nameWidth - 10) / LETTER),
    );
    // Middles of the rows of each module, from the top.
    const middles = modules.map(({ members }) => members[0]! + members.length / 2);
    this.#startImage(heatRange(this.plan, this.view.scale, [null, null]));
    return {
      layered: 0,
      series: [{ scale: "layer", paths: () => null, points: { show: false } }],
      scales: { layer: { range: () => [0, layers.length] } },
      axes: [
        {
          scale: "layer",
          size: nameWidth,
          grid: { show: false },
          splits: (chart) => roomy(chart, middles).map((middle) => layers.length - middle),
          values: (_, splits) => splits.map((y) => names[middles.indexOf(layers.length - y)] ?? ""),
        },
      ],
      right: 70,
      hooks: { drawAxes: [(chart: uPlot) => this.#paint(chart, ink)] },
    };
  }

  #startImage(range: readonly [number, number]): void {
    const { plan, theme, view } = this;
    const share = (rate: number) => shareOf(rate, view.scale, range);
    this.#range = range;
    this.#image = new HeatImage(plan.layers.length, plan.schedule.updateCount, share, (steps) =>
      heatRamp(steps, theme),
    );
    [this.#canvas.width, this.#canvas.height] = [this.#image.width, this.#image.height];
  }

  protected override columns(store: RunStore, { from, to, stride }: Grain) {
    const rates = this.plan.layers.map((_, k) => store.layerColumn("rate", k));
    const range = heatRange(this.plan, this.view.scale, withColumns([null, null], rates));
    if (range.join() !== this.#range.join()) this.#startImage(range);
    const image = this.#image!;
    const [first, end] = image.add(store);
    const pixels = new ImageData(image.pixels, image.width, image.height);
    this.#canvas.getContext("2d")!.putImageData(pixels, 0, 0, first, 0, end - first, image.height);
    const points = stride === 1 ? to - from : 2 * Math.ceil((to - from) / stride) + 1;
    return [new Float64Array(points)];
  }

  protected override emphasise(): void {
    this.chart?.redraw(false);
  }

  protected override layerAt(chart: uPlot, left: number, top: number): number | null {
    if (left < 0 || top < 0) return null;
    const { length } = this.plan.layers;
    return Math.min(length - 1, Math.floor((top / chart.over.clientHeight) * length));
  }

  #paint(chart: uPlot, ink: ChartInk): void {
    const { ctx, bbox } = chart;
    const { width, height, stride } = this.#image!;
    const row = bbox.height / height;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.imageSmoothingEnabled = false;
    const pieces = this.view.x === "second" ? PIECES : 1;
    for (let i = 0; i < pieces; i++) {
      const [from, to] = [i, i + 1].map((piece) => Math.round((width * piece) / pieces)) as [number, number];
      const [left, right] = [from, to].map((column) => chart.valToPos(this.x.at(column * stride - 0.5), "x", true)) as [
        number,
        number,
      ];
      if (to > from) ctx.drawImage(this.#canvas, from, 0, to - from, height, left, bbox.top, right - left, bbox.height);
    }
    layerStyles(this.plan.layers, this.theme).forEach(({ colour }, k) => {
      ctx.fillStyle = colour;
      ctx.fillRect(bbox.left, bbox.top + k * row, 4 * devicePixelRatio, Math.max(1, row - devicePixelRatio));
    });
    if (this.highlight !== null) {
      ctx.strokeStyle = ink.ink;
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.strokeRect(bbox.left, bbox.top + this.highlight * row, bbox.width, row);
    }
    ctx.restore();
    this.#paintKey(chart, ink);
  }

  /** Which colour is which rate, on the right. */
  #paintKey({ ctx, bbox }: uPlot, ink: ChartInk): void {
    const [low, high] = this.#range;
    const ratio = devicePixelRatio;
    const ramp = heatRamp(KEY_STEPS, this.theme);
    const left = bbox.left + bbox.width + 10 * ratio;
    const step = bbox.height / KEY_STEPS;
    ctx.save();
    for (let i = 0; i < KEY_STEPS; i++) {
      ctx.fillStyle = `rgb(${ramp.subarray(3 * i, 3 * i + 3).join()})`;
      ctx.fillRect(left, bbox.top + bbox.height - (i + 1) * step, 8 * ratio, Math.ceil(step));
    }
    ctx.fillStyle = ink.soft;
    ctx.font = `${11 * ratio}px "Plex Mono", ui-monospace, monospace`;
    ctx.textAlign = "left";
    const middle = this.view.scale === "log" ? Math.sqrt(low * high) : high / 2;
    const labels = [
      [high, "top", 0],
      [middle, "middle", 0.5],
      [low, "bottom", 1],
    ] as const;
    for (const [value, baseline, down] of labels) {
      ctx.textBaseline = baseline;
      ctx.fillText(formatTick(Number(value.toPrecision(1))), left + 12 * ratio, bbox.top + bbox.height * down);
    }
    ctx.restore();
  }
}
customElements.define("lena-heat-chart", HeatChart);

/** Those of the places, in rows from the top, that have room for a name. */
function roomy(chart: uPlot, places: readonly number[]): number[] {
  const row = chart.bbox.height / devicePixelRatio / chart.scales.layer!.max!;
  let free = 0;
  return places.filter((place) => {
    const isFree = place * row >= free;
    if (isFree) free = place * row + LINE;
    return isFree;
  });
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-heat-chart": HeatChart;
  }
}
