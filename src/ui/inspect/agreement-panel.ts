/**
 * @file "Do the workers agree?": each worker's gradient of the selected layer as an arrow around their mean, the same
 * as numbers, and how far the workers agree about every layer.
 *
 * @fires layer-selected
 */
import { html, svg } from "lit";
import type { LayerInfo } from "../../nn/layer-info.ts";
import type { AgreementRow } from "../../train/inspection.ts";
import { layerStyles } from "../charts/palette.ts";
import "../controls/data-table.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatFixed, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { agreementDrawing } from "./agreement-drawing.ts";
import { agreementSentence, arrowsSentence, degrees, layerAgreement, meanCosine } from "./agreement-geometry.ts";
import { type AgreementNumbers, numbersAt, unknownNumbers } from "./agreement-layout.ts";
import { agreementStyles } from "./agreement-styles.ts";
import { InspectPanel } from "./inspect-panel.ts";
import { inspectStyles } from "./inspect-styles.ts";
import { moveInRow } from "./roving.ts";
import { newestUpTo } from "./up-to.ts";

export class AgreementPanel extends InspectPanel {
  static override styles = [shared, inspectStyles, agreementStyles];

  override render() {
    const row = newestUpTo(this.store?.agreements ?? [], this.shownUpdate, ({ update }) => update);
    return html`<div class="head">
        <h2>Do the workers agree?</h2>
        ${row ? html`<p class="mono soft">${this.layerName}, update ${formatCount(row.update)}</p>` : ""}
      </div>
      ${this.plan.config.workers === 1 ? this.#alone() : this.#shown(row)}`;
  }

  #alone() {
    return html`<p class="note">
      One worker agrees with itself. Set <b>Workers</b> to 2 or more, and each worker's gradient stands here as an arrow
      beside the mean of all.
    </p>`;
  }

  /** Before there is any, everything has its place already: what comes later would move the page. */
  #shown(row: AgreementRow | undefined) {
    const { plan, store, theme, shownLayer: k } = this;
    const numbers = row ? numbersAt(plan, store!, row, k) : unknownNumbers(plan);
    const words = row ? agreementSentence(numbers.agreement) : NOTHING_YET;
    const picture = async (known: AgreementRow) => {
      const { agreementPicture } = await import("./export/agreement-picture.ts");
      return agreementPicture({ plan, store: store!, theme, row: known, layer: k });
    };
    const styles = layerStyles(plan.layers, theme);
    return html`<div class="body">
        ${agreementDrawing(numbers, { colour: styles[k]!.colour, words })}
        ${this.#numbers(numbers)}
      </div>
      <p class="sentence">${words}</p>
      <p class="note">${arrowsSentence(plan.config)}</p>
      <h3 id="all">Agreement on every layer <span class="soft mono">mean cosine</span></h3>
      ${this.#strip(row, styles)}
      ${this.exportMenu("agreement", "Do the workers agree?", row && (() => picture(row)))}
      <lena-data-table what="Do the workers agree?" .revision=${this.revision} .data=${() => agreementTable(row, plan.layers)}></lena-data-table>`;
  }

  #numbers({ agreement, squareMean }: AgreementNumbers) {
    return html`<div class="numbers" tabindex="0" role="region" aria-label="Gradients of the workers">
      <table>
        <thead>
          <tr><th scope="col">worker</th><th scope="col">norm</th><th scope="col">cosine</th><th scope="col">angle</th></tr>
        </thead>
        <tbody>
          ${agreement.norm.map(
            (norm, rank) => html`<tr>
              <th scope="row">${rank}</th>
              <td>${formatNumber(norm)}</td>
              <td>${formatFixed(agreement.cosine[rank], 3)}</td>
              <td>${Number.isNaN(agreement.cosine[rank]) ? "–" : `${degrees(agreement.cosine[rank]!).toFixed(0)}°`}</td>
            </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr><th scope="row">mean of all</th><td>${formatNumber(Math.sqrt(squareMean))}</td><td colspan="2"></td></tr>
        </tfoot>
      </table>
    </div>`;
  }

  #strip(row: AgreementRow | undefined, styles: readonly { readonly colour: string }[]) {
    const { layers } = this.plan;
    return html`<div class="strip" role="group" aria-labelledby="all" @keydown=${this.#key}>
      ${layers.map(({ name }, k) => {
        const mean = row && meanCosine(layerAgreement(row, k, layers.length));
        const height = 40 * Math.max(0, mean || 0);
        const words = mean === undefined ? name : `${name}: mean cosine ${formatFixed(mean, 2)}`;
        return html`<button
          aria-label=${words}
          title=${words}
          aria-pressed=${k === this.shownLayer}
          tabindex=${k === this.shownLayer ? 0 : -1}
          @click=${() => this.select(k)}
        >
          <svg viewBox="0 0 10 40" preserveAspectRatio="none" aria-hidden="true">
            ${svg`<rect class="track" width="10" height="40" /><rect width="10" y=${40 - height} height=${height} fill=${styles[k]!.colour} />`}
          </svg>
        </button>`;
      })}
    </div>`;
  }

  #key = (event: KeyboardEvent & { readonly currentTarget: EventTarget | null }) => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const to = moveInRow(event, event.currentTarget, this.shownLayer);
    if (to !== undefined) this.select(to);
  };
}
customElements.define("lena-agreement-panel", AgreementPanel);

/** As long as the sentence that it stands for. */
const NOTHING_YET =
  "Each worker's gradient stands here as an arrow beside the mean of all: where all point the same way, the gain is 1.";

function agreementTable(row: AgreementRow | undefined, layers: readonly LayerInfo[]): TableData {
  if (!row) return { caption: "Workers and their mean, from the first update on", columns: [], rows: [] };
  const rows = layers.map(({ name }, k) => {
    const agreement = layerAgreement(row, k, layers.length);
    const known = agreement.cosine.filter(Number.isFinite);
    const values = [meanCosine(agreement), Math.min(...known), Math.max(...known)];
    return [name, ...values.map((value) => formatFixed(value, 3))];
  });
  const columns = ["layer", "mean cosine", "least", "most"];
  return { caption: `Workers and their mean at update ${formatCount(row.update)}`, columns, rows };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-agreement-panel": AgreementPanel;
  }
}
