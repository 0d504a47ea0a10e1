/**
 * @file Takes a chart home: as PNG, as SVG, or its numbers as CSV. Knows nothing of runs: a picture comes in. The files
 * themselves are made in files.ts, loaded when the first one is asked for.
 */
import { css, html, LitElement } from "lit";
import { type ErrorReport, reportOf } from "../../../core/errors.ts";
import { saveFile } from "../../controls/save-file.ts";
import { shared } from "../../shared-styles.ts";
import type { Format } from "./files.ts";
import type { ChartPicture, WrittenPicture } from "./picture.ts";

const buttons: readonly { readonly format: Format; readonly help: string }[] = [
  { format: "png", help: "as a picture" },
  { format: "svg", help: "as a drawing that can be scaled" },
  { format: "csv", help: "as a table of its numbers" },
];

export class ExportMenu extends LitElement {
  static override properties = {
    name: {},
    what: {},
    picture: { attribute: false },
    empty: { type: Boolean },
    failure: { state: true },
  };
  /** Of the files, without "lena-" and the kind of file. */
  declare name: string;
  /** The chart's heading: there are many such menus on a page. */
  declare what: string;
  /** The chart as it is on show; asked for with each file, by the menu that stands beside it. */
  declare picture: (menu: Element) => Promise<ChartPicture | WrittenPicture>;
  /** There is nothing to save yet. */
  declare empty: boolean;
  declare failure: ErrorReport | undefined;

  constructor() {
    super();
    [this.name, this.what, this.empty] = ["chart", "this chart", false];
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
    return html`${buttons.map(
      ({ format, help }) => html`<button
        ?disabled=${this.empty}
        title="Save this chart ${help}"
        aria-label="Save as ${format.toUpperCase()}: ${this.what}"
        @click=${() => this.#save(format)}
      >
        ${format.toUpperCase()}
      </button>`,
    )}<span role="status" class="failure">${this.failure ? `${this.failure.found}. Try ${this.failure.tryThis}.` : ""}</span>`;
  }

  async #save(format: Format): Promise<void> {
    try {
      const { chartFile, formats } = await import("./files.ts");
      const bytes = await chartFile(await this.picture(this), format);
      saveFile(`lena-${this.name}.${format}`, bytes, formats[format]);
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
