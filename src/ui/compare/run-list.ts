/**
 * @file Which runs there are and which of them are overlaid: by where they come from, each with a line in its colour once
 * it is chosen. Knows nothing of reading them: what a person wants goes out.
 *
 * @fires run-action, run-raised
 */
import { html, LitElement, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { shared } from "../shared-styles.ts";
import { runListStyles } from "./run-list-styles.ts";
import type { RunStyle } from "./run-styles.ts";
import { swatch } from "./swatch.ts";

export interface RunRow {
  readonly id: string;
  readonly name: string;
  /** One line of numbers. */
  readonly detail: string;
  /** One sentence on what to look for. */
  readonly about?: string | undefined;
  /** Present: overlaid. */
  readonly style: RunStyle | undefined;
  /** Present: kept in this browser. */
  readonly pinned?: boolean;
}

export interface RunGroup {
  readonly title: string;
  readonly rows: readonly RunRow[];
  /** In place of rows where there are none. */
  readonly empty?: string;
}

export type RunAction =
  | { readonly kind: "toggle" | "open" | "download" | "remove"; readonly id: string }
  | { readonly kind: "pin"; readonly id: string; readonly pinned: boolean }
  | { readonly kind: "rename"; readonly id: string; readonly name: string };

export class RunList extends LitElement {
  static override properties = {
    groups: { attribute: false },
    locked: { type: Boolean },
    renaming: { state: true },
    doomed: { state: true },
  };
  declare groups: readonly RunGroup[];
  /** A race goes on: its runs are on show, and no others can be. */
  declare locked: boolean;
  declare renaming: string | undefined;
  /** The kept run that a person is about to delete. */
  declare doomed: string | undefined;

  constructor() {
    super();
    this.groups = [];
    this.locked = false;
  }

  static override styles = [shared, runListStyles];

  override render() {
    return this.groups.map(({ title, rows, empty }) =>
      rows.length === 0 && !empty
        ? nothing
        : html`<section aria-label=${title}>
            <h2>${title}</h2>
            ${rows.length > 0 ? html`<ul>${rows.map((row) => this.#row(row))}</ul>` : html`<p class="soft empty">${empty}</p>`}
          </section>`,
    );
  }

  #row(row: RunRow) {
    const { id, name, detail, about, style, pinned } = row;
    return html`<li
      class=${style ? "chosen" : ""}
      @pointerenter=${() => this.#raise(style && id)}
      @pointerleave=${() => this.#raise(undefined)}
    >
      <label title=${style ? "Takes the run out of the charts" : "Overlays the run"}>
        <input
          type="checkbox"
          .checked=${live(style !== undefined)}
          ?disabled=${this.locked}
          @change=${() => this.#send({ kind: "toggle", id })}
        />
        ${swatch(style)}
        <span class="name">${name}${pinned ? html`<small>pinned</small>` : nothing}</span>
        <span class="detail mono soft">${detail}</span>
        ${about ? html`<span class="about soft">${about}</span>` : nothing}
      </label>
      ${style && !this.locked ? html`<p class="actions">${this.#actions(row)}</p>` : nothing}
    </li>`;
  }

  #actions({ id, name, pinned }: RunRow) {
    if (this.renaming === id) {
      return html`<input class="rename" aria-label="New name" title="Enter keeps the new name, Escape the old one" .value=${name} maxlength="80" @keydown=${(event: KeyboardEvent) => this.#key(event, id)} @blur=${() => this.#rename(undefined)} />`;
    }
    if (this.doomed === id) {
      return html`Delete it?
        <button title="Takes the run out of this browser for good" @click=${() => this.#remove(id)}>Delete</button>
        <button title="Leaves it as it is" @click=${() => this.#doom(undefined)}>Keep</button>`;
    }
    const open = html`<button class="link" aria-label="Open ${name} in Train" @click=${() => this.#send({ kind: "open", id })} title="In the Train view, as if it had been made there">Open</button>
      <button class="link" aria-label="Download ${name}" title="Its bundle (zip): configuration, every number" @click=${() => this.#send({ kind: "download", id })}>Download</button>`;
    if (pinned === undefined) return open;
    return html`${open}
      <button class="link" aria-pressed=${pinned} aria-label="Pin ${name}" title="A pinned run never makes room for others" @click=${() => this.#send({ kind: "pin", id, pinned: !pinned })}>${pinned ? "Unpin" : "Pin"}</button>
      <button class="link" aria-label="Name ${name}" title="Gives it another name" @click=${() => this.#rename(id)}>Name</button>
      <button class="link" aria-label="Delete ${name}" title="Asks once more first" @click=${() => this.#doom(id)}>Delete…</button>`;
  }

  #key(event: KeyboardEvent, id: string): void {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      this.#send({ kind: "rename", id, name: event.target.value });
    }
    if (event.key === "Enter" || event.key === "Escape") this.#rename(undefined);
  }

  #rename(id: string | undefined): void {
    this.renaming = id;
    if (id) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>(".rename")?.select());
  }

  #doom(id: string | undefined): void {
    this.doomed = id;
  }

  #remove(id: string): void {
    this.doomed = undefined;
    this.#send({ kind: "remove", id });
  }

  #raise(id: string | undefined): void {
    this.dispatchEvent(new CustomEvent("run-raised", { detail: { id }, bubbles: true, composed: true }));
  }

  #send(action: RunAction): void {
    this.dispatchEvent(new CustomEvent("run-action", { detail: action, bubbles: true, composed: true }));
  }
}
customElements.define("lena-run-list", RunList);

declare global {
  interface HTMLElementTagNameMap {
    "lena-run-list": RunList;
  }
  interface HTMLElementEventMap {
    "run-action": CustomEvent<RunAction>;
    /** The run under the pointer; undefined when it has left. */
    "run-raised": CustomEvent<{ id: string | undefined }>;
  }
}
