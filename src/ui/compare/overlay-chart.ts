/**
 * @file Lines of several runs in one frame, with their numbers at a cursor that all such charts share. Drawn while on
 * screen. Not here: which lines, and what runs along the axis (compare-charts.ts).
 */
import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from "lit";
import uPlot from "uplot";
import uPlotStyles from "uplot/dist/uPlot.min.css?inline";
import { inkOf } from "../charts/ink.ts";
import { drawOffScale } from "../charts/off-scale.ts";
import { pointAfter } from "../charts/reading-keys.ts";
import { formatTick } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme, type Theme } from "../theme.ts";
import { aligned, type Line, type OverlayScale, overlayEnd, overlayRange } from "./overlay-lines.ts";
import { placeOf, placeWords, readout, readoutStyles } from "./readout.ts";

const GROUP = "lena-compare";
/** Charts just outside the window are kept up too, so that scrolling meets no empty one. */
const NEAR = { rootMargin: "1500px 0px" };
const FONT = '12px "Plex Mono", ui-monospace, monospace';

/** Of a decade only 1, 2 and 5 carry a line and a number, and 1 alone where there are many. */
function numbered(_: uPlot, splits: number[]): (number | null)[] {
  const digits = splits.length > 36 ? /^1e/ : /^[125]e/;
  return splits.map((value) => {
    const rounded = value.toExponential(0);
    return digits.test(rounded) && Math.abs(value / Number(rounded) - 1) < 1e-9 ? value : null;
  });
}

/** The point of the line that its number at x is read from; null where it has none there. */
function pointUpTo([xs, ...lines]: uPlot.AlignedData, i: number, x: number): number | null {
  const ys = lines[i - 1]!;
  let [last, at] = [xs.length - 1, xs.length - 1];
  while (last >= 0 && ys[last] == null) last--;
  if (x > (xs[last] ?? -1)) return null;
  while (at >= 0 && (xs[at]! > x || ys[at] == null)) at--;
  return at < 0 ? null : at;
}

export class OverlayChart extends LitElement {
  static override properties = {
    label: {},
    lines: { attribute: false },
    unit: {},
    end: { type: Number },
    scale: {},
    target: { attribute: false },
    raised: { attribute: false },
    theme: {},
    cursor: { state: true },
  };
  declare label: string;
  declare lines: readonly Line[];
  /** What runs along the axis. */
  declare unit: string;
  /** Where the axis ends at least. */
  declare end: number;
  declare scale: OverlayScale;
  /** A height that is marked. */
  declare target: number | undefined;
  /** Run that stands out. */
  declare raised: string | undefined;
  declare theme: Theme;
  /** Along the axis; null: the pointer is on none of the charts. */
  declare cursor: number | null;

  #chart: uPlot | undefined;
  #built = "";
  #onScreen = false;
  readonly #resized = new ResizeObserver(() => this.#fit());
  readonly #seen = new IntersectionObserver((entries) => {
    this.#onScreen = entries.at(-1)?.isIntersecting ?? false;
    this.#draw();
  }, NEAR);

  constructor() {
    super();
    [this.label, this.unit, this.scale, this.end] = ["", "updates", "value", 1];
    this.lines = [];
    this.cursor = null;
    this.theme = currentTheme();
  }

  static override styles = [
    shared,
    unsafeCSS(uPlotStyles),
    readoutStyles,
    css`
      :host {
        display: grid;
        gap: 8px 24px;
      }
      .plot {
        height: var(--chart-height, 14rem);
        overflow: hidden;
      }
      .plot:focus-visible {
        outline: 2px solid var(--focus);
        outline-offset: -2px;
      }
      .u-select {
        background: color-mix(in srgb, var(--ink) 10%, transparent);
      }
      .u-hz .u-cursor-x {
        border-right: 1px solid var(--ink-soft);
      }
      @media (min-width: 1101px) {
        :host(.tall) {
          grid-template-columns: minmax(0, 1fr) minmax(250px, 300px);
        }
        :host(.tall) .readout {
          order: 1;
        }
        :host(.tall) .readout dl {
          grid-template-columns: minmax(0, 1fr);
        }
        :host(.tall) .readout dl div {
          padding: 5px 0;
          border-top: 1px solid var(--line);
        }
      }
    `,
  ];

  override render() {
    const { lines, unit, scale, cursor } = this;
    return html`${readout({ lines, unit, scale, at: cursor })}<div
        class="plot"
        tabindex="0"
        role=${lines.length === 0 ? "img" : "slider"}
        aria-label=${this.label}
        aria-valuemin=${lines.length === 0 ? nothing : 0}
        aria-valuemax=${lines.length === 0 ? nothing : this.#end}
        aria-valuenow=${lines.length === 0 ? nothing : (cursor ?? this.#end)}
        aria-valuetext=${lines.length === 0 ? nothing : placeWords(unit, cursor)}
        @keydown=${this.#key}
      ></div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.#chart?.destroy();
    [this.#chart, this.#built] = [undefined, ""];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observe();
    void document.fonts.ready.then(() => this.#chart?.redraw(false, true));
  }

  protected override firstUpdated(): void {
    this.#observe();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.size > 1 || !changed.has("cursor")) this.#draw();
    if (changed.has("raised")) this.#raise();
  }

  get #plot(): HTMLDivElement {
    return this.renderRoot.querySelector<HTMLDivElement>(".plot")!;
  }

  /** Part of the axis that is on show; undefined: all. */
  get span(): readonly [number, number] | undefined {
    const { min, max } = this.#chart?.scales.x ?? {};
    return min == null || max == null || (min === 0 && max === this.#end) ? undefined : [min, max];
  }

  #observe(): void {
    this.#resized.observe(this.#plot);
    this.#seen.observe(this.#plot);
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#plot;
    if (!this.#onScreen || width === 0 || height === 0) return;
    const looks = this.lines.map(({ id, name, colour, dash, faint, dots }) => [id, name, colour, dash, faint, dots]);
    const look = JSON.stringify([looks, this.unit, this.scale, this.theme, this.target ?? null]);
    const data = aligned(this.lines, this.scale === "log");
    if (this.#chart && look === this.#built) {
      this.#chart.setData(data, false);
      this.#chart.setScale("x", { min: 0, max: this.#end });
      return;
    }
    this.#chart?.destroy();
    this.#built = look;
    this.#chart = new uPlot(this.#options(width, height), data, this.#plot);
    this.#raise();
  }

  #raise(): void {
    const chart = this.#chart;
    if (!chart) return;
    chart.batch(() => {
      this.lines.forEach(({ id }, i) => {
        const series = chart.series[i + 1];
        if (series) series.alpha = this.raised === undefined || this.raised === id ? 1 : 0.16;
      });
      chart.redraw(false);
    });
  }

  get #end(): number {
    return overlayEnd(this.lines, this.end);
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#plot;
    if (this.#chart && width > 0 && height > 0) this.#chart.setSize({ width, height });
    else this.#draw();
  }

  #options(width: number, height: number): uPlot.Options {
    const ink = inkOf(this.theme);
    const axis: uPlot.Axis = {
      stroke: ink.soft,
      font: FONT,
      ticks: { show: false },
      grid: { stroke: ink.grid, width: 1 },
    };
    const colours = this.lines.map(({ colour }) => colour);
    const pixels = (dash: readonly number[]) => dash.map((part) => part * devicePixelRatio);
    return {
      width,
      height,
      padding: [10, 8, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: {
          size: (_, i) => (this.lines[i - 1]?.faint ? 0 : 7),
          fill: (_, i) => colours[i - 1] ?? ink.ink,
          width: 0,
        },
        dataIdx: (chart, i, closest, x) => (i === 0 ? closest : pointUpTo(chart.data, i, placeOf(this.unit, x))),
        drag: { x: true, y: false, dist: 6 },
        sync: { key: GROUP, setSeries: false, scales: ["x", null] },
      },
      series: [
        {},
        ...this.lines.map(
          ({ colour, dash, faint, dots }): uPlot.Series => ({
            stroke: faint ? `${colour}40` : colour,
            width: faint ? 1 : 2,
            dash: pixels(dash),
            spanGaps: true,
            points: { show: dots ?? false, size: 6, width: 2, fill: ink.panel },
          }),
        ),
      ],
      scales: {
        x: { time: false, auto: false, min: 0, max: this.#end },
        y: { distr: this.scale === "log" ? 3 : 1, range: (_, min, max) => overlayRange(this.scale, min, max) },
      },
      axes: [
        {
          ...axis,
          size: 30,
          gap: 8,
          space: 70,
          grid: { show: false },
          border: { show: true, stroke: ink.grid },
          values: (_, splits) => this.#xNames(splits),
        },
        { ...axis, size: 54, gap: 8, ...this.#yAxis(axis.grid) },
      ],
      hooks: {
        drawAxes: [(chart) => this.#drawTarget(chart, ink.soft)],
        setCursor: [this.#cursorMoved],
        draw: [(chart) => this.scale === "value" && drawOffScale(chart, "y", colours, ink)],
      },
    };
  }

  /** uPlot moves the cursors of all charts together. */
  #cursorMoved = (chart: uPlot): void => {
    const { left = -1 } = chart.cursor;
    this.cursor = left < 0 ? null : placeOf(this.unit, chart.posToVal(left, "x"));
  };

  /** Keys read the charts as the pointer does, from point to point. */
  #key = (event: KeyboardEvent): void => {
    const chart = this.#chart;
    if (!chart) return;
    const [xs] = chart.data;
    const { left = -1 } = chart.cursor;
    const now = left < 0 ? xs.length - 1 : chart.posToIdx(left);
    const at = pointAfter(event.key, now, xs.length);
    if (at === undefined) return;
    event.preventDefault();
    for (const each of uPlot.sync(GROUP).plots) {
      each.setCursor(at === null ? { left: -10, top: -10 } : { left: each.valToPos(xs[at]!, "x"), top: 0 });
    }
  };

  #yAxis(grid: uPlot.Axis.Grid | undefined): uPlot.Axis {
    if (this.scale === "share") {
      const splits = [0, 0.2, 0.4, 0.6, 0.8, 1];
      return { splits: () => splits, values: () => splits.map((v) => `${Math.round(v * 100)}%`) };
    }
    const values = (_: uPlot, splits: (number | null)[]) => splits.map((v) => (v === null ? "" : formatTick(v)));
    return this.scale === "log" ? { values, filter: numbered, grid: { ...grid, filter: numbered } } : { values };
  }

  #xNames(splits: number[]): (string | null)[] {
    const whole = this.unit === "updates" || this.unit === "images";
    return splits.map((v) => {
      if (v === 0) return this.unit === "seconds" ? "0 s" : `${this.unit.slice(0, -1)} 0`;
      return whole && !Number.isInteger(v) ? null : formatTick(v);
    });
  }

  #drawTarget({ ctx, bbox, valToPos }: uPlot, stroke: string): void {
    if (this.target === undefined) return;
    const y = Math.round(valToPos(this.target, "y", true));
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = stroke;
    ctx.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = FONT.replace("12px", `${12 * devicePixelRatio}px`);
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.fillText(
      `target ${Math.round(this.target * 1000) / 10}%`,
      bbox.left + 8 * devicePixelRatio,
      y - 3 * devicePixelRatio,
    );
    ctx.restore();
  }
}
customElements.define("lena-overlay-chart", OverlayChart);

declare global {
  interface HTMLElementTagNameMap {
    "lena-overlay-chart": OverlayChart;
  }
}
