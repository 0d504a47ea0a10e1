/**
 * @file Takes a chart home: as PNG, as SVG, or its numbers as CSV. What it draws is what the run has measured, not what
 * part of it is on show. The files themselves are made in files.ts, loaded when the first one is asked for.
 */
import { css, html, LitElement } from "lit";
import { type ErrorReport, reportOf } from "../../../core/errors.ts";
import type { RunStore } from "../../../session/run-store.ts";
import { runName } from "../../../train/command-line.ts";
import { saveFile } from "../../controls/save-file.ts";
import { shared } from "../../shared-styles.ts";
import { currentTheme } from "../../theme.ts";
import type { RunPlan } from "../run-plan.ts";
import type { Format } from "./files.ts";
import type { ChartKind } from "./pictures.ts";

const buttons: readonly { readonly format: Format; readonly help: string }[] = [
  { format: "png", help: "as a picture" },
  { format: "svg", help: "as a drawing that can be scaled" },
  { format: "csv", help: "as a table of its numbers" },
];

export class ExportMenu extends LitElement {
  static override properties = {
    kind: {},
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    failure: { state: true },
  };
  declare kind: ChartKind;
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare failure: ErrorReport | undefined;

  constructor() {
    super();
    this.kind = "rates";
    this.revision = 0;
  }

  static override styles = [
    shared,
    css`
      /* Beside the fold with the numbers, which is the next thing under the chart. */
      :host {
        float: right;
        font-size: 12px;
        line-height: 16px;
      }
      button {
        min-width: 36px;
        padding: 4px 5px;
        border: 0;
        border-radius: 3px;
        font: 400 12px/16px var(--sans);
        color: var(--ink-soft);
      }
      button:hover:not(:disabled) {
        color: var(--ink);
      }
      .failure {
        color: var(--error);
      }
    `,
  ];

  override render() {
    const nothingYet = !this.store?.updateCount;
    return html`${buttons.map(
      ({ format, help }) => html`<button
        ?disabled=${nothingYet}
        title="Save this chart ${help}"
        aria-label="Save as ${format.toUpperCase()}: this chart ${help}"
        @click=${() => this.#save(format)}
      >
        ${format.toUpperCase()}
      </button>`,
    )}<span role="status" class="failure">${this.failure ? `${this.failure.found}. Try ${this.failure.tryThis}.` : ""}</span>`;
  }

  async #save(format: Format): Promise<void> {
    const { plan, store, kind } = this;
    if (!store) return;
    try {
      const { chartFile, formats } = await import("./files.ts");
      const bytes = await chartFile(kind, format, { plan, store, theme: currentTheme() });
      saveFile(`lena-${runName(plan.config)}-${kind}.${format}`, bytes, formats[format]);
      this.failure = undefined;
    } catch (thrown) {
      this.failure = reportOf(thrown, "chart file");
    }
  }
}
customElements.define("lena-export-menu", ExportMenu);

declare global {
  interface HTMLElementTagNameMap {
    "lena-export-menu": ExportMenu;
  }
}
