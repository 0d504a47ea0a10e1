/**
 * @file A message that needs a person's attention: a run that failed, or a browser
 * without WebGPU. Says what is the matter and what to try. A button that does so may stand in it.
 */
import { css, html, LitElement, nothing } from "lit";
import type { ErrorReport } from "../../core/errors.ts";
import { capital } from "../format.ts";
import type { GpuProblem } from "../gpu-check.ts";
import { shared } from "../shared-styles.ts";

export class Notice extends LitElement {
  static override properties = { error: { attribute: false }, gpu: { attribute: false }, heading: {} };
  /** Over an error that is no divergence. */
  declare heading: string;
  declare error: ErrorReport | undefined;
  declare gpu: GpuProblem | undefined;

  constructor() {
    super();
    this.heading = "The run failed";
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
    </div>`;
  }
}
customElements.define("lena-notice", Notice);

declare global {
  interface HTMLElementTagNameMap {
    "lena-notice": Notice;
  }
}
