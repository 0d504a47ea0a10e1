/**
 * @file A message that needs a person's attention: a run that failed, or a browser
 * without WebGPU. Says what is the matter and what to try. A button that does so may stand in it.
 *
 * @fires notice-closed
 */
import { css, html, LitElement, nothing } from "lit";
import type { ErrorReport } from "../../core/errors.ts";
import { capital } from "../format.ts";
import type { GpuProblem } from "../gpu-check.ts";
import { shared } from "../shared-styles.ts";

export class Notice extends LitElement {
  static override properties = {
    error: { attribute: false },
    gpu: { attribute: false },
    heading: {},
    closable: { type: Boolean },
  };
  /** Over an error that is no divergence. */
  declare heading: string;
  declare error: ErrorReport | undefined;
  declare gpu: GpuProblem | undefined;
  /** It lies over the page, and has a button that asks its owner to take it away. */
  declare closable: boolean;

  constructor() {
    super();
    this.heading = "The run failed";
    this.closable = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .message {
        padding: 16px 20px 18px;
        background: var(--error-tint);
        border-left: 3px solid var(--error);
      }
      .message + .message {
        border-top: 1px solid var(--line);
      }
      :host([closable]) .message {
        position: relative;
        padding-right: 60px;
        border-bottom: 1px solid var(--error);
      }
      .close {
        position: absolute;
        top: 8px;
        right: 10px;
        display: grid;
        place-items: center;
        width: 34px;
        height: 34px;
        padding: 0;
        border-color: transparent;
      }
      .close svg {
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5;
        stroke-linecap: round;
      }
      h2 {
        color: var(--error);
        padding-bottom: 6px;
      }
      p {
        max-width: 72ch;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 3px 16px;
        max-width: 88ch;
      }
      p + dl {
        margin-top: 10px;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .way {
        margin-top: 8px;
      }
      .try {
        font-weight: 550;
      }
      ::slotted(button) {
        margin-top: 10px;
      }
      ul {
        margin: 8px 0 0;
        padding-left: 18px;
        max-width: 72ch;
      }
      li {
        padding: 1px 0;
      }
    `,
  ];

  override render() {
    return html`${this.gpu ? this.#missingGpu(this.gpu) : nothing}${this.error ? this.#failure(this.error) : nothing}`;
  }

  #missingGpu({ title, reason, remedies }: GpuProblem) {
    return html`<div class="message" role="alert">
      <h2>${title}</h2>
      <p>${reason}</p>
      <ul>${remedies.map((remedy) => html`<li>${remedy}</li>`)}</ul>
      <p class="way"><a href="#compare">Look at recorded runs</a>: they need no WebGPU.</p>
    </div>`;
  }

  #failure({ name, where, wanted, found, tryThis }: ErrorReport) {
    const diverged = name === "DivergedError";
    return html`<div class="message" role="alert">
      <h2>${diverged ? "The run diverged" : this.heading}</h2>
      ${
        diverged
          ? html`<p>
              The steps were too large for this model: the loss grew until it was no number any more. This is a result,
              not a fault. A lower base rate, a warm-up or fewer micro-batches per update keep it in hand.
            </p>`
          : nothing
      }
      <dl>
        <dt>Where</dt><dd>${where}</dd>
        <dt>Wanted</dt><dd>${capital(wanted)}</dd>
        <dt>Found</dt><dd>${capital(found)}</dd>
        <dt>Try</dt><dd class="try">${capital(tryThis)}</dd>
      </dl>
      <slot></slot>
      ${this.closable ? this.#closeButton() : nothing}
    </div>`;
  }

  #closeButton() {
    return html`<button class="close" aria-label="Close this message" title="Close" @click=${() => this.dispatchEvent(new CustomEvent("notice-closed"))}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M1 1l10 10M11 1L1 11" /></svg>
    </button>`;
  }
}
customElements.define("lena-notice", Notice);

declare global {
  interface HTMLElementTagNameMap {
    "lena-notice": Notice;
  }
  interface HTMLElementEventMap {
    /** Its owner is to take the message away. */
    "notice-closed": CustomEvent<null>;
  }
}
