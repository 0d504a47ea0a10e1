/**
 * @file The numbers behind a chart as a table, folded away. Rows are asked for only
 * while it is open.
 */
import { css, html, LitElement, nothing } from "lit";
import { shared } from "../shared-styles.ts";

export interface TableData {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export class DataTable extends LitElement {
  static override properties = {
    data: { attribute: false },
    what: {},
    revision: { type: Number },
    open: { state: true },
  };
  declare data: () => TableData;
  /** The heading of what it stands under: there are many such tables on a page. */
  declare what: string;
  /** Changes when there is more to show. */
  declare revision: number;
  declare open: boolean;

  constructor() {
    super();
    this.data = () => ({ caption: "", columns: [], rows: [] });
    [this.what, this.open] = ["", false];
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      summary {
        display: inline-block;
        padding: 4px 0;
        font-size: 12px;
        line-height: 16px;
        color: var(--ink-soft);
        cursor: pointer;
      }
      summary:hover {
        color: var(--ink);
      }
      summary::before {
        content: "+ ";
        font-family: var(--mono);
      }
      [open] summary::before {
        content: "− ";
      }
      .scroll {
        overflow: auto;
        max-height: 300px;
      }
      table {
        border-collapse: collapse;
        min-width: 100%;
      }
      caption {
        text-align: left;
        font-size: 12px;
        color: var(--ink-soft);
        padding: 4px 0;
      }
      th,
      td {
        padding: 3px 0 3px 20px;
        text-align: right;
        font: 400 12px/18px var(--mono);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        border-top: 1px solid var(--line);
      }
      th:first-child {
        padding-left: 0;
        text-align: left;
      }
      thead th {
        border: 0;
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    return html`<details @toggle=${this.#toggled}>
      <summary aria-label=${this.what ? `Data of: ${this.what}` : nothing} title="The numbers as a table">Data</summary>
      ${this.open ? this.#table(this.data()) : nothing}
    </details>`;
  }

  #table({ caption, columns, rows }: TableData) {
    return html`<div class="scroll wide" tabindex="0" role="group" aria-label=${caption}>
      <table>
        <caption>${caption}</caption>
        <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
        <tbody>
          ${rows.map(([head, ...cells]) => html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>`;
  }

  #toggled = (event: Event & { currentTarget: EventTarget | null }): void => {
    if (event.currentTarget instanceof HTMLDetailsElement) this.open = event.currentTarget.open;
  };
}
customElements.define("lena-data-table", DataTable);

declare global {
  interface HTMLElementTagNameMap {
    "lena-data-table": DataTable;
  }
}
