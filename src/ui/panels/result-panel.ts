/** @file What a run came to: its accuracies, and when the warm-ups ended. */
import { css, html, LitElement, nothing } from "lit";
import type { RunSummary } from "../../train/events.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { formatDuration, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { warmupWords } from "./warmup-words.ts";

export class ResultPanel extends LitElement {
  static override properties = {
    summary: { attribute: false },
    plan: { attribute: false },
    held: { type: Boolean },
  };
  declare summary: RunSummary | undefined;
  declare plan: RunPlan;
  /** The rest of the page shows an earlier update. */
  declare held: boolean;

  constructor() {
    super();
    this.held = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      h2 span {
        padding-left: 4px;
        font-weight: 400;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 22px;
        margin: 12px 0 16px;
      }
      dt {
        font-size: 12px;
        line-height: 16px;
        color: var(--ink-soft);
      }
      dd {
        font: 500 21px/28px var(--mono);
        white-space: nowrap;
        letter-spacing: -0.02em;
        font-variant-numeric: tabular-nums;
      }
      .first dd {
        color: var(--accent);
      }
      p {
        max-width: 60ch;
        line-height: 22px;
      }
      .empty {
        margin-top: 8px;
        font-size: 13px;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const { summary } = this;
    if (!summary) {
      return html`<h2>Result</h2>
        <p class="empty">
          At the end the test set is used, once. The accuracies stand here then, and when the warm-ups ended.
        </p>`;
    }
    return html`
      <h2>Result${this.held ? html` <span class="soft">at the end of the run</span>` : nothing}</h2>
      <dl>
        ${summary.testAccuracy === null ? nothing : html`<div class="first"><dt>Test accuracy</dt><dd>${formatShare(summary.testAccuracy)}</dd></div>`}
        <div><dt>Final validation</dt><dd>${formatShare(summary.finalValidationAccuracy)}</dd></div>
        <div><dt>Best validation</dt><dd>${formatShare(summary.bestValidationAccuracy)}</dd></div>
        <div title="From start to end, with preparation and evaluation, without pauses"><dt>Whole time</dt><dd>${formatDuration(summary.wallMs)}</dd></div>
      </dl>
      ${
        this.plan.config.warmup === "none"
          ? nothing
          : html`<p>${warmupWords(
              this.plan.layers.map(({ name }) => name),
              summary.warmupEnd,
            )}</p>`
      }
    `;
  }
}
customElements.define("lena-result-panel", ResultPanel);

declare global {
  interface HTMLElementTagNameMap {
    "lena-result-panel": ResultPanel;
  }
}
