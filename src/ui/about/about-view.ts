/**
 * @file LENA in one screen: the problem, the idea to be taken in hand beside a recorded run, the formula part by part with
 * that run's numbers in it, what the paper found.
 */
import { html, LitElement, svg } from "lit";
import type { ReadFile } from "../../data/dataset.ts";
import { citation, paperNumber } from "../../sweep/report/paper.ts";
import type { RateExplanation } from "../../train/explain.ts";
import { formatCount, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { aboutStyles } from "./about-styles.ts";
import "./agreement-figure.ts";

const REPOSITORY_DOCS = [
  ["formulas, and the code that computes them", "docs/lena.md"],
  ["how it is built", "ARCHITECTURE.md"],
] as const;

const parts = [
  {
    symbol: "η0",
    name: "base rate",
    text: "What suits one worker with one micro-batch. It is the only rate that a person has to tune.",
    formula: "",
  },
  {
    symbol: "G",
    name: "gain of the layer",
    text: "How much its n micro-batches disagree: 1 if they agree, n if they have nothing in common. Averaged over updates.",
    formula: "mean ‖g‖² / ‖mean g‖²",
  },
  {
    symbol: "w",
    name: "warm-up of the layer",
    text: "Its gains so far, S, on the way to a threshold θ. Layers with larger gains, which go further, are through sooner.",
    formula: "min(1, S / θ)",
  },
  {
    symbol: "d",
    name: "decay",
    text: "The same for all layers: to a hundredth over the run.",
    formula: "0.01 ^ (share of the run)",
  },
] as const;

const rules = [
  { name: "linear scaling", rule: "linear", warmup: "fixed" },
  { name: "AdaScale", rule: "adascale", warmup: "none" },
  { name: "LENA", rule: "lena", warmup: "state-aware" },
] as const;
const COUNTS = [8, 16, 32, 64, 128];

export class AboutView extends LitElement {
  static override properties = { why: { state: true } };
  /** From the folder of recorded runs. Set before it is in the page. */
  declare readRecorded: ReadFile;
  /** Of the layer and the update that are read in the recorded run. */
  declare why: RateExplanation | undefined;

  static override styles = [shared, aboutStyles];

  override render() {
    return html`<main>
      <section class="lede" aria-labelledby="about">
        <h2 id="about">One learning rate does not fit all layers</h2>
        <p>
          Many workers train faster than one, because each update sees more images. But then there are fewer updates, so
          each has to go further. The usual answer is to multiply the learning rate by the number of micro-batches
          <i>n</i>, for all layers alike. With large <i>n</i> that fails.
        </p>
        <p>
          It goes too far where it should not. Averaging n gradients makes the mean better only as far as they differ. Where
          they agree, n of them say no more than one, and the rate should stay. <b>LENA</b> measures this for every layer,
          in every update, and gives each layer its own rate and its own warm-up.
        </p>
        <p class="links">
          <a href="#train">Train and watch it</a>
          <a href="#compare">Recorded runs</a>
          <a href="https://doi.org/${citation.doi}" target="_blank" rel="noopener">The paper (WWW 2022)</a>
        </p>
      </section>
      <section class="figure" aria-label="The idea, to be tried"><lena-agreement-figure .readRecorded=${this.readRecorded} @rate-read=${this.#read}></lena-agreement-figure></section>
      <section class="formula" aria-labelledby="formula">
        ${this.#equation()}
        <dl>
          ${parts.map(
            ({ symbol, name, text, formula }) => html`<div>
              <dt><b class="mono">${symbol}</b> ${name}</dt>
              <dd>${text}<span class="mono soft">${formula}</span></dd>
            </div>`,
          )}
        </dl>
      </section>
      <section class="found" aria-labelledby="found">
        <h2 id="found">What the paper found</h2>
        <p class="soft">${citation.protocol}: accuracy, and updates to the target.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Table 1 of the paper">${this.#table()}</div>
      </section>
      <section class="here" aria-labelledby="here">
        <h2 id="here">What this page adds</h2>
        <p>
          It trains for real, in this browser: every worker has a GPU device of its own, and the rates are computed on the
          GPU. Each number is recorded and can be downloaded. <a href="#replicate">Replicate</a> repeats the paper's tables
          at a smaller scale, and says in computed sentences what of them holds.
        </p>
        <p>
          Workers on one computer share its GPU: they show data-parallel training as it is, and add no more speed than the time
          in which one worker leaves that GPU idle. With
          the program come ${REPOSITORY_DOCS.map(([text, file], i) => html`${i > 0 ? " and " : ""}${text} (<span class="mono">${file}</span>)`)}.
        </p>
      </section>
    </main>`;
  }

  #read = ({ detail }: HTMLElementEventMap["rate-read"]): void => {
    this.why = detail;
  };

  /** In symbols, and below each its number. */
  #equation() {
    const { rate, baseRate, gain, warmup, decay, layer, update, sentence } = this.why ?? {};
    const numbers = [formatNumber(rate), String(baseRate), ...[gain, warmup, decay].map(formatNumber)];
    const row = (cells: readonly string[], equals: string, times: string) =>
      cells.map(
        (cell, i) =>
          html`${i === 0 ? "" : html`<span class="sign"> ${i === 1 ? equals : times} </span>`}<span>${cell}</span>`,
      );
    return html`<div class="equation">
      <h2 id="formula" class="mono">${row(["η", "η0", "G", "w", "d"], "=", "·")}</h2>
      <p class="mono numbers">${this.why ? row(numbers, "=", "·") : ""}</p>
      <p class="soft sentence">${this.why ? html`<b class="mono">${layer}</b>, update ${update}. ${sentence}` : ""}</p>
    </div>`;
  }

  #table() {
    return html`<table>
      <thead>
        <tr><th scope="col">n</th>${rules.map(({ name, rule }) => html`<th scope="col" class=${rule}>${name}</th>`)}</tr>
      </thead>
      <tbody>
        ${COUNTS.map(
          (n) =>
            html`<tr><th scope="row">${n}</th>${rules.map(({ rule, warmup }) => this.#cell(n, rule, warmup))}</tr>`,
        )}
      </tbody>
    </table>`;
  }

  #cell(n: number, rule: string, warmup: string) {
    const { accuracy, updates } = paperNumber("table1", { rule, warmup, alpha: 0.05, share: 1, n })!;
    const words = updates === null ? "never" : formatCount(updates ?? undefined);
    return html`<td class=${rule}>
      ${svg`<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4" /><rect width=${100 * accuracy} height="4" /></svg>`}
      <span>${(100 * accuracy).toFixed(1)}%</span> <small>${words}</small>
    </td>`;
  }
}
customElements.define("lena-about-view", AboutView);

declare global {
  interface HTMLElementTagNameMap {
    "lena-about-view": AboutView;
  }
}
