/**
 * @file What can be taken away from a run: its configuration as a link or a command, what to cite, its bundle. Copies
 * text by itself; the bundle is the owner's.
 *
 * @fires run-command
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { commandLineOf } from "../../train/command-line.ts";
import type { RunConfig } from "../../train/config.ts";
import { bibtex } from "../citations.ts";
import { permalinkOf } from "../permalink.ts";
import { shared } from "../shared-styles.ts";

/** In pixels. */
const WIDTH = 380;
const GAP = 6;
const EDGE = 12;

export class ShareMenu extends LitElement {
  static override properties = {
    config: { attribute: false },
    link: {},
    measured: { type: Boolean },
    packing: { type: Boolean },
    recorded: { type: Boolean },
    copied: { state: true },
    byHand: { state: true },
  };
  /** Of the run on show, or of the one that is being written. */
  declare config: RunConfig;
  /** Where the run on show has an address of its own: #recorded=… */
  declare link: string | undefined;
  /** There is something to download. */
  declare measured: boolean;
  /** The bundle is being made. */
  declare packing: boolean;
  /** It is read from a bundle, of which weights are not kept. */
  declare recorded: boolean;
  /** What was copied last, in words. */
  declare copied: string;
  /** Text that the browser did not let the page copy. */
  declare byHand: string | undefined;

  constructor() {
    super();
    this.measured = false;
    this.packing = false;
    this.recorded = false;
    this.copied = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .open {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 8px;
        width: 100%;
        height: 36px;
      }
      svg {
        flex: none;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5;
      }
      [popover] {
        position: absolute;
        inset: auto;
        margin: 0;
        padding: 4px 0;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      .item {
        display: block;
        width: 100%;
        padding: 8px 14px;
        border: 0;
        border-radius: 0;
        text-align: left;
      }
      .item + .item {
        border-top: 1px solid var(--line);
      }
      .item:focus-visible {
        outline-offset: -2px;
      }
      .item span {
        display: block;
        font: 400 12px/17px var(--sans);
        color: var(--ink-soft);
      }
      .item .mono {
        font-family: var(--mono);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .status:not(:empty) {
        padding: 5px 14px;
        border-top: 1px solid var(--line);
        font-size: 12px;
        line-height: 17px;
        color: var(--ink-soft);
      }
      textarea {
        display: block;
        width: calc(100% - 28px);
        height: 84px;
        margin: 2px 14px 8px;
        padding: 6px 8px;
        font: 400 12px/17px var(--mono);
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line-strong);
        border-radius: 3px;
        resize: vertical;
      }
    `,
  ];

  override render() {
    const { config, link, measured, packing, recorded } = this;
    const address = location.href.replace(/#.*$/s, "");
    const command = commandLineOf(config);
    return html`
      <button class="open" popovertarget="menu" title="This run as a link, a command line, a citation or a file">
        Share<svg viewBox="0 0 10 6" width="10" height="6" aria-hidden="true"><path d="M1 1l4 4 4-4" /></svg>
      </button>
      <div id="menu" popover role="group" aria-label="Share" @beforetoggle=${this.#opening}>
        ${this.#item("Copy link", "Link", link ? "Opens this recorded run, without WebGPU too" : "Opens this page with the same configuration filled in", () => address + (link ?? permalinkOf(config)))}
        ${this.#item("Copy as command line", "Command line", html`<span class="mono">${command}</span>`, () => command)}
        ${this.#item("Copy as BibTeX", "BibTeX", "The LENA paper, and this program", () => bibtex(address))}
        <button class="item" ?disabled=${!measured || packing} @click=${this.#download}>
          ${packing ? "Packing…" : "Download bundle"}<span>Every number of the run${recorded ? ", without" : " and"} its weights, in one zip</span>
        </button>
        <p class="status" role="status">${this.copied}</p>
        ${this.byHand === undefined ? nothing : html`<textarea readonly aria-label="Text to copy" .value=${this.byHand}></textarea>`}
      </div>
    `;
  }

  #item(label: string, what: string, help: string | TemplateResult, text: () => string) {
    return html`<button class="item" @click=${() => this.#copy(what, text())}>
      ${label}${typeof help === "string" ? html`<span>${help}</span>` : help}
    </button>`;
  }

  async #copy(what: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      [this.copied, this.byHand] = [`${what} copied`, undefined];
    } catch {
      // Not a secure page, or not allowed: the text itself is the way out.
      [this.copied, this.byHand] = ["This browser does not let the page copy. Here is the text:", text];
      await this.updateComplete;
      this.renderRoot.querySelector("textarea")?.select();
    }
  }

  #download = (): void => {
    const detail = { command: "download" as const };
    this.dispatchEvent(new CustomEvent("run-command", { detail, bubbles: true, composed: true }));
  };

  /** Under the button, inside the window. Set from here: the page allows no inline style. */
  #opening = (event: ToggleEvent): void => {
    if (event.newState !== "open" || !(event.target instanceof HTMLElement)) return;
    [this.copied, this.byHand] = ["", undefined];
    const button = this.getBoundingClientRect();
    const { clientWidth } = document.documentElement;
    const width = Math.min(WIDTH, clientWidth - 2 * EDGE);
    const { style } = event.target;
    style.width = `${width}px`;
    style.left = `${Math.max(EDGE, Math.min(button.left, clientWidth - width - EDGE))}px`;
    style.top = `${button.bottom + scrollY + GAP}px`;
  };
}
customElements.define("lena-share-menu", ShareMenu);

declare global {
  interface HTMLElementTagNameMap {
    "lena-share-menu": ShareMenu;
  }
}
