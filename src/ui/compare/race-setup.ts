/**
 * @file What a race is between: rules or warm-ups, under which configuration, to which accuracy. Knows nothing of running
 * it: a change goes out.
 *
 * @fires race-changed
 */
import { css, html, LitElement } from "lit";
import { segmentStyles } from "../controls/segment-styles.ts";
import { shared } from "../shared-styles.ts";
import { contestants, type RaceOver } from "./race.ts";

export interface RaceChoice {
  readonly over: RaceOver;
  /** Ids of rules or warm-ups. */
  readonly chosen: readonly string[];
  /** "": what the form of the Train view says; else the id of a run. */
  readonly base: string;
  /** In percent, as text. */
  readonly target: string;
}

export const firstChoice: RaceChoice = { over: "rule", chosen: ["lena", "linear", "adascale"], base: "", target: "75" };

/** 0 to 1; undefined where it is no accuracy. */
export function targetOf({ target }: RaceChoice): number | undefined {
  const percent = target.trim() === "" ? Number.NaN : Number(target);
  return percent > 0 && percent <= 100 ? percent / 100 : undefined;
}

export class RaceSetup extends LitElement {
  static override properties = {
    choice: { attribute: false },
    bases: { attribute: false },
    summary: {},
    locked: { type: Boolean },
  };
  declare choice: RaceChoice;
  /** Runs whose configuration can be taken, by id. */
  declare bases: readonly { readonly id: string; readonly name: string }[];
  /** The configuration in a few words. */
  declare summary: string;
  declare locked: boolean;

  constructor() {
    super();
    [this.choice, this.bases, this.summary, this.locked] = [firstChoice, [], "", false];
  }

  static override styles = [
    shared,
    segmentStyles,
    css`
      :host {
        display: block;
        padding: 14px 20px 18px;
        border-bottom: 1px solid var(--line);
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font: 600 14px/20px var(--sans);
      }
      .help {
        padding: 2px 0 10px;
        font-size: 12px;
        line-height: 16px;
      }
      .segments input {
        position: absolute;
        width: 1px;
        height: 1px;
        margin: 0;
        opacity: 0;
      }
      .chips {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 2px 16px;
        margin: 10px 0 8px;
      }
      .chips label {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 3px 0;
        cursor: pointer;
      }
      .chips input {
        width: 15px;
        height: 15px;
        margin: 0;
        accent-color: var(--accent);
      }
      .line {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 158px;
        align-items: center;
        gap: 12px;
        padding: 4px 0;
        font-weight: 450;
      }
      select,
      .line input {
        width: 100%;
        height: 30px;
        padding: 0 8px;
        font: 400 13px/20px var(--sans);
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      .line input {
        font-family: var(--mono);
        text-align: right;
      }
      [aria-invalid="true"] {
        border-color: var(--error);
        color: var(--error);
      }
      .summary {
        padding-top: 6px;
        font-size: 12px;
        line-height: 17px;
      }
    `,
  ];

  override render() {
    const { over, chosen, base, target } = this.choice;
    const bad = targetOf(this.choice) === undefined;
    return html`<fieldset ?disabled=${this.locked}>
      <legend>Race</legend>
      <p class="help soft">Same weights, same sample order, one after the other. Who needs the fewest updates?</p>
      <div class="segments" role="radiogroup" aria-label="Race between">
        ${this.#segment("rule", "Rules")}${this.#segment("warmup", "Warm-ups")}
      </div>
      <div class="chips">
        ${contestants[over].map(
          ({ id, name, title }) => html`<label title=${title}>
            <input type="checkbox" .checked=${chosen.includes(id)} @change=${() => this.#toggle(id)} />${name}
          </label>`,
        )}
      </div>
      <label class="line" title="All but what the race is about; the others have the same">Configuration
        <select @change=${(event: Event) => this.#change({ base: textOf(event) })}>
          <option value="" ?selected=${base === ""}>of the Train view</option>
          ${this.bases.map(({ id, name }) => html`<option value=${id} ?selected=${id === base}>of ${name}</option>`)}
        </select>
      </label>
      <label class="line" title="The validation accuracy that is raced for">Target, % validation
        <input inputmode="decimal" autocomplete="off" .value=${target} aria-invalid=${bad} @input=${(event: Event) => this.#change({ target: textOf(event) })} />
      </label>
      <p class="summary soft">${bad ? "Wanted a validation accuracy above 0 and up to 100." : this.summary}</p>
    </fieldset>`;
  }

  #segment(over: RaceOver, name: string) {
    const chosen = over === "rule" ? firstChoice.chosen : contestants.warmup.map(({ id }) => id);
    return html`<label title="The same configuration under several ${name.toLowerCase()}">
      <input type="radio" name="over" .checked=${over === this.choice.over} @change=${() => this.#change({ over, chosen })} />
      <span>${name}</span>
    </label>`;
  }

  #toggle(id: string): void {
    const { chosen } = this.choice;
    this.#change({ chosen: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] });
  }

  #change(change: Partial<RaceChoice>): void {
    const detail = { ...this.choice, ...change };
    this.dispatchEvent(new CustomEvent("race-changed", { detail, bubbles: true, composed: true }));
  }
}
customElements.define("lena-race-setup", RaceSetup);

const textOf = ({ target }: Event): string =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : "";

declare global {
  interface HTMLElementTagNameMap {
    "lena-race-setup": RaceSetup;
  }
  interface HTMLElementEventMap {
    "race-changed": CustomEvent<RaceChoice>;
  }
}
