/** @file Keys and words of the page, over everything else. Loaded when it is first asked for. */
import { css, html, LitElement, nothing } from "lit";
import { shared } from "../shared-styles.ts";
import { keyHelp, terms } from "./help-words.ts";

export class HelpDialog extends LitElement {
  static override styles = [
    shared,
    css`
      dialog {
        width: min(940px, 100vw - 24px);
        max-height: calc(100vh - 48px);
        padding: 0;
        overflow: auto;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      dialog::backdrop {
        background: color-mix(in srgb, var(--paper) 72%, transparent);
      }
      .top {
        position: sticky;
        top: 0;
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 12px 12px 12px 24px;
        background: var(--panel);
        border-bottom: 1px solid var(--line);
      }
      h2 {
        font: 650 17px/24px var(--sans);
      }
      h3 {
        padding-bottom: 8px;
      }
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 0 32px;
        padding: 18px 24px 8px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      tr {
        border-top: 1px solid var(--line);
      }
      th,
      td {
        padding: 6px 0;
        font: 400 13px/18px var(--sans);
        text-align: left;
        vertical-align: baseline;
      }
      th {
        padding-right: 14px;
        white-space: nowrap;
        font-weight: 550;
      }
      .place th {
        color: var(--ink-soft);
        font-weight: 400;
      }
      tbody + tbody .place th {
        padding-top: 16px;
      }
      th i {
        padding-left: 6px;
        font: 400 12px/18px var(--mono);
        color: var(--ink-soft);
      }
      td small {
        font-size: 12px;
        color: var(--ink-soft);
      }
      kbd {
        display: inline-block;
        min-width: 22px;
        padding: 0 5px;
        font: 400 12px/18px var(--mono);
        text-align: center;
        border: 1px solid var(--line-strong);
        border-radius: 3px;
      }
      .more {
        padding: 12px 24px 18px;
        font-size: 13px;
      }
      @media (max-width: 760px) {
        .parts {
          grid-template-columns: minmax(0, 1fr);
          gap: 20px;
          padding-inline: 16px;
        }
        .top,
        .more {
          padding-left: 16px;
        }
      }
    `,
  ];

  override render() {
    return html`<dialog aria-labelledby="title" @click=${this.#outside}>
      <div class="top">
        <h2 id="title">Keys and words</h2>
        <form method="dialog"><button>Close</button></form>
      </div>
      <div class="parts">
        <section>
          <h3>Keys</h3>
          <table>
            ${keyHelp.map(
              ({ place, lines }) => html`<tbody>
                <tr class="place"><th scope="rowgroup" colspan="2">${place}</th></tr>
                ${lines.map(({ keys, meaning }) => html`<tr><th scope="row">${keys.map((key) => html`<kbd>${key}</kbd> `)}</th><td>${meaning}</td></tr>`)}
              </tbody>`,
            )}
          </table>
        </section>
        <section>
          <h3>Words</h3>
          <table>
            ${terms.map(
              ({ word, symbol, paper, meaning }) => html`<tr>
                <th scope="row">${word}<i>${symbol}</i></th>
                <td>${meaning}${paper ? html` <small>(paper: ${paper})</small>` : nothing}</td>
              </tr>`,
            )}
          </table>
        </section>
      </div>
      <p class="more soft"><a href="#about" @click=${() => this.#dialog.close()}>How LENA works, in one screen</a></p>
    </dialog>`;
  }

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog")!;
  }

  /** A click on what is behind the dialog reaches the dialog itself. */
  #outside = (event: MouseEvent): void => {
    if (event.target === this.#dialog) this.#dialog.close();
  };
}
customElements.define("lena-help-dialog", HelpDialog);

declare global {
  interface HTMLElementTagNameMap {
    "lena-help-dialog": HelpDialog;
  }
}
