/**
 * @file How the charts are drawn, as a person chooses it: form, scale, what runs along them, smoothing.
 *
 * @fires view-changed
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { shared } from "../shared-styles.ts";
import { type ChartView, defaultView, modes, spans } from "./chart-view.ts";
import { type XUnit, xUnits } from "./x-axis.ts";

const scales = { log: "Log", linear: "Linear" } as const;

export class ChartToolbar extends LitElement {
  static override properties = { view: { attribute: false } };
  declare view: ChartView;

  constructor() {
    super();
    this.view = defaultView;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 14px;
        font-size: 12px;
        line-height: 16px;
        color: var(--ink-soft);
      }
      fieldset {
        display: flex;
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      .choice {
        position: relative;
        padding: 4px 0 3px;
        margin-right: 12px;
        border-bottom: 2px solid transparent;
        cursor: pointer;
        white-space: nowrap;
      }
      .choice:last-child {
        margin-right: 0;
      }
      .choice:hover {
        color: var(--ink);
      }
      .choice:has(:checked) {
        color: var(--ink);
        font-weight: 500;
        border-bottom-color: var(--ink);
      }
      .choice:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      .choice input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .setting {
        display: flex;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      select {
        height: 24px;
        padding: 0 2px;
        border: 0;
        border-bottom: 1px solid var(--line-strong);
        background: transparent;
        color: var(--ink);
        font: 400 12px/16px var(--sans);
      }
      option {
        background: var(--panel);
      }
      .setting input {
        width: 60px;
        margin: 0;
        accent-color: var(--ink);
      }
      /* There, a clear border is drawn. */
      @media (forced-colors: active) {
        .choice:not(:has(:checked)) {
          border-color: Canvas;
        }
      }
      .value {
        min-width: 3ch;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { view } = this;
    return html`
      ${this.#choice("mode", "Form", modes, "One curve per layer, a map of layer by update, or one small chart per module")}
      ${this.#choice("scale", "Rate axis", scales, "A log axis shows factors, a linear one differences")}
      <label class="setting" title="What runs along the charts">
        along
        <select .value=${view.x} @change=${(event: Event) => this.#set({ x: chosen(event) as XUnit })}>
          ${Object.entries(xUnits).map(([id, name]) => html`<option value=${id} ?selected=${id === view.x}>${name}</option>`)}
        </select>
      </label>
      <label class="setting" title="Moving average of rates and gains over so many updates; the curve as measured stays, faint">
        smoothing
        <input
          type="range"
          min="0"
          max=${spans.length - 1}
          .value=${String(spans.indexOf(view.smoothing as (typeof spans)[number]))}
          aria-valuetext=${view.smoothing === 1 ? "off" : `over ${view.smoothing} updates`}
          ?disabled=${view.mode === "heat"}
          @input=${(event: Event) => this.#set({ smoothing: spans[Number(chosen(event))]! })}
        />
        <span class="value mono">${view.smoothing === 1 ? "off" : view.smoothing}</span>
      </label>
    `;
  }

  #choice<K extends "mode" | "scale">(key: K, name: string, choices: Record<ChartView[K], string>, help: string) {
    const entries = Object.entries<string>(choices);
    return html`<fieldset title=${help}>
      <legend class="unseen">${name}</legend>
      ${entries.map(
        ([id, title]): TemplateResult => html`<label class="choice">
          <input type="radio" name=${key} .checked=${this.view[key] === id} @change=${() => this.#set({ [key]: id })} />${title}
        </label>`,
      )}
    </fieldset>`;
  }

  #set(part: Partial<ChartView>): void {
    const detail = { view: { ...this.view, ...part } };
    this.dispatchEvent(new CustomEvent("view-changed", { detail, bubbles: true, composed: true }));
  }
}
customElements.define("lena-chart-toolbar", ChartToolbar);

function chosen({ currentTarget }: Event): string {
  return (currentTarget as HTMLInputElement | HTMLSelectElement).value;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-chart-toolbar": ChartToolbar;
  }
  interface HTMLElementEventMap {
    "view-changed": CustomEvent<{ view: ChartView }>;
  }
}
