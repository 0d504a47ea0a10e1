/**
 * @file What all charts over time share: a uPlot that is built when its look changes, fed when numbers arrive, drawn
 * only while on screen, and read with the mouse or the arrow keys. Which curves there are is the subclass's; how they
 * are set up is chart-options.ts.
 */
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from "lit";
import uPlot from "uplot";
import uPlotStyles from "uplot/dist/uPlot.min.css?inline";
import type { ChartInk } from "../../core/palette.ts";
import type { RunStore } from "../../session/run-store.ts";
import { formatCount } from "../format.ts";
import { currentTheme, type Theme } from "../theme.ts";
import { chartOptions, type Look, pointAll, showWhole } from "./chart-options.ts";
import { chartStyles } from "./chart-styles.ts";
import { type ChartView, defaultView } from "./chart-view.ts";
import { inkOf } from "./ink.ts";
import { OnScreen } from "./on-screen.ts";
import { BEHIND, layerStyles } from "./palette.ts";
import { pointAfter } from "./reading-keys.ts";
import { RedrawGate } from "./redraw-gate.ts";
import type { RunPlan } from "./run-plan.ts";
import { drawStrongLine } from "./strong-line.ts";
import { type Column, type Grain, grainOf, thinnedUpdates } from "./thin.ts";
import { TimeMark } from "./time-mark.ts";
import { type XAxis, xAxisOf } from "./x-axis.ts";

/** How near the pointer must be to a curve to mean it, in pixels. */
const REACH = 24;

/** Width of the button over the plot, with what is beside it. */
const BUTTON = 92;
/** What a chart is built anew for. */
const FRAME = ["plan", "store", "theme", "view"] as const;

export abstract class ChartElement extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
    view: { attribute: false },
    highlight: { attribute: false },
    at: { attribute: false },
    zoomed: { state: true },
  };
  /** The run on show, or the one that is being configured. */
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare theme: Theme;
  declare view: ChartView;
  /** Layer (index into the plan's layers) that stands out from the others. */
  declare highlight: number | null;
  /** Update that the page is held at; what came after it is faded. */
  declare at: number | null;
  /** A part of the run is on show. */
  declare protected zoomed: boolean;

  protected abstract readonly label: string;
  /** Curves and axes; read again whenever plan, store, theme or view change. */
  protected abstract look(ink: ChartInk): Look;
  /** One column per curve, thinned. */
  protected abstract columns(store: RunStore, grain: Grain): (Column | (number | null)[])[];

  /** Of the chart as it was last drawn. */
  protected x!: XAxis;
  protected chart: uPlot | undefined;
  #look: Look | undefined;
  #grain: Grain | undefined;
  /** Of the points of the curves. */
  #updates: Float64Array = new Float64Array();
  #stale = new Set<"look" | "data" | "emphasis">();
  #pointed = false;
  readonly #gate = new RedrawGate(() => this.#draw());
  #mark: TimeMark | undefined;
  readonly #screen = new OnScreen(
    this,
    () => this.#plot,
    () => this.#draw(),
  );

  constructor() {
    super();
    this.revision = 0;
    this.theme = currentTheme();
    this.view = defaultView;
    this.highlight = null;
    this.at = null;
    this.zoomed = false;
  }

  static override styles = [unsafeCSS(uPlotStyles), chartStyles];

  override render() {
    const last = (this.store?.updateCount ?? 0) - 1;
    const at = this.#shown ?? last;
    return html`<div
      class="plot"
      tabindex="0"
      role=${last < 0 ? "img" : "slider"}
      aria-label=${this.label}
      aria-valuemin=${last < 0 ? nothing : 0}
      aria-valuemax=${last < 0 ? nothing : last}
      aria-valuenow=${last < 0 ? nothing : at}
      aria-valuetext=${last < 0 ? nothing : `update ${formatCount(at)}`}
      @keydown=${this.#key}
      @mouseenter=${() => {
        this.#pointed = true;
      }}
      @mouseleave=${this.#leave}
      @click=${() => this.#tell("layer-selected", { layer: this.highlight })}
    ></div>
      ${
        this.zoomed
          ? html`<button class="whole-run" .style=${`--beside: ${this.#beside}px`} title="All charts show the whole run again; so they do at a double click" @click=${this.#showWhole}>Whole run</button>`
          : nothing
      }`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void document.fonts.ready.then(() => this.chart?.redraw(false, true));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gate.cancel();
    this.#discard();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (FRAME.some((name) => changed.has(name))) this.#stale.add("look");
    if (changed.has("revision")) this.#stale.add("data");
    if (changed.has("highlight")) this.#stale.add("emphasis");
    if (!this.chart || this.#stale.has("look")) this.#draw();
    else if (this.#stale.size > 0) this.#gate.drawSoon();
    if (changed.has("at")) this.#place();
  }

  /** Part of the axis that is on show; undefined: all. */
  get span(): readonly [number, number] | undefined {
    const { min, max } = this.chart?.scales.x ?? {};
    return min == null || max == null || (min === 0 && max === this.x.end) ? undefined : [min, max];
  }

  /** Of numbers by update, those on show. */
  protected inView(values: Float32Array): Float32Array {
    const { span } = this;
    if (!span) return values;
    const [from, to] = span.map((x) => this.x.update(x)) as [number, number];
    return values.subarray(Math.max(0, Math.ceil(from)), Math.floor(to) + 1);
  }

  /** By the button on the right, in pixels. */
  protected get taken(): number {
    return this.zoomed ? BUTTON : 0;
  }

  /** What stands on the right of the plot, in pixels. */
  get #beside(): number {
    const { left = 0, width = 0 } = this.chart?.bbox ?? {};
    return this.#screen.width - (left + width) / devicePixelRatio;
  }

  #showWhole = () => {
    showWhole(this.x.end);
    this.#plot?.focus({ preventScroll: true }); // the button is gone
  };

  /** Makes the curve of the layer that is to stand out do so. */
  protected emphasise(): void {
    if (!this.chart || !this.#look?.layered) return;
    this.chart.setSeries(this.#chosen, { focus: true }, false);
    for (const series of this.chart.series.slice(this.#look.layered + 1))
      series.alpha = this.#chosen === null ? 1 : BEHIND;
  }

  /** That curve, over the others. */
  protected drawStrong(chart: uPlot, ink: ChartInk): void {
    const chosen = this.#chosen;
    if (chosen === null || this.highlight === null) return;
    const style = layerStyles(this.plan.layers, this.theme)[this.highlight]!;
    drawStrongLine(chart, this.#look!.series[0]!.scale!, chart.data[chosen]!, style, ink);
  }

  /** Smoothed curves come after those as measured. */
  get #chosen(): number | null {
    return this.highlight === null ? null : this.#look!.layered - this.plan.layers.length + 1 + this.highlight;
  }

  /** The layer under the pointer. */
  protected layerAt(chart: uPlot, left: number, top: number): number | null {
    const index = chart.cursor.idx;
    if (!this.#look?.layered || left < 0 || index === null || index === undefined) return null;
    const [scale, layers] = [this.#look.series[0]!.scale!, this.plan.layers.length];
    let [best, reach]: [number | null, number] = [null, REACH];
    for (let k = 0; k < layers; k++) {
      const value = chart.data[this.#look.layered - layers + 1 + k]?.[index];
      const away = value == null ? Number.POSITIVE_INFINITY : Math.abs(chart.valToPos(value, scale) - top);
      if (away < reach) [best, reach] = [k, away];
    }
    return best;
  }

  get #plot(): HTMLDivElement | null {
    return this.renderRoot?.querySelector<HTMLDivElement>(".plot") ?? null;
  }

  /** Update under the cursor. */
  get #shown(): number | null {
    const index = this.chart?.cursor.idx;
    return index === null || index === undefined ? null : (this.#updates[index] ?? null);
  }

  #draw(): void {
    if (!this.#screen.visible) return;
    const { width, height } = this.#screen;
    if (!this.chart || this.#stale.has("look")) this.#build(width, height);
    else {
      if (this.chart.width !== width || this.chart.height !== height) this.chart.setSize({ width, height });
      if (this.#stale.has("data")) this.#fill();
      else if (this.#stale.has("emphasis")) this.emphasise();
    }
    if (this.#stale.size > 0) this.#gate.passed();
    this.#stale.clear();
  }

  #build(width: number, height: number): void {
    this.#discard();
    this.x = xAxisOf(this.view.x, this.plan, this.store);
    const ink = inkOf(this.theme);
    this.#look = this.look(ink);
    const options = chartOptions(this.#look, { width, height, ink, x: this.x, whole: () => this.x.end });
    options.hooks = {
      ...this.#look.hooks,
      setCursor: [this.#cursorMoved],
      setScale: [(_, key) => key === "x" && this.#zoomed()],
      drawClear: [() => this.#place()],
    };
    this.chart = new uPlot(options, this.#data(0, this.x.end), this.#plot!);
    this.#mark = new TimeMark(this.chart);
    this.emphasise();
  }

  #discard(): void {
    this.chart?.destroy();
    [this.chart, this.#grain, this.#updates] = [undefined, undefined, new Float64Array()];
  }

  #fill(): void {
    const { chart } = this;
    const { min, max } = chart?.scales.x ?? {};
    if (!chart || min == null || max == null) return; // uPlot sets its scales a moment after it is made
    const whole = min === 0 && max === this.x.end;
    this.x = xAxisOf(this.view.x, this.plan, this.store);
    const end = whole ? this.x.end : max;
    chart.batch(() => {
      chart.setData(this.#data(min, end));
      if (end !== max) chart.setScale("x", { min, max: end });
      this.emphasise();
    });
  }

  /** What is drawn of the run from one x to another. */
  #data(min: number, max: number): uPlot.AlignedData {
    const { store } = this;
    if (!store?.updateCount) return [[0, this.x.end], ...this.#look!.series.map(() => [null, null])];
    this.#grain = this.#grainFor(min, max, store);
    this.#updates = thinnedUpdates(this.#grain);
    return [this.#updates.map((update) => this.x.at(update)), ...this.columns(store, this.#grain)] as uPlot.AlignedData;
  }

  #grainFor(min: number, max: number, store: RunStore): Grain {
    return grainOf(this.x.update(min), this.x.update(max), store.updateCount, this.#screen.width);
  }

  /** Another part of the run is on show: it may need other points. */
  #zoomed(): void {
    const { chart, store } = this;
    const { min, max } = chart?.scales.x ?? {};
    const isZoomed = this.span !== undefined;
    if (isZoomed !== this.zoomed) {
      this.zoomed = isZoomed;
      if (min != null && max != null) queueMicrotask(() => chart?.setScale("x", { min, max })); // y by what is in view
    }
    if (!store?.updateCount || !this.#grain || min == null || max == null) return;
    const { from, to, stride } = this.#grainFor(min, max, store);
    if (from !== this.#grain.from || to !== this.#grain.to || stride !== this.#grain.stride) {
      queueMicrotask(() => this.#fill());
    }
  }

  #place(): void {
    this.#mark?.place(this.at === null ? null : this.x.at(this.at));
  }

  /** uPlot moves the cursors of all charts; the one under the pointer tells of it. */
  #cursorMoved = (chart: uPlot) => {
    if (!this.#pointed) return;
    this.#tell("cursor-moved", { update: this.store ? this.#shown : null });
    const { left = -1, top = -1 } = chart.cursor;
    this.#point(this.layerAt(chart, left, top));
  };

  #leave = () => {
    this.#pointed = false;
    this.#tell("cursor-moved", { update: null });
    this.#point(null);
  };

  #point(layer: number | null): void {
    this.#tell("layer-highlighted", { layer });
  }

  #tell<K extends "cursor-moved" | "layer-highlighted" | "layer-selected">(
    name: K,
    detail: HTMLElementEventMap[K]["detail"],
  ): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Arrow keys read the charts as the mouse does; Escape lets go. */
  #key = (event: KeyboardEvent) => {
    if (!this.chart || !this.store) return;
    const count = this.#updates.length;
    const at = pointAfter(event.key, this.chart.cursor.idx ?? count - 1, count);
    if (at === undefined) return;
    event.preventDefault();
    pointAll(at === null ? null : (this.chart.data[0][at] ?? 0));
    this.#tell("cursor-moved", { update: this.#shown });
    this.requestUpdate();
  };
}

declare global {
  interface HTMLElementEventMap {
    /** Update under the cursor; null when it has left. */
    "cursor-moved": CustomEvent<{ update: number | null }>;
    /** Layer under the pointer, in any part of the page; null when it has left. */
    "layer-highlighted": CustomEvent<{ layer: number | null }>;
    /** Layer that was clicked, in any part of the page; null: none. */
    "layer-selected": CustomEvent<{ layer: number | null }>;
  }
}
