/** @file What a run came to: its accuracies, and when each layer's warm-up ended. */
import { css, html, LitElement, nothing, svg } from "lit";
import type { LayerInfo } from "../../nn/layer-info.ts";
import type { RunSummary } from "../../train/events.ts";
import { layerStyles } from "../charts/palette.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { formatCount, formatDuration, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import type { Theme } from "../theme.ts";

/** Width of a whole run, in pixels. */
const BAR = 48;

export class ResultPanel extends LitElement {
  static override properties = {
    summary: { attribute: false },
    layers: { attribute: false },
    plan: { attribute: false },
    theme: {},
    held: { type: Boolean },
  };
  declare summary: RunSummary | undefined;
  declare layers: readonly LayerInfo[];
  declare plan: RunPlan;
  declare theme: Theme;
  /** The rest of the page shows an earlier update. */
  declare held: boolean;

  constructor() {
    super();
    this.held = false;
    this.layers = [];
    this.theme = "light";
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
      h3 {
        font-size: 13px;
        padding-bottom: 4px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        columns: 2 210px;
        column-gap: 28px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 48px 7ch;
        align-items: center;
        gap: 8px;
        height: 24px;
        break-inside: avoid;
      }
      ul.long {
        columns: 236px;
      }
      li span:first-child {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      li span:last-child {
        text-align: right;
        white-space: nowrap;
      }
      rect.track {
        fill: var(--line);
      }
      .empty {
        margin-top: 8px;
        font-size: 13px;
        color: var(--ink-soft);
        max-width: 56ch;
      }
    `,
  ];

  override render() {
    const { summary } = this;
    if (!summary) {
      return html`<h2>Result</h2>
        <p class="empty">
          At the end the test set is used, once. The accuracies stand here then, and the update at which each layer's
          warm-up ended.
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
      ${this.plan.config.warmup === "none" ? nothing : this.#warmups(summary)}
    `;
  }

  #warmups(summary: RunSummary) {
    const styles = layerStyles(this.layers, this.theme);
    const total = this.plan.schedule.updateCount;
    return html`<h3>Warm-up ended at update</h3>
      <ul class=${this.layers.some(({ name }) => name.length > 15) ? "long" : ""}>
        ${this.layers.map(({ name }, k) => {
          const end = summary.warmupEnd[name];
          const width = BAR * ((end?.update ?? summary.updates) / Math.max(1, total));
          return html`<li class="mono">
            <span title=${name}>${name}</span>
            <svg width=${BAR} height="6" aria-hidden="true">
              ${svg`<rect class="track" width=${BAR} height="6" rx="1" /><rect width=${width} height="6" rx="1" fill=${styles[k]!.colour} fill-opacity=${end ? 1 : 0.35} />`}
            </svg>
            <span>${end ? formatCount(end.update) : "not yet"}</span>
          </li>`;
        })}
      </ul>`;
  }
}
customElements.define("lena-result-panel", ResultPanel);

declare global {
  interface HTMLElementTagNameMap {
    "lena-result-panel": ResultPanel;
  }
}
