/**
 * @file What a sweep says: claims, tables and figures, with the very markup of its report file. Knows nothing of runs:
 * a result comes in.
 */
import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { claimsOf } from "../../sweep/report/claims.ts";

import { type Figure, figureSvg } from "../../sweep/report/figure.ts";
import { figureTable } from "../../sweep/report/figure-table.ts";
import { figuresOf } from "../../sweep/report/figures.ts";
import { claimMarkup, figureMarkup, tableMarkup } from "../../sweep/report/markup.ts";
import { partStyles } from "../../sweep/report/report-styles.ts";
import { tablesOf } from "../../sweep/report/tables.ts";
import type { SweepResult } from "../../sweep/sweep.ts";
import "../charts/export/export-menu.ts";
import type { WrittenPicture } from "../charts/export/picture.ts";
import "../controls/data-table.ts";
import { formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme } from "../theme.ts";

interface Parts {
  readonly claims: readonly string[];
  readonly tables: readonly string[];
  readonly figures: readonly { readonly figure: Figure; readonly markup: string }[];
}

export class SweepReportPanel extends LitElement {
  static override properties = { result: { attribute: false } };
  declare result: SweepResult;

  #parts: Parts = { claims: [], tables: [], figures: [] };

  static override styles = [
    shared,
    unsafeCSS(partStyles),
    css`
      :host {
        display: grid;
        gap: 1px;
        background: var(--line);
        --paper: var(--panel);
        --figure-font: var(--sans);
      }
      section {
        min-width: 0;
        padding: 14px 20px 20px;
        background: var(--panel);
      }
      .claims {
        min-height: 96px;
      }
      .claims > div {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 14px 32px;
        align-items: start;
        margin-top: 12px;
      }
      .claim {
        max-width: none;
        margin: 0;
        font-size: 13px;
        line-height: 19px;
      }
      .tables {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr));
        gap: 0 40px;
      }
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 0 40px;
        align-items: start;
      }
      .tables h2,
      .figures h2,
      .many {
        grid-column: 1 / -1;
      }
      .tables > div {
        min-width: 0;
      }
      .caption {
        margin-top: 12px;
      }
      .figures > div {
        min-width: 0;
        margin: 16px 0 28px;
      }
      figure {
        margin: 0 0 6px;
      }
      @media (max-width: 620px) {
        section {
          padding-inline: 16px;
        }
      }
      .empty {
        max-width: 64ch;
        font-size: 13px;
        color: var(--ink-soft);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("result")) return;
    this.#parts = {
      claims: (this.result.doneRuns > 0 ? claimsOf(this.result) : []).map((claim) => claimMarkup(claim)),
      tables: tablesOf(this.result).map(tableMarkup),
      figures: figuresOf(this.result).map((figure) => ({ figure, markup: figureMarkup(figure) })),
    };
  }

  override render() {
    const { claims, tables, figures } = this.#parts;
    return html`
      <section class="claims" aria-labelledby="claims">
        <h2 id="claims">What it shows</h2>
        ${
          claims.length > 0
            ? html`<div>${claims.map((claim) => unsafeHTML(claim))}</div>`
            : html`<p class="empty">Each of the paper's claims stands here in a sentence, computed from the numbers below, as soon as the runs that it compares are done.</p>`
        }
      </section>
      <section class="tables" aria-labelledby="tables">
        <h2 id="tables">Tables</h2>
        ${tables.map((table) => html`<div>${unsafeHTML(table)}</div>`)}
      </section>
      ${
        figures.length > 0
          ? html`<section class="figures" aria-labelledby="figures">
              <h2 id="figures">Figures</h2>
              ${figures.map((drawn) => this.#figure(drawn))}
            </section>`
          : nothing
      }
    `;
  }

  #figure({ figure, markup }: Parts["figures"][number]) {
    const { header, rows } = figureTable(figure);
    const words = (cell: string | number) =>
      typeof cell === "string" ? cell || "–" : Number.isInteger(cell) ? String(cell) : formatNumber(cell);
    const picture = async (): Promise<WrittenPicture> => {
      return { form: "written", svg: figureSvg(figure, currentTheme()), table: { header, rows: () => rows } };
    };
    return html`<div class=${figure.panels.length > 1 ? "many" : ""}>
      ${unsafeHTML(markup)}
      <lena-export-menu name="${this.result.sweep.id}-${figure.id}" what=${figure.title} .picture=${picture}></lena-export-menu>
      <lena-data-table
        what=${figure.title}
        .data=${() => ({ caption: figure.title, columns: header, rows: rows.map((row) => row.map(words)) })}
      ></lena-data-table>
    </div>`;
  }
}
customElements.define("lena-sweep-report", SweepReportPanel);

declare global {
  interface HTMLElementTagNameMap {
    "lena-sweep-report": SweepReportPanel;
  }
}
