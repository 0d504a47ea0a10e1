/**
 * @file Learning rates module by module: a small chart for each, all with the same axes. One canvas, drawn while on
 * screen. Where a cell's parts go is small-cells.ts.
 *
 * @fires layer-highlighted
 * @fires layer-selected
 * @fires cursor-moved
 */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { RunStore } from "../../session/run-store.ts";
import { formatCount, formatNumber } from "../format.ts";
import { currentTheme, type Theme } from "../theme.ts";
import { pointAll } from "./chart-options.ts";
import { type ChartView, defaultView } from "./chart-view.ts";
import { inkOf } from "./ink.ts";
import { isDense } from "./layer-series.ts";
import { type Module, modulesOf } from "./modules.ts";
import { OnScreen } from "./on-screen.ts";
import { layerStyles } from "./palette.ts";
import { rateRange, withColumns } from "./ranges.ts";
import { pointAfter } from "./reading-keys.ts";
import { RedrawGate } from "./redraw-gate.ts";
import type { RunPlan } from "./run-plan.ts";
import { shortNames } from "./short-names.ts";
import { cellsFor, drawCell, nameLetters, type Place, plotOf, type SmallScale } from "./small-cells.ts";
import { type Column, ema, grainOf, thin, thinnedUpdates } from "./thin.ts";
import { type XAxis, xAxisOf } from "./x-axis.ts";

/** What is drawn anew at once. */
const FRAME = ["plan", "store", "theme", "view"] as const;

export class MultiplesChart extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
    view: { attribute: false },
    highlight: { attribute: false },
    at: { attribute: false },
    cursor: { attribute: false },
  };
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare theme: Theme;
  declare view: ChartView;
  declare highlight: number | null;
  /** Update that the page is held at. */
  declare at: number | null;
  /** Update under the cursor of any chart. */
  declare cursor: number | null;

  #modules: readonly Module[] = [];
  #cells: readonly Place[] = [];
  #x!: XAxis;
  /** What the curves were made from. */
  #curvesOf: readonly unknown[] = [];
  #xs = new Float64Array();
  #columns: readonly Column[] = [];
  readonly #screen: OnScreen = new OnScreen(
    this,
    () => this.renderRoot?.querySelector(".room") ?? null,
    () => this.#draw(),
  );

  readonly #gate = new RedrawGate(() => this.#draw());

  constructor() {
    super();
    this.revision = 0;
    this.theme = currentTheme();
    this.view = defaultView;
    this.highlight = null;
    this.at = null;
    this.cursor = null;
  }

  static override styles = css`
    :host {
      display: block;
      position: relative;
    }
    /* The room that cells share; where they need more, the canvas is higher. */
    .room {
      position: absolute;
      inset: 0 0 auto;
      height: var(--chart-height, 14rem);
      pointer-events: none;
    }
    canvas {
      display: block;
      width: 100%;
    }
    canvas:focus-visible {
      outline: 2px solid var(--focus);
      outline-offset: -2px;
    }
  `;

  override render() {
    const last = (this.store?.updateCount ?? 0) - 1;
    const at = Math.min(last, this.cursor ?? this.at ?? last);
    return html`<div class="room"></div>
      <canvas
        tabindex="0"
        role=${last < 0 ? "img" : "slider"}
        aria-label="Learning rate of every module, one small chart each"
        aria-valuemin=${last < 0 ? nothing : 0}
        aria-valuemax=${last < 0 ? nothing : last}
        aria-valuenow=${last < 0 ? nothing : at}
        aria-valuetext=${last < 0 ? nothing : `update ${formatCount(at)}`}
        @keydown=${this.#key}
        @mousemove=${this.#move}
        @mouseleave=${this.#leave}
        @click=${() => this.#tell("layer-selected", { layer: this.highlight })}
      ></canvas>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gate.cancel();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (FRAME.some((name) => changed.has(name))) this.#draw();
    else this.#gate.drawSoon();
  }

  #draw(): void {
    if (!this.#screen.visible) return;
    this.#gate.passed();
    const { plan, store, view, theme } = this;
    const { width } = this.#screen;
    this.#modules = modulesOf(plan.layers);
    this.#x = xAxisOf(view.x, plan, store);
    const { cells, height } = cellsFor(this.#modules.length, width, this.#screen.height);
    this.#cells = cells;
    const context = this.#canvasOf(width, height);
    const count = store?.updateCount ?? 0;
    const curves = [plan, store, this.revision, view, cells[0]!.width];
    if (!curves.every((part, i) => part === this.#curvesOf[i])) {
      this.#curvesOf = curves;
      this.#measure(cells[0]!.width);
    }
    const [xs, columns] = [this.#xs, this.#columns];
    const styles = layerStyles(plan.layers, theme);
    const ink = inkOf(theme);
    const measured = withColumns([null, null], columns);
    const scale: SmallScale = { log: view.scale === "log", y: rateRange(plan, view.scale, measured), x: this.#x };
    const shown = Math.min(this.cursor ?? this.at ?? count - 1, count - 1);
    const end = plan.schedule.updateCount - 1;
    const edges = [0, 0.25, 0.5, 0.75, 1].map((share) => share * end);
    const names = shortNames(
      this.#modules.map(({ name }) => name),
      nameLetters(cells[0]!),
    );
    this.#modules.forEach(({ members }, i) => {
      drawCell(context, cells[i]!, scale, ink, {
        name: names[i]!,
        value: count ? formatNumber(store!.layerColumn("rate", members[0]!)[shown]) : "",
        faded: this.highlight !== null && !members.includes(this.highlight),
        xs,
        lineWidth: isDense(plan) ? 1 / devicePixelRatio : 1.5,
        curves: members.map((k) => ({ values: columns[k]!, style: styles[k]! })),
        edges: edges.map((update) => [this.#x.at(update), plan.floor(update), plan.ceiling(update)]),
        heldAt: this.at === null ? null : this.#x.at(this.at),
        cursor: this.cursor === null ? null : this.#x.at(this.cursor),
      });
    });
  }

  /** Kept while nothing but the cursor moves. */
  #measure(width: number): void {
    const { plan, store, view } = this;
    const grain = grainOf(0, plan.schedule.updateCount - 1, store?.updateCount ?? 0, width);
    this.#xs = thinnedUpdates(grain).map((update) => this.#x.at(update));
    this.#columns = plan.layers.map((_, k) => {
      const rates = store?.layerColumn("rate", k) ?? new Float32Array();
      return thin(view.smoothing === 1 ? rates : ema(rates, view.smoothing), grain);
    });
  }

  #canvasOf(width: number, height: number): CanvasRenderingContext2D {
    const canvas = this.renderRoot.querySelector("canvas")!;
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (canvas.width !== wide || canvas.height !== high) {
      [canvas.width, canvas.height] = [wide, high];
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d")!;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  #move = ({ offsetX, offsetY }: MouseEvent) => {
    const index = this.#cells.findIndex(
      ({ left, top, width, height }) =>
        offsetX >= left && offsetX < left + width && offsetY >= top && offsetY < top + height,
    );
    const count = this.store?.updateCount ?? 0;
    const module = this.#modules[index];
    if (!module) return this.#leave();
    const { left, width } = plotOf(this.#cells[index]!);
    const x = Math.max(0, (offsetX - left) / width) * this.#x.end;
    this.#point(count === 0 ? null : Math.min(count - 1, Math.max(0, Math.round(this.#x.update(x)))));
    this.#tell("layer-highlighted", { layer: module.members[0]! });
  };

  #leave = () => {
    this.#point(null);
    this.#tell("layer-highlighted", { layer: null });
  };

  #key = (event: KeyboardEvent) => {
    const count = this.store?.updateCount ?? 0;
    const update = count === 0 ? undefined : pointAfter(event.key, this.cursor ?? count - 1, count);
    if (update === undefined) return;
    event.preventDefault();
    this.#point(update);
  };

  #point(update: number | null): void {
    pointAll(update === null ? null : this.#x.at(update));
    this.#tell("cursor-moved", { update });
  }

  #tell<K extends "cursor-moved" | "layer-highlighted" | "layer-selected">(
    name: K,
    detail: HTMLElementEventMap[K]["detail"],
  ): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
customElements.define("lena-multiples-chart", MultiplesChart);

declare global {
  interface HTMLElementTagNameMap {
    "lena-multiples-chart": MultiplesChart;
  }
}
