/**
 * @file How far each layer's warm-up is: a lane per layer towards the finish line, where its accumulated gain S meets
 * the threshold θ. At its head the mark of what it is. What a configuration without warm-up has to say is said in words.
 *
 * @fires layer-highlighted
 * @fires layer-selected
 */
import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import type { LayerInfo } from "../../nn/layer-info.ts";
import type { RunStore } from "../../session/run-store.ts";
import { formatCount, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme, type Theme } from "../theme.ts";
import { modulesOf } from "./modules.ts";
import { BEHIND, type LayerStyle, layerStyles } from "./palette.ts";
import { rolePath } from "./role-mark.ts";
import type { RunPlan } from "./run-plan.ts";
import { shortNames } from "./short-names.ts";
import { WarmupEnds } from "./warmup-ends.ts";

/** Height of a lane, and of one among many. */
const WIDE = 24;
const NARROW = 12;
const MOST_WIDE = 12;
/** The finish line, in percent of the width: beyond it is room for the update at which a layer came in. */
const FINISH = 88;
/** Of a module's name where there is little room. */
const LETTERS = 14;
/** How much larger than the mark of a narrow lane that of a wide one is. */
const LARGER = 1.6;

export class WarmupRace extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
    highlight: { attribute: false },
    at: { attribute: false },
  };
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare theme: Theme;
  declare highlight: number | null;
  /** Update on show; null: the newest. */
  declare at: number | null;

  #ends: WarmupEnds | undefined;
  #endsOf: RunStore | undefined;

  constructor() {
    super();
    this.revision = 0;
    this.theme = currentTheme();
    this.highlight = null;
    this.at = null;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .lanes {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 12px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
        font: 400 12px/24px var(--mono);
        white-space: nowrap;
      }
      .heading {
        grid-column: 2;
        justify-self: end;
        font-size: 11px;
        line-height: 14px;
        color: var(--ink-soft);
      }
      .many ol {
        font-size: 10px;
        line-height: 12px;
      }
      .many text {
        font-size: 10px;
      }
      .many li {
        height: 12px;
      }
      .short {
        display: none;
      }
      @container (max-width: 400px) {
        .many .whole {
          display: none;
        }
        .many .short {
          display: inline;
        }
      }
      li.off {
        color: var(--ink-soft);
      }
      svg {
        display: block;
        width: 100%;
        overflow: visible;
      }
      .lane {
        stroke: var(--line);
      }
      .finish {
        stroke: var(--ink);
        stroke-dasharray: 3 3;
      }
      .hit {
        fill: transparent;
        cursor: pointer;
      }
      text {
        font: 400 12px var(--mono);
        fill: var(--ink-soft);
      }
      g {
        transition: opacity 120ms;
      }
      g.off {
        opacity: ${BEHIND};
      }
    `,
  ];

  override render() {
    const { layers, config } = this.plan;
    if (config.warmup === "none") {
      return html`<p class="soft">No warm-up with this configuration: every layer starts at its full rate.</p>`;
    }
    const lane = layers.length <= MOST_WIDE ? WIDE : NARROW;
    const height = layers.length * lane;
    const styles = layerStyles(layers, this.theme);
    const ends = this.#warmupEnds();
    const modules = shortModules(layers);
    return html`<div class="lanes ${lane === NARROW ? "many" : ""}">
      <span class="heading" aria-hidden="true">ended at update</span>
      <ol aria-hidden="true">${layers.map(({ name }, k) => html`<li class=${this.#state(k)}><span class="whole">${name}</span><span class="short">${modules[k]}</span></li>`)}</ol>
      <svg height=${height} role="img" aria-label=${this.#words(ends)} @mouseleave=${() => this.#tell("layer-highlighted", null)}>
        ${svg`<line class="finish" x1="${FINISH}%" x2="${FINISH}%" y1="0" y2=${height} />`}
        ${layers.map((_, k) => this.#lane(k, lane, styles[k]!, ends[k] ?? null))}
      </svg>
    </div>`;
  }

  #lane(k: number, height: number, { colour, dash }: LayerStyle, end: number | null): TemplateResult {
    const y = (k + 0.5) * height;
    const share = this.store?.layerColumn("warmup", k)[this.#shown] ?? 0;
    const x = `${((Number.isFinite(share) ? share : 0) * FINISH).toFixed(2)}%`;
    const wide = height === WIDE;
    return svg`<g class=${this.#state(k)}>
      <line class="lane" x1="0" x2="${FINISH}%" y1=${y} y2=${y} />
      <line x1="0" x2=${x} y1=${y} y2=${y} stroke=${colour} stroke-width=${wide ? 3 : 2.5} stroke-dasharray=${wide ? dash.join(" ") : nothing} />
      <svg x=${x} y=${y}><path d=${rolePath[this.plan.layers[k]!.role]} fill=${colour} transform="scale(${wide ? LARGER : 1})" /></svg>
      ${end !== null ? svg`<text x="${FINISH + 3}%" y=${y + 4}>${formatCount(end)}</text>` : nothing}
      <rect class="hit" x="0" width="100%" y=${k * height} height=${height}
        @mouseenter=${() => this.#tell("layer-highlighted", k)} @click=${() => this.#tell("layer-selected", k)} />
    </g>`;
  }

  get #shown(): number {
    return Math.min(this.at ?? Number.POSITIVE_INFINITY, (this.store?.updateCount ?? 0) - 1);
  }

  #state(k: number): string {
    return this.highlight === null || this.highlight === k ? "" : "off";
  }

  /** By layer: the update at which it came in, as far as the update on show knows. */
  #warmupEnds(): (number | null)[] {
    if (!this.store) return [];
    if (this.#endsOf !== this.store) [this.#ends, this.#endsOf] = [new WarmupEnds(this.store, this.plan), this.store];
    return this.#ends!.get().map((end) => (end !== null && end <= this.#shown ? end : null));
  }

  #words(ends: readonly (number | null)[]): string {
    const done = ends.filter((end) => end !== null).length;
    return `Warm-up: ${done} of ${this.plan.layers.length} layers are past the threshold of ${formatNumber(this.plan.schedule.threshold)}`;
  }

  #tell(name: "layer-highlighted" | "layer-selected", layer: number | null): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { layer }, bubbles: true, composed: true }));
  }
}
customElements.define("lena-warmup-race", WarmupRace);

/** By layer: its module's name beside the module's first; what else it is, its mark says. */
function shortModules(layers: readonly LayerInfo[]): string[] {
  const modules = modulesOf(layers);
  const names = shortNames(
    modules.map(({ name }) => name),
    LETTERS,
  );
  return layers.map((_, k) => names[modules.findIndex(({ members }) => members[0] === k)] ?? "");
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-warmup-race": WarmupRace;
  }
}
