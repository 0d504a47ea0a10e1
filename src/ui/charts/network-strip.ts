/**
 * @file The network from input to output: every layer with its rate as the level in its bar, from below the floor to the
 * ceiling of the update on show, and its warm-up as the ring that fills. Pointing at one makes it stand out on the whole page; a click or Enter keeps it so.
 *
 * @fires layer-highlighted
 * @fires layer-selected
 */
import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import type { RunStore } from "../../session/run-store.ts";
import { formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme, type Theme } from "../theme.ts";
import { type Block, blocksOf, type Module, modulesOf, type Part } from "./modules.ts";
import { stripStyles } from "./network-strip-styles.ts";
import { type LayerStyle, layerStyles } from "./palette.ts";
import { barRange, shareOf } from "./ranges.ts";
import { roleMark } from "./role-mark.ts";
import type { RunPlan } from "./run-plan.ts";

/** With more layers each stands in a narrow column. */
const MOST_WIDE = 11;
const BAR = 36;

export class NetworkStrip extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
    highlight: { attribute: false },
    selected: { attribute: false },
    at: { attribute: false },
    reached: { state: true },
  };
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare theme: Theme;
  declare highlight: number | null;
  declare selected: number | null;
  /** Update on show; null: the newest. */
  declare at: number | null;
  /** The layer that the Tab key comes to. */
  declare reached: number;

  constructor() {
    super();
    this.revision = 0;
    this.theme = currentTheme();
    this.highlight = null;
    this.selected = null;
    this.at = null;
    this.reached = 0;
  }

  static override styles = [shared, stripStyles];

  override render() {
    const { layers } = this.plan;
    const styles = layerStyles(layers, this.theme);
    const small = layers.length > MOST_WIDE;
    return html`<div
      class="strip ${small ? "small" : ""}"
      role="toolbar"
      aria-label="Layers from input to output"
      @mouseleave=${() => this.#tell("layer-highlighted", null)}
      @keydown=${this.#key}
    >
      ${blocksOf(modulesOf(layers)).map((block) => this.#block(block, styles, small))}
    </div>`;
  }

  // As a property: the page's policy has no styles in attributes.
  #block({ name, parts }: Block, styles: readonly LayerStyle[], small: boolean): TemplateResult {
    return html`<div class="block" .style=${`--layers: ${parts.reduce((sum, part) => sum + layersIn(part), 0)}`}>
      ${name ? html`<span class="title" aria-hidden="true"><span>${name}</span></span>` : nothing}
      ${parts.map(
        (part) => html`<div class="part" .style=${`--layers: ${layersIn(part)}`}>
          <span class="name" aria-hidden="true">${part.name}</span>
          <div class="members">${part.modules.map((module) => this.#module(module, styles, small))}</div>
        </div>`,
      )}
    </div>`;
  }

  #module({ name, kind, members }: Module, styles: readonly LayerStyle[], small: boolean): TemplateResult {
    return html`<div class="members" role="group" aria-label=${name} .style=${`--layers: ${members.length}`}>
      ${members.map((k) => this.#layer(k, styles[k]!, kind, small))}
    </div>`;
  }

  #layer(k: number, { colour }: LayerStyle, kind: Module["kind"], small: boolean): TemplateResult {
    const { module, role, shape } = this.plan.layers[k]!;
    const at = Math.min(this.at ?? Number.POSITIVE_INFINITY, (this.store?.updateCount ?? 0) - 1);
    const rate = this.store?.layerColumn("rate", k)[at];
    const warmup = this.store?.layerColumn("warmup", k)[at] ?? 0;
    const state = this.highlight === null ? "" : this.highlight === k ? "on" : "off";
    const words = `${module}: ${role} ${formatNumber(rate)}, warm-up ${Math.floor(warmup * 100)}%`;
    return html`<button
      class=${state}
      title=${words}
      aria-label=${words}
      aria-pressed=${this.selected === k}
      aria-current=${this.selected === null && k === 0 ? "true" : nothing}
      tabindex=${k === Math.min(this.reached, this.plan.layers.length - 1) ? 0 : -1}
      @click=${() => this.#tell("layer-selected", this.selected === k ? null : k)}
      @mouseenter=${() => this.#tell("layer-highlighted", k)}
      @focus=${() => {
        this.reached = k;
        this.#tell("layer-highlighted", k);
      }}
      @blur=${() => this.#tell("layer-highlighted", null)}
    >
      ${this.#bar(rate, Math.max(0, at), colour, small ? 14 : widthOf(kind, shape))}
      <svg class="ring" viewBox="-9 -9 18 18" aria-hidden="true">${roleMark(role, colour, warmup)}</svg>
      ${small ? html`<span class="short mono" data-rate=${shortRate(rate)}></span>` : html`<span class="role">${role}</span>`}
      <span class="rate mono">${formatNumber(rate)}</span>
    </button>`;
  }

  #bar(rate: number | undefined, update: number, colour: string, width: number): TemplateResult {
    const range = barRange(this.plan, update);
    const levelOf = (value: number) => (shareOf(value, "log", range) || 0) * (BAR - 3);
    const level = levelOf(rate ?? 0);
    const floor = BAR - 1.5 - levelOf(this.plan.floor(update));
    return html`<svg class="bar" width=${width} height=${BAR} aria-hidden="true">
      ${svg`<rect x="0.75" y="0.75" width=${width - 1.5} height=${BAR - 1.5} rx="1.5" fill=${colour} fill-opacity="0.1" stroke=${colour} stroke-width="1.5" />
        <rect x="1.5" y=${(BAR - 1.5 - level).toFixed(1)} width=${width - 3} height=${level.toFixed(1)} fill=${colour} />
        ${this.plan.schedule.n > 1 ? svg`<line class="floor" x1="-2" x2=${width + 2} y1=${floor.toFixed(1)} y2=${floor.toFixed(1)} />` : nothing}`}
    </svg>`;
  }

  #tell(name: "layer-highlighted" | "layer-selected", layer: number | null): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { layer }, bubbles: true, composed: true }));
  }

  #key = (event: KeyboardEvent) => {
    const last = this.plan.layers.length - 1;
    const targets: Record<string, number> = {
      ArrowLeft: this.reached - 1,
      ArrowRight: this.reached + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (event.key === "Escape") this.#tell("layer-selected", null);
    if (target === undefined) return;
    event.preventDefault();
    const next = this.renderRoot.querySelectorAll("button")[Math.min(last, Math.max(0, target))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
}
customElements.define("lena-network-strip", NetworkStrip);

const layersIn = ({ modules }: Part): number => modules.reduce((sum, { members }) => sum + members.length, 0);

/** At most five signs, as .012 or 4e-4: what fits into a narrow column. */
function shortRate(rate: number | undefined): string {
  if (rate === undefined || !Number.isFinite(rate)) return formatNumber(rate);
  return rate < 1e-3 ? rate.toExponential(0) : rate.toPrecision(2).replace(/^0\./, ".");
}

/** In pixels: a layer with more filters or outputs is wider, as in drawings of networks. */
function widthOf(kind: Module["kind"], shape: readonly number[]): number {
  if (kind === "norm") return 8;
  return Math.min(26, 6 + 2.2 * Math.log2(Math.max(2, shape[0]!)));
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-network-strip": NetworkStrip;
  }
}
