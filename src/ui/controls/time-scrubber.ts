/**
 * @file Takes the page back to any update of the run, and with Live to the newest. Knows nothing of what is shown.
 *
 * @fires time-chosen
 */
import { css, html, LitElement } from "lit";
import { formatCount } from "../format.ts";
import { shared } from "../shared-styles.ts";

export class TimeScrubber extends LitElement {
  static override properties = {
    count: { type: Number },
    planned: { type: Number },
    epochLength: { type: Number },
    at: { attribute: false },
    shown: { attribute: false },
  };
  /** Updates so far. */
  declare count: number;
  /** Updates of the whole run. */
  declare planned: number;
  /** Updates of one epoch. */
  declare epochLength: number;
  /** Update that the page is held at, which the thumb goes back to after a cursor; null: live. */
  declare at: number | null;
  /** Update on show: under a cursor, held, or the newest. */
  declare shown: number;

  constructor() {
    super();
    this.count = 0;
    this.planned = 1;
    this.epochLength = 1;
    this.at = null;
    this.shown = -1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      input {
        appearance: none;
        flex: 1;
        min-width: 80px;
        height: 24px;
        margin: 0;
        background: none;
        cursor: ew-resize;
      }
      input:disabled {
        cursor: default;
        opacity: 0.45;
      }
      input::-webkit-slider-runnable-track {
        height: 2px;
        background: var(--line-strong);
      }
      input::-moz-range-track {
        height: 2px;
        background: var(--line-strong);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 8px;
        height: 18px;
        margin-top: -8px;
        border: 2px solid var(--panel);
        border-radius: 4px;
        background: var(--ink);
      }
      input::-moz-range-thumb {
        width: 4px;
        height: 14px;
        border: 2px solid var(--panel);
        border-radius: 4px;
        background: var(--ink);
      }
      .held input::-webkit-slider-thumb {
        background: var(--accent);
      }
      .held input::-moz-range-thumb {
        background: var(--accent);
      }
      label {
        display: flex;
        align-items: center;
        gap: 12px;
        flex: 1;
        min-width: 0;
      }
      .value {
        text-align: right;
        white-space: nowrap;
      }
      /* As wide as the longest of its words. */
      .value::after {
        content: attr(data-longest);
        display: block;
        height: 0;
        visibility: hidden;
      }
      button {
        min-width: 52px;
        height: 24px;
        padding: 0 8px;
        font-size: 12px;
        line-height: 16px;
      }
      @media (max-width: 620px) or ((min-width: 900px) and (max-width: 1200px)) {
        .value {
          display: grid;
          line-height: 14px;
        }
        .value::after {
          content: attr(data-longer);
        }
        .comma {
          display: none;
        }
      }
      @media (forced-colors: active) {
        input {
          appearance: auto;
        }
      }
    `,
  ];

  override render() {
    const newest = this.count - 1;
    const isKnown = this.shown >= 0;
    const [update, epoch] = this.#words(this.shown);
    const [longer, end] = this.#words(this.planned - 1);
    return html`
      <label class=${this.at === null ? "" : "held"} title="Drag to see the page as it was at an earlier update">
        <span class="unseen">Update on show</span>
        <input
          type="range"
          min="0"
          max=${Math.max(1, this.planned - 1)}
          .value=${String(Math.max(0, this.shown))}
          aria-valuetext=${isKnown ? `${update}, ${epoch}` : "no update yet"}
          ?disabled=${newest < 1}
          @input=${this.#moved}
        />
      </label>
      <span class="value mono soft" data-longer=${longer} data-longest="${longer}, ${end}">${isKnown ? html`<span>${update}<span class="comma">, </span></span><span>${epoch}</span>` : ""}</span>
      <button
        title="Follow the newest update"
        ?disabled=${this.at === null}
        @click=${() => this.#tell(null)}
      >
        Latest
      </button>
    `;
  }

  #words(at: number): readonly [update: string, epoch: string] {
    return [`update ${formatCount(at)}`, `epoch ${formatCount(Math.floor(at / this.epochLength) + 1)}`];
  }

  /** The newest update, and what has not happened yet, are live. */
  #moved = (event: Event & { currentTarget: EventTarget | null }) => {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    const update = event.currentTarget.valueAsNumber;
    const live = update >= this.count - 1;
    if (live) event.currentTarget.value = String(this.count - 1);
    this.#tell(live ? null : update);
  };

  #tell(update: number | null): void {
    this.dispatchEvent(new CustomEvent("time-chosen", { detail: { update }, bubbles: true, composed: true }));
  }
}
customElements.define("lena-time-scrubber", TimeScrubber);

declare global {
  interface HTMLElementTagNameMap {
    "lena-time-scrubber": TimeScrubber;
  }
  interface HTMLElementEventMap {
    /** Update that the page is to be held at; null: the newest, whatever it is. */
    "time-chosen": CustomEvent<{ update: number | null }>;
  }
}
