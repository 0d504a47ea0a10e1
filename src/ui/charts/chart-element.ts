/**
 * @file What all charts share: a uPlot that is built when its look changes, fed when
 * numbers arrive, drawn only while on screen, and read with the mouse or the arrow
 * keys. Which curves there are is the subclass's. x is always the update.
 */
import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from "lit";
import uPlot from "uplot";
import uPlotStyles from "uplot/dist/uPlot.min.css?inline";
import { type ChartInk, chartInk } from "../../core/palette.ts";
import type { RunStore } from "../../session/run-store.ts";
import { currentTheme, type Theme } from "../theme.ts";
import type { RunPlan } from "./run-plan.ts";

const GROUP = "lena";
/** Charts just outside the window are kept up too, so that scrolling meets no empty one. */
const NEAR = { rootMargin: "1500px 0px" };
const FONT = '12px "Plex Mono", ui-monospace, monospace';

export type Look = Pick<uPlot.Options, "series" | "hooks"> & {
  scales: uPlot.Scales;
  axes: uPlot.Axis[];
  focus: boolean;
};

/** A line of one or two updates is hard to see: dots help it. */
export const few: uPlot.Series.Points = {
  show: (chart) => chart.data[0].length < 3 && chart.data[1]?.[0] != null,
  size: 5,
};

export abstract class ChartElement extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
    highlight: { attribute: false },
  };
  /** The run on show, or the one that is being configured. */
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare theme: Theme;
  /** Layer (index into the plan's layers) that stands out from the others. */
  declare highlight: number | null;

  protected abstract readonly label: string;
  /** Curves and axes; read again whenever `lookKey` changes. */
  protected abstract look(ink: ChartInk): Look;
  /** One column per curve, x first. */
  protected abstract columns(store: RunStore): uPlot.AlignedData;

  #chart: uPlot | undefined;
  #built: readonly unknown[] = [];
  #onScreen = false;
  readonly #resized = new ResizeObserver(() => this.#fit());
  readonly #seen = new IntersectionObserver(([entry]) => {
    this.#onScreen = entry?.isIntersecting ?? false;
    this.#draw();
  }, NEAR);

  constructor() {
    super();
    this.revision = 0;
    this.theme = currentTheme();
    this.highlight = null;
  }

  static override styles = [
    unsafeCSS(uPlotStyles),
    css`
      :host {
        display: block;
      }
      .plot {
        height: var(--chart-height, 14rem);
        overflow: hidden;
        border-radius: 3px;
      }
      .plot:focus-visible {
        outline: 2px solid var(--focus);
      }
      .u-select {
        background: color-mix(in srgb, var(--ink) 10%, transparent);
      }
      /* A chart that only follows the others shows the line, not a point. */
      :host(:not(:hover)) .u-cursor-pt {
        display: none;
      }
      .u-hz .u-cursor-x {
        border-right: 1px solid var(--ink-soft);
      }
    `,
  ];

  override render() {
    const last = (this.store?.updateCount ?? 0) - 1;
    const at = this.#chart?.cursor.idx ?? last;
    return html`<div
      class="plot"
      tabindex="0"
      role=${last < 0 ? "img" : "slider"}
      aria-label=${this.label}
      aria-valuemin=${last < 0 ? nothing : 0}
      aria-valuemax=${last < 0 ? nothing : last}
      aria-valuenow=${last < 0 ? nothing : at}
      aria-valuetext=${last < 0 ? nothing : `update ${at}`}
      @keydown=${this.#key}
    ></div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void document.fonts.ready.then(() => this.#chart?.redraw(false, true));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.#discard();
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this.#plot);
    this.#seen.observe(this.#plot);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#draw();
    if (changed.has("highlight") && this.#chart && !this.matches(":hover")) {
      const series = this.highlight === null ? null : this.highlight + 1;
      this.#chart.setSeries(series, { focus: true }, false);
    }
  }

  get #plot(): HTMLDivElement {
    return this.renderRoot.querySelector<HTMLDivElement>(".plot")!;
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#plot;
    if (!this.#onScreen || width === 0 || height === 0) return;
    const data = this.store?.updateCount ? this.columns(this.store) : undefined;
    const look = [this.plan, this.store, this.theme];
    if (this.#chart && look.every((part, i) => part === this.#built[i])) {
      if (data) this.#chart.setData(data);
      return;
    }
    this.#discard();
    this.#built = look;
    this.#chart = this.#build(width, height, data);
  }

  #build(width: number, height: number, data: uPlot.AlignedData | undefined): uPlot {
    const ink = chartInk[this.theme];
    const { series, hooks, scales, axes, focus } = this.look(ink);
    const end = Math.max(1, this.plan.schedule.updateCount - 1);
    const whole = { min: 0, max: end };
    const axis: uPlot.Axis = {
      stroke: ink.soft,
      font: FONT,
      ticks: { show: false },
      grid: { stroke: ink.grid, width: 1 },
    };
    const showWhole = () => {
      for (const chart of uPlot.sync(GROUP).plots) chart.setScale("x", whole);
      return null;
    };
    const names = (_: uPlot, splits: number[]) =>
      splits.map((v) => (v === 0 ? "update 0" : Number.isInteger(v) ? `${v}` : null));
    const options: uPlot.Options = {
      width,
      height,
      padding: [10, 6, 0, 0],
      legend: { show: false },
      series: [{}, ...series],
      scales: { x: { time: false, auto: false, ...whole }, ...scales },
      axes: [
        {
          ...axis,
          size: 30,
          gap: 8,
          space: 70,
          values: names,
          grid: { show: false },
          border: { show: true, stroke: ink.grid },
        },
        ...axes.map((own) => ({ ...axis, size: 54, gap: 8, ...own, grid: { ...axis.grid, ...own.grid } })),
      ],
      focus: { alpha: 0.14 },
      cursor: {
        y: false,
        sync: { key: GROUP, setSeries: false, scales: ["x", null] },
        focus: { prox: focus ? 24 : -1 },
        points: { size: 7, one: focus },
        drag: { x: true, y: false, dist: 6 },
        bind: { dblclick: () => showWhole },
      },
      hooks: { ...hooks, setCursor: [this.#cursorMoved], setSeries: [this.#layerFocused] },
    };
    const empty: uPlot.AlignedData = [[0, end], ...series.map(() => [null, null])];
    return new uPlot(options, data ?? empty, this.#plot);
  }

  #discard(): void {
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#plot;
    if (this.#chart && width > 0 && height > 0) this.#chart.setSize({ width, height });
    else this.#draw();
  }

  #cursorMoved = (chart: uPlot) => {
    const index = chart.cursor.idx;
    const update = index === null || index === undefined || !this.store ? null : (chart.data[0][index] ?? null);
    this.dispatchEvent(new CustomEvent("cursor-moved", { detail: { update }, bubbles: true, composed: true }));
  };

  #layerFocused = (_: uPlot, series: number | null, options: uPlot.Series & { focus?: boolean }) => {
    if (!options.focus || !this.matches(":hover")) return;
    const layer = series === null || series > this.plan.layers.length ? null : series - 1;
    this.dispatchEvent(new CustomEvent("layer-highlighted", { detail: { layer }, bubbles: true, composed: true }));
  };

  /** Arrow keys read the charts as the mouse does; Escape lets go. */
  #key = (event: KeyboardEvent) => {
    const count = this.#chart?.data[0].length ?? 0;
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageUp: 10,
      PageDown: -10,
      Home: -count,
      End: count,
    };
    const move = moves[event.key];
    if (!this.#chart || !this.store || (move === undefined && event.key !== "Escape")) return;
    event.preventDefault();
    const at = Math.min(count - 1, Math.max(0, (this.#chart.cursor.idx ?? count - 1) + (move ?? 0)));
    const x = this.#chart.data[0][at] ?? 0;
    for (const chart of uPlot.sync(GROUP).plots) {
      chart.setCursor(move === undefined ? { left: -10, top: -10 } : { left: chart.valToPos(x, "x"), top: 0 });
    }
    this.requestUpdate();
  };
}

declare global {
  interface HTMLElementEventMap {
    /** Update under the cursor; null when it has left. */
    "cursor-moved": CustomEvent<{ update: number | null }>;
    /** Layer under the pointer, in a chart or a legend. */
    "layer-highlighted": CustomEvent<{ layer: number | null }>;
  }
}
