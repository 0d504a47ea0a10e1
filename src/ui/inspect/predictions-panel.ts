/**
 * @file What the model gets right and wrong: sixteen validation images throughout the run, the confusion matrix of the
 * newest validation, and the images that it was most wrong about.
 */
import { css, html } from "lit";
import { datasetOf } from "../../train/config.ts";
import type { EpochRow } from "../../train/events.ts";
import type { ImageStrip, Predictions, SnapshotRow, WorstImage } from "../../train/inspection.ts";
import { STRIP_COUNT, WORST_COUNT } from "../../train/predictions.ts";
import type { ChartPicture } from "../charts/export/picture.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import "../controls/data-table.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatNumber, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import type { Theme } from "../theme.ts";
import { confusionStyles, confusionTable } from "./confusion-table.ts";
import { cardStyles, emptyCards, judgedStrip, stripCards, worstCards } from "./image-cards.ts";
import { InspectPanel } from "./inspect-panel.ts";
import { inspectStyles } from "./inspect-styles.ts";
import { newestUpTo } from "./up-to.ts";

type Pictures = typeof import("./export/predictions-pictures.ts");

const headings = {
  strip: "The same validation images throughout",
  confusion: "Which classes it mixes up",
  worst: "Most wrong about",
} as const;

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
        padding-top: 18px;
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
    const shown = store?.strip && snapshot && { strip: store.strip, snapshot };
    const strip = shown && stripCards(shown.strip, snapshot, classes);
    const when = snapshot?.updates ? `after update ${formatCount(snapshot.updates - 1)}` : "before the first update";
    const meaning = strip ? "a bar per class, the true one underlined" : "they stand here from the start of a run";
    return html`<div class="head">
        <h2>Predictions</h2>
        <p class="mono soft">${when}</p>
      </div>
      <h3>${headings.strip} <span class="soft">${meaning}</span></h3>
      ${strip ?? emptyCards("strip", STRIP_COUNT, imageShape)}
      ${this.#menu("strip", headings.strip, shown && (({ stripPicture }, frame) => stripPicture({ ...frame, ...shown, when })))}
      <lena-data-table what=${headings.strip} .revision=${this.revision} .data=${() => stripTable(shown, classes, when)}></lena-data-table>
      ${this.#validation(done, classes, imageShape)}`;
  }

  #menu(
    part: string,
    what: string,
    make: ((pictures: Pictures, frame: { plan: RunPlan; theme: Theme }) => ChartPicture) | undefined,
  ) {
    const { plan, theme } = this;
    return this.exportMenu(
      part,
      what,
      make && (async () => make(await import("./export/predictions-pictures.ts"), { plan, theme })),
    );
  }

  /** Before the first validation too, with empty places: what comes and goes would move the page. */
  #validation(done: number, classes: readonly string[], shape: readonly number[]) {
    const row = newestUpTo(this.store?.epochs ?? [], done, ({ update }) => update);
    const predictions = row?.predictions;
    const when = row && predictions ? measuredIn(row, predictions) : "";
    const measured = predictions && { confusion: predictions.confusion, when };
    const none = row ? "not in this recording" : "after the first epoch";
    const worst = predictions?.worst ?? [];
    const isLeftOut = predictions !== undefined && worst.length === 0;
    const one = onlyClass(worst);
    const cards =
      one === undefined ? "what it is, and what it was taken for" : `every one is taken for ${classes[one]}`;
    const taken = isLeftOut ? "kept of the last epoch only" : cards;
    return html`<div class="halves">
      <div>
        <h3>${headings.confusion} <span class="soft mono">${when || none}</span></h3>
        ${confusionTable(predictions?.confusion, classes)}
        ${this.#menu("confusion", headings.confusion, measured && (({ confusionPicture }, frame) => confusionPicture({ ...frame, ...measured })))}
        <p class="note">A row per true class, a column per prediction. Errors have a colour scale of their own.</p>
      </div>
      <div>
        <h3>${headings.worst} <span class="soft">${predictions ? taken : none}</span></h3>
        ${worst.length > 0 ? worstCards(worst, shape, classes) : emptyCards("worst", WORST_COUNT, shape)}
        ${this.#menu("worst", headings.worst, worst.length > 0 ? ({ worstPicture }, frame) => worstPicture({ ...frame, worst, when }) : undefined)}
        <lena-data-table what=${headings.worst} .revision=${this.revision} .data=${() => worstTable(worst, classes, when)}></lena-data-table>
      </div>
    </div>`;
  }
}
customElements.define("lena-predictions-panel", PredictionsPanel);

/** That all of several images are taken for; undefined: there is none. */
function onlyClass([first, ...others]: readonly WorstImage[]): number | undefined {
  const isShared = others.length > 0 && others.every(({ predicted }) => predicted === first?.predicted);
  return isShared ? first?.predicted : undefined;
}

function stripTable(
  shown: { strip: ImageStrip; snapshot: SnapshotRow } | undefined,
  classes: readonly string[],
  when: string,
): TableData {
  const judged = shown ? judgedStrip(shown.strip, shown.snapshot.probabilities) : [];
  const rows = judged.map(({ label, predicted, shares }, i) => {
    return [`${i}`, classes[label]!, classes[predicted]!, formatShare(shares[predicted]), formatShare(shares[label])];
  });
  const columns = ["image", "is", "taken for", "with", "its own class"];
  return { caption: `The same validation images, ${when}`, columns, rows };
}

function worstTable(worst: readonly WorstImage[], classes: readonly string[], when: string): TableData {
  const rows = worst.map(({ index, label, predicted, probability, loss }) => {
    return [formatCount(index), classes[label]!, classes[predicted]!, formatShare(probability), formatNumber(loss)];
  });
  return { caption: `Largest losses, ${when}`, columns: ["image", "is", "taken for", "with", "loss"], rows };
}

function measuredIn({ epoch, validationAccuracy }: EpochRow, { confusion }: Predictions): string {
  const images = confusion.reduce((sum, count) => sum + count, 0);
  return `epoch ${formatCount(epoch + 1)}, ${formatShare(validationAccuracy)} of ${formatCount(images)} images`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-predictions-panel": PredictionsPanel;
  }
}
