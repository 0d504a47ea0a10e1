/**
 * @file One labelled value of a form: its name and symbol, a line of help, and
 * what is wrong with it, in words. Knows nothing of what it is for.
 *
 * @fires field-changed
 */
import { css, html, LitElement, nothing } from "lit";
import { shared } from "../shared-styles.ts";

export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

export class Field extends LitElement {
  static override properties = {
    name: {},
    label: {},
    symbol: {},
    help: {},
    value: {},
    problem: {},
    options: { attribute: false },
    disabled: { type: Boolean },
  };
  declare name: string;
  declare label: string;
  declare symbol: string | undefined;
  declare help: string;
  declare value: string;
  declare problem: string | undefined;
  /** Present: a choice among these. Absent: text. */
  declare options: readonly FieldOption[] | undefined;
  declare disabled: boolean;

  constructor() {
    super();
    [this.name, this.label, this.help, this.value] = ["", "", "", ""];
    this.disabled = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 128px;
        align-items: center;
        column-gap: 12px;
        padding: 5px 0;
      }
      :host([wide]) {
        grid-template-columns: 72px minmax(0, 1fr);
      }
      label {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        font-weight: 450;
      }
      .symbol {
        font: italic 400 13px/20px var(--sans);
        color: var(--ink-soft);
      }
      input,
      select {
        width: 100%;
        height: 30px;
        padding: 0 8px;
        font: 400 13px/20px var(--mono);
        font-variant-numeric: tabular-nums;
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        transition: border-color 120ms;
      }
      input {
        text-align: right;
      }
      select {
        font-family: var(--sans);
        appearance: none;
        padding-right: 24px;
        text-overflow: ellipsis;
        background-image:
          linear-gradient(45deg, transparent 50%, var(--ink-soft) 50%),
          linear-gradient(-45deg, transparent 50%, var(--ink-soft) 50%);
        background-size: 4px 4px;
        background-position:
          right 13px center,
          right 9px center;
        background-repeat: no-repeat;
      }
      input:hover:enabled,
      select:hover:enabled {
        border-color: var(--ink-soft);
      }
      input:disabled,
      select:disabled {
        border-color: var(--line);
        background-color: transparent;
        color: var(--ink);
        opacity: 1;
      }
      [aria-invalid="true"] {
        border-color: var(--error);
        color: var(--error);
      }
      .help,
      .problem {
        grid-column: 1 / -1;
        font-size: 12px;
        line-height: 16px;
        color: var(--ink-soft);
      }
      .problem {
        color: var(--error);
        padding-top: 2px;
      }
    `,
  ];

  override render() {
    const invalid = this.problem !== undefined;
    const described = invalid ? "problem" : "help";
    return html`
      <label for="control">
        ${this.label}${this.symbol ? html`<span class="symbol">${this.symbol}</span>` : nothing}
      </label>
      ${
        this.options
          ? html`<select id="control" .value=${this.value} ?disabled=${this.disabled} aria-describedby=${described} @change=${this.#changed}>
            ${this.options.map(
              ({ value, label }) => html`<option value=${value} ?selected=${value === this.value}>${label}</option>`,
            )}
          </select>`
          : html`<input
            id="control"
            inputmode="decimal"
            autocomplete="off"
            spellcheck="false"
            .value=${this.value}
            ?disabled=${this.disabled}
            aria-invalid=${invalid}
            aria-describedby=${described}
            @input=${this.#changed}
          />`
      }
      ${invalid ? html`<p class="problem" id="problem">${this.problem}</p>` : html`<p class="help" id="help">${this.help}</p>`}
    `;
  }

  #changed = (event: Event & { target: EventTarget | null }): void => {
    if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)) return;
    const detail = { name: this.name, value: event.target.value };
    this.dispatchEvent(new CustomEvent("field-changed", { detail, bubbles: true, composed: true }));
  };
}
customElements.define("lena-field", Field);

declare global {
  interface HTMLElementTagNameMap {
    "lena-field": Field;
  }
  interface HTMLElementEventMap {
    "field-changed": CustomEvent<{ name: string; value: string }>;
  }
}
