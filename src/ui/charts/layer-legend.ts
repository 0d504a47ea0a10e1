/**
 * @file The layers by module, each with its line and its number under the cursor
 * (or the newest). Pointing at one makes it stand out in the charts; a click keeps it so.
 *
 * @fires layer-highlighted
 * @fires layer-selected
 */
import { css, html, LitElement, nothing, svg } from "lit";
import type { LayerInfo } from "../../nn/layer-info.ts";
import { shared } from "../shared-styles.ts";
import type { Theme } from "../theme.ts";
import { modulesOf } from "./modules.ts";
import { type LayerStyle, layerStyles } from "./palette.ts";

/** A line as the chart draws it. SVG attributes, because the page allows no inline style. */
export function swatch({ colour, dash }: LayerStyle) {
  return html`<svg width="22" height="8" aria-hidden="true">
    ${svg`<line x1="0" x2="22" y1="4" y2="4" stroke=${colour} stroke-width="2.5" stroke-dasharray=${dash.join(" ")} />`}
  </svg>`;
}

export class LayerLegend extends LitElement {
  static override properties = {
    layers: { attribute: false },
    values: { attribute: false },
    highlight: { attribute: false },
    selected: { attribute: false },
    theme: {},
  };
  declare layers: readonly LayerInfo[];
  /** What to show beside each layer, in the order of `layers`. */
  declare values: readonly string[];
  declare highlight: number | null;
  declare selected: number | null;
  declare theme: Theme;

  constructor() {
    super();
    this.layers = [];
    this.values = [];
    this.highlight = null;
    this.selected = null;
    this.theme = "light";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow-y: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th {
        font: 400 12px/16px var(--sans);
        color: var(--ink-soft);
        text-align: left;
        padding: 0 0 6px 8px;
      }
      tbody th {
        font: 400 12px/16px var(--mono);
        color: var(--ink);
        padding: 0 8px 0 0;
        white-space: nowrap;
      }
      thead th:first-child {
        padding-left: 0;
      }
      tbody tr {
        border-top: 1px solid var(--line);
      }
      td {
        padding: 0;
        min-width: 108px;
      }
      button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 26px;
        padding: 3px 8px;
        border: 0;
        border-radius: 3px;
        text-align: right;
        font: 400 12px/16px var(--mono);
      }
      button:hover:not(:disabled),
      button.on {
        background: var(--sunken);
      }
      /* Nothing is chosen: this one is explained below. */
      button[aria-current] {
        box-shadow: inset 0 -1px var(--line-strong);
      }
      /* Numbers stay easy to read. */
      .off svg {
        opacity: 0.35;
      }
      .off span {
        color: var(--ink-soft);
      }
      svg {
        flex: none;
      }
      span {
        min-width: 8ch;
      }
    `,
  ];

  override render() {
    const styles = layerStyles(this.layers, this.theme);
    return html`<table @mouseleave=${() => this.#point(null)}>
      <thead>
        <tr>
          <th scope="col">module</th>
          <th scope="col">weight, scale</th>
          <th scope="col">bias, shift</th>
        </tr>
      </thead>
      <tbody>
        ${modulesOf(this.layers).map(
          ({ name, members }) => html`<tr>
            <th scope="row">${name}</th>
            ${[0, 1].map((column) => {
              const k = members.find((member) => this.#column(member) === column);
              return html`<td>${k === undefined ? nothing : this.#entry(k, styles[k]!)}</td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #column(k: number): number {
    const role = this.layers[k]!.role;
    return role === "weight" || role === "scale" ? 0 : 1;
  }

  #entry(k: number, style: LayerStyle) {
    const state = this.highlight === null ? "" : this.highlight === k ? "on" : "off";
    const { name, role } = this.layers[k]!;
    return html`<button
      class=${state}
      title="${name} (${role})"
      aria-label="${name}, ${role}: ${this.values[k] ?? "no value yet"}"
      aria-pressed=${this.selected === k}
      aria-current=${this.selected === null && k === 0 ? "true" : nothing}
      @click=${() => this.#select(k)}
      @mouseenter=${() => this.#point(k)}
      @focus=${() => this.#point(k)}
      @blur=${() => this.#point(null)}
    >
      ${swatch(style)}<span>${this.values[k] ?? "–"}</span>
    </button>`;
  }

  #point(layer: number | null): void {
    this.dispatchEvent(new CustomEvent("layer-highlighted", { detail: { layer }, bubbles: true, composed: true }));
  }

  #select(k: number): void {
    const layer = this.selected === k ? null : k;
    this.dispatchEvent(new CustomEvent("layer-selected", { detail: { layer }, bubbles: true, composed: true }));
  }
}
customElements.define("lena-layer-legend", LayerLegend);

declare global {
  interface HTMLElementTagNameMap {
    "lena-layer-legend": LayerLegend;
  }
}
