/**
 * @file What the model gets right and wrong: sixteen validation images throughout the run, the confusion matrix of the
 * newest validation, and the images that it was most wrong about.
 */
import { css, html } from "lit";
import { datasetOf } from "../../train/config.ts";
import { formatCount, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { confusionStyles, confusionTable } from "./confusion-table.ts";
import { cardStyles, stripCards, worstCards } from "./image-cards.ts";
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
    `,
  ];

  override render() {
    const { store } = this;
    const done = this.shownUpdate + 1;
    const { classes } = datasetOf(this.plan.config);
    const snapshot = newestUpTo(store?.snapshots ?? [], done, ({ updates }) => updates);
    const strip = store?.strip && snapshot ? stripCards(store.strip, snapshot, classes) : undefined;
    const when = snapshot?.updates ? `after update ${formatCount(snapshot.updates - 1)}` : "before the first update";
    return html`<div class="head">
        <h2>Predictions</h2>
        ${strip ? html`<p class="mono soft">${when}</p>` : ""}
      </div>
      ${
        strip
          ? html`<h3>The same validation images throughout <span class="soft">a bar per class, the true one underlined</span></h3>${strip}`
          : html`<p class="note">
              Sixteen validation images stand here from the start, with what the model takes them for; after every epoch
              the classes that it mixes up, and the images that it is most wrong about.
            </p>`
      }
      ${this.#validation(done, classes)}`;
  }

  #validation(done: number, classes: readonly string[]) {
    const row = newestUpTo(this.store?.epochs ?? [], done, ({ update }) => update);
    if (!row?.predictions) return "";
    const { confusion, worst } = row.predictions;
    const images = confusion.reduce((sum, count) => sum + count, 0);
    const measured = `epoch ${formatCount(row.epoch + 1)}, ${formatShare(row.validationAccuracy)} of ${formatCount(images)} images`;
    return html`<div class="halves">
      <div>
        <h3>Which classes it mixes up <span class="soft mono">${measured}</span></h3>
        ${confusionTable(confusion, classes)}
        <p class="note">A row per true class, a column per prediction. Errors have a colour scale of their own.</p>
      </div>
      <div>
        <h3>Most wrong about <span class="soft">what it is, and what it was taken for</span></h3>
        ${worstCards(worst, datasetOf(this.plan.config).imageShape, classes)}
      </div>
    </div>`;
  }
}
customElements.define("lena-predictions-panel", PredictionsPanel);

declare global {
  interface HTMLElementTagNameMap {
    "lena-predictions-panel": PredictionsPanel;
  }
}
