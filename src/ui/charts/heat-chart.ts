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
import { layerStyles } from "./palette.ts";
import { shareOf, shareRange } from "./ranges.ts";
import type { Grain } from "./thin.ts";

/** Height that a name needs, and width of a letter, in pixels. */
const LINE = 14;
const LETTER = 7.3;
/** Pieces the map is laid out in where updates are not equally wide. */
const PIECES = 64;
const KEY_STEPS = 64;

export class HeatChart extends ChartElement {
  protected readonly label = "Heat map of the learning rate of every layer";
  #image: HeatImage | undefined;
  readonly #canvas = document.createElement("canvas");

  protected override look(ink: ChartInk): Look {
    const { layers } = this.plan;
    const nameWidth = this.clientWidth < 520 ? 66 : 114;
    const letters = Math.floor((nameWidth - 10) / LETTER);
    const { scale } = this.view;
    const range = shareRange(this.plan, scale);
    const share = (rate: number) => shareOf(rate, scale, range);
    this.#image = new HeatImage(layers.length, this.plan.schedule.updateCount, share, (steps) =>
      heatRamp(steps, this.theme),
    );
    [this.#canvas.width, this.#canvas.height] = [this.#image.width, this.#image.height];
    return {
      layered: 0,
      series: [{ scale: "layer", paths: () => null, points: { show: false } }],
      scales: { layer: { range: () => [0, layers.length] } },
      axes: [
        {
          scale: "layer",
          size: nameWidth,
          grid: { show: false },
          splits: (chart) => this.#named(chart),
          values: (_, splits) =>
            splits.map((y) => shorten(layers[layers.length - Math.ceil(y)]?.module ?? "", letters)),
        },
      ],
      right: 62,
      hooks: { drawAxes: [(chart: uPlot) => this.#paint(chart, ink, range)] },
    };
  }

  protected override columns(store: RunStore, { from, to, stride }: Grain) {
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

  /** Middles of the rows that have room for a name: the first of each module. */
  #named(chart: uPlot): number[] {
    const { layers } = this.plan;
    const row = chart.bbox.height / devicePixelRatio / layers.length;
    let free = 0;
    return layers.flatMap(({ module }, k) => {
      const middle = (k + 0.5) * row;
      if (module === layers[k - 1]?.module || middle < free) return [];
      free = middle + LINE;
      return [layers.length - k - 0.5];
    });
  }

  #paint(chart: uPlot, ink: ChartInk, range: readonly [number, number]): void {
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
    this.#paintKey(chart, ink, range);
  }

  /** Which colour is which rate, on the right. */
  #paintKey({ ctx, bbox }: uPlot, ink: ChartInk, [low, high]: readonly [number, number]): void {
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

/** The end of a module's name tells more than its beginning. */
function shorten(name: string, letters: number): string {
  return name.length <= letters ? name : `…${name.slice(1 - letters)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-heat-chart": HeatChart;
  }
}
