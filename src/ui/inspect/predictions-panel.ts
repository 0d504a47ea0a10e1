/**
 * @file What the model gets right and wrong: sixteen validation images throughout the run, the confusion matrix of the
 * newest validation, and the images that it was most wrong about.
 */
import { css, html } from "lit";
import { datasetOf } from "../../train/config.ts";
import type { EpochRow } from "../../train/events.ts";
import type { Predictions } from "../../train/inspection.ts";
import { STRIP_COUNT, WORST_COUNT } from "../../train/predictions.ts";
import { formatCount, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { confusionStyles, confusionTable } from "./confusion-table.ts";
import { cardStyles, emptyCards, stripCards, worstCards } from "./image-cards.ts";
import { InspectPanel } from "./inspect-panel.ts";
import { inspectStyles } from "./inspect-styles.ts";
import { newestUpTo } from "./recorded.ts";

export class PredictionsPanel extends InspectPanel {
  static override styles = [
    shared,
    inspectStyles,
    confusionStyles,
    cardStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .halves {
        display: grid;
        grid-template-columns: minmax(0, auto) minmax(0, 1fr);
        gap: 8px 40px;
        padding-top: 6px;
      }
      @container (max-width: 860px) {
        .halves {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      h3 {
        padding-bottom: 2px;
      }
      /* Words of any length take the same room. */
      h3 span {
        display: inline-block;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        vertical-align: bottom;
      }
      @container (max-width: 560px) {
        h3 span {
          display: block;
          padding-left: 0;
        }
      }
    `,
  ];

  override render() {
    const { store } = this;
    const done = this.shownUpdate + 1;
    const { classes, imageShape } = datasetOf(this.plan.config);
    const snapshot = newestUpTo(store?.snapshots ?? [], done, ({ updates }) => updates);
    const strip = store?.strip && snapshot ? stripCards(store.strip, snapshot, classes) : undefined;
    const when = snapshot?.updates ? `after update ${formatCount(snapshot.updates - 1)}` : "before the first update";
    const meaning = strip ? "a bar per class, the true one underlined" : "they stand here from the start of a run";
    return html`<div class="head">
        <h2>Predictions</h2>
        <p class="mono soft">${when}</p>
      </div>
      <h3>The same validation images throughout <span class="soft">${meaning}</span></h3>
      ${strip ?? emptyCards("strip", STRIP_COUNT, imageShape)}
      ${this.#validation(done, classes, imageShape)}`;
  }

  /** Before the first validation too, with empty places: what comes and goes would move the page. */
  #validation(done: number, classes: readonly string[], shape: readonly number[]) {
    const row = newestUpTo(this.store?.epochs ?? [], done, ({ update }) => update);
    const predictions = row?.predictions;
    const none = row ? "not in this recording" : "after the first epoch";
    const worst = predictions?.worst ?? [];
    const isLeftOut = predictions !== undefined && worst.length === 0;
    const taken = isLeftOut ? "kept of the last epoch only" : "what it is, and what it was taken for";
    return html`<div class="halves">
      <div>
        <h3>Which classes it mixes up <span class="soft mono">${row && predictions ? measuredIn(row, predictions) : none}</span></h3>
        ${confusionTable(predictions?.confusion, classes)}
        <p class="note">A row per true class, a column per prediction. Errors have a colour scale of their own.</p>
      </div>
      <div>
        <h3>Most wrong about <span class="soft">${predictions ? taken : none}</span></h3>
        ${worst.length > 0 ? worstCards(worst, shape, classes) : emptyCards("worst", WORST_COUNT, shape)}
      </div>
    </div>`;
  }
}
customElements.define("lena-predictions-panel", PredictionsPanel);

function measuredIn({ epoch, validationAccuracy }: EpochRow, { confusion }: Predictions): string {
  const images = confusion.reduce((sum, count) => sum + count, 0);
  return `epoch ${formatCount(epoch + 1)}, ${formatShare(validationAccuracy)} of ${formatCount(images)} images`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-predictions-panel": PredictionsPanel;
  }
}
