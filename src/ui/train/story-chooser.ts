/**
 * @file A row of stories over the configuration: one click fills the form, and says what to watch for.
 *
 * @fires config-given
 */
import { css, html, LitElement } from "lit";
import type { RunConfig } from "../../train/config.ts";
import { type ConfigDraft, isDraftOf } from "../panels/config-fields.ts";
import { shared } from "../shared-styles.ts";
import { type Story, stories } from "./stories.ts";

export class StoryChooser extends LitElement {
  static override properties = {
    draft: { attribute: false },
    recorded: { attribute: false },
    locked: { type: Boolean },
  };
  /** What stands in the form. */
  declare draft: ConfigDraft;
  /** Of the recorded run on show. */
  declare recorded: RunConfig | undefined;
  /** A run goes on. */
  declare locked: boolean;

  constructor() {
    super();
    this.locked = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 14px 20px 12px;
        background: var(--panel);
        border-bottom: 1px solid var(--line);
      }
      h2 {
        padding-bottom: 6px;
        font: 600 13px/20px var(--sans);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      button {
        padding: 3px 9px;
        font: 450 13px/18px var(--sans);
      }
      [aria-pressed="true"],
      [aria-pressed="true"]:hover:not(:disabled) {
        background: var(--ink);
        border-color: var(--ink);
        color: var(--panel);
      }
      p {
        min-height: 76px;
        padding-top: 8px;
        font-size: 12px;
        line-height: 17px;
        color: var(--ink-soft);
      }
      @media (forced-colors: active) {
        [aria-pressed="true"] {
          forced-color-adjust: none;
          background: Highlight;
          color: HighlightText;
        }
      }
    `,
  ];

  override render() {
    const { draft, recorded } = this;
    const chosen = stories.find(({ config }) => isDraftOf(draft, config));
    const whose =
      recorded && isDraftOf(draft, recorded)
        ? "The configuration of the recorded run."
        : "A configuration of your own.";
    return html`
      <h2 id="title">Start with a story</h2>
      <div class="row" role="group" aria-labelledby="title">
        ${stories.map(
          (story) => html`<button
            title=${story.note}
            aria-pressed=${story === chosen}
            ?disabled=${this.locked}
            @click=${() => this.#choose(story)}
          >
            ${story.title}
          </button>`,
        )}
      </div>
      <p role="status">${chosen?.note ?? `${whose} A story fills the form below and says what to watch for.`}</p>
    `;
  }

  /** A copy, so that the same story can be chosen again after the form was changed. */
  #choose({ config }: Story): void {
    const detail = { config: { ...config } };
    this.dispatchEvent(new CustomEvent("config-given", { detail, bubbles: true, composed: true }));
  }
}
customElements.define("lena-story-chooser", StoryChooser);

declare global {
  interface HTMLElementTagNameMap {
    "lena-story-chooser": StoryChooser;
  }
}
