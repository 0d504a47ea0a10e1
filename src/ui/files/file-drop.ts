/**
 * @file Takes files that are dropped anywhere on the page, or chosen with `choose()`. One at a time is read; what it is
 * goes out, or why it is refused. A part that takes a drop itself (ui/replicate/sweep-choice.ts) keeps it.
 *
 * @fires file-opened, file-refused
 */
import { css, html, LitElement, nothing } from "lit";
import { type ErrorReport, reportOf } from "../../core/errors.ts";
import { shared } from "../shared-styles.ts";
import type { OpenedFile } from "./open-file.ts";

export class FileDrop extends LitElement {
  static override properties = { dragging: { state: true } };
  declare dragging: boolean;

  static override styles = [
    shared,
    css`
      div {
        position: fixed;
        inset: 0;
        z-index: 10;
        display: grid;
        place-content: center;
        gap: 4px;
        text-align: center;
        background: color-mix(in srgb, var(--panel) 88%, transparent);
        outline: 2px dashed var(--accent);
        outline-offset: -14px;
        pointer-events: none;
      }
      strong {
        font: 600 21px/28px var(--sans);
      }
      input {
        display: none;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("dragover", this.#over);
    window.addEventListener("dragleave", this.#leave);
    window.addEventListener("drop", this.#drop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("dragover", this.#over);
    window.removeEventListener("dragleave", this.#leave);
    window.removeEventListener("drop", this.#drop);
  }

  override render() {
    return html`
      <input type="file" multiple accept=".zip,.json,application/zip,application/json" aria-label="Open run bundles or a configuration" @change=${this.#picked} />
      ${
        this.dragging
          ? html`<div><strong>Drop to open</strong><span class="soft">Run bundles (zip) open in Compare, a configuration (JSON) fills the form; a grid (JSON) becomes a sweep, on Replicate.</span></div>`
          : nothing
      }
    `;
  }

  /** Asks the person for files. */
  choose(): void {
    this.renderRoot.querySelector("input")?.click();
  }

  readonly #over = (event: DragEvent): void => {
    const isTaken = event.defaultPrevented; // by a part of the page that takes drops itself
    this.dragging = !isTaken && (event.dataTransfer?.types.includes("Files") ?? false);
    if (this.dragging) event.preventDefault();
  };

  readonly #leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.dragging = false;
  };

  readonly #drop = (event: DragEvent): void => {
    this.dragging = false;
    if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    void this.#open([...event.dataTransfer.files]);
  };

  readonly #picked = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const files = [...(event.target.files ?? [])];
    event.target.value = ""; // so that the same file can be chosen again, mended
    void this.#open(files);
  };

  /** One after the other; what is refused does not keep the others out. */
  async #open(files: readonly File[]): Promise<void> {
    for (const file of files) {
      try {
        const { openFile } = await import("./open-file.ts");
        this.#send("file-opened", { file: await openFile(file) });
      } catch (thrown) {
        this.#send("file-refused", { error: reportOf(thrown, file.name) });
      }
    }
  }

  #send<K extends keyof DropEvents>(name: K, detail: DropEvents[K]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
customElements.define("lena-file-drop", FileDrop);

interface DropEvents {
  "file-opened": { file: OpenedFile };
  "file-refused": { error: ErrorReport };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-file-drop": FileDrop;
  }
  interface HTMLElementEventMap {
    "file-opened": CustomEvent<DropEvents["file-opened"]>;
    "file-refused": CustomEvent<DropEvents["file-refused"]>;
    /** From anywhere: a person wants to choose files. */
    "files-wanted": CustomEvent<undefined>;
  }
}
