/**
 * @file The top of the page: what this is, its views, where it comes from, help, light or dark.
 *
 * @fires help-wanted
 */
import { css, html, LitElement, nothing, svg } from "lit";
import { depthColour } from "../../core/palette.ts";
import { type RouteId, routes } from "../routes.ts";
import { shared } from "../shared-styles.ts";
import { chooseTheme, type Theme, type ThemeChoice, themeChoice } from "../theme.ts";

const next: Record<ThemeChoice, ThemeChoice> = { system: "light", light: "dark", dark: "system" };
const icons: Record<ThemeChoice, string> = {
  system: "M8 1.5a6.5 6.5 0 1 0 0 13z",
  light:
    "M8 4.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M2.9 13.1l1.4-1.4M11.7 4.3l1.4-1.4",
  dark: "M13.6 9.9A6 6 0 0 1 6.1 2.4a6 6 0 1 0 7.5 7.5z",
};
/** Three layers that rise to rates of their own. */
const curves = [
  "M3 24C8 24 7 18.5 13 18.5s9 2 14 4",
  "M3 24C8 24 7 12 13 12s9 2.5 14 5",
  "M3 24C8 24 7 4 13 4s9 3.5 14 7",
];

export class PageHeader extends LitElement {
  static override properties = { theme: {}, route: {}, working: {} };
  declare theme: Theme;
  /** The view on show. */
  declare route: RouteId;
  /** The view that trains at this moment. */
  declare working: RouteId | undefined;

  constructor() {
    super();
    this.theme = "light";
    this.route = routes[0].id;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 10px;
        height: 52px;
        padding: 0 20px;
        background: var(--panel);
      }
      .mark {
        flex: none;
        fill: none;
        stroke-width: 2.7;
        stroke-linecap: round;
      }
      h1 {
        margin: 0 10px 0 0;
        font: 650 17px/24px var(--sans);
        letter-spacing: -0.015em;
        white-space: nowrap;
      }
      nav {
        display: flex;
        align-self: stretch;
        gap: 22px;
        margin-right: 14px;
      }
      nav a {
        position: relative;
        display: flex;
        align-items: center;
        gap: 7px;
        font-weight: 500;
        color: var(--ink-soft);
        text-decoration: none;
      }
      nav a:hover,
      [aria-current] {
        color: var(--ink);
      }
      [aria-current]::after {
        content: "";
        position: absolute;
        inset: auto 0 -1px;
        height: 2px;
        background: var(--accent);
      }
      .lamp {
        width: 6px;
        height: 6px;
        margin-right: -13px;
        border-radius: 50%;
        background: var(--accent);
      }
      p {
        flex: 1;
        min-width: 0;
        color: var(--ink-soft);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      a {
        white-space: nowrap;
      }
      button {
        display: grid;
        place-items: center;
        width: 34px;
        height: 34px;
        margin-left: 8px;
        padding: 0;
        border-color: transparent;
      }
      .help {
        font: 500 15px/20px var(--sans);
      }
      button + button {
        margin-left: 0;
      }
      button svg {
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.4;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      button .half {
        fill: currentcolor;
      }
      @media (max-width: 1020px) {
        p {
          visibility: hidden;
        }
      }
      @media (max-width: 620px) {
        :host {
          gap: 8px;
          padding: 0 8px 0 16px;
        }
        h1,
        nav {
          margin-right: 6px;
        }
        nav {
          gap: 16px;
        }
        button {
          margin-left: 0;
        }
        .paper,
        .files {
          display: none;
        }
      }
      @media (max-width: 480px) {
        h1 {
          position: absolute;
          clip-path: inset(50%);
        }
        nav {
          gap: 13px;
          min-width: 0;
          overflow-x: auto;
          scrollbar-width: none;
        }
        [aria-current]::after {
          bottom: 0;
        }
        p {
          flex: 1 0 0;
        }
      }
      @media (forced-colors: active) {
        [aria-current]::after,
        .lamp {
          forced-color-adjust: none;
          background: Highlight;
        }
        button {
          border-color: Canvas;
        }
      }
    `,
  ];

  override render() {
    const choice = themeChoice();
    return html`
      <svg class="mark" viewBox="0 0 30 27" width="30" height="27" aria-hidden="true">
        ${curves.map((d, i) => svg`<path d=${d} stroke=${depthColour(i / 2.2, this.theme)} />`)}
      </svg>
      <h1>LENA Lab</h1>
      <nav aria-label="Views">
        ${routes.map(
          ({ id, name }) => html`<a href="#${id}" aria-current=${id === this.route ? "page" : nothing}>
            ${name}${id === this.working ? html`<span class="lamp"></span><span class="unseen">, running</span>` : nothing}
          </a>`,
        )}
      </nav>
      <p>Train a CNN on several WebGPU workers and watch the learning rate of every layer</p>
      <a class="paper" href="https://doi.org/10.1145/3485447.3511989" target="_blank" rel="noopener">The LENA paper</a>
      <button class="help" aria-label="Keys and words" title="Keys and words (?)" @click=${this.#help}>?</button>
      <button
        class="files"
        aria-label="Open files: run bundles, or a configuration"
        title="Open run bundles or a configuration; or drop them anywhere"
        @click=${() => this.dispatchEvent(new CustomEvent("files-wanted", { bubbles: true, composed: true }))}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M2 13V3.5h4l1.5 2H14V13z" /></svg>
      </button>
      <button
        aria-label="Theme: ${choice}. Change to ${next[choice]}"
        title="Theme: ${choice}"
        @click=${() => chooseTheme(next[choice])}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path class=${choice === "system" ? "half" : ""} d=${icons[choice]} />
          ${choice === "system" ? svg`<circle cx="8" cy="8" r="6.5" />` : ""}
        </svg>
      </button>
    `;
  }

  #help = (): void => {
    this.dispatchEvent(new CustomEvent("help-wanted", { bubbles: true, composed: true }));
  };
}
customElements.define("lena-page-header", PageHeader);

declare global {
  interface HTMLElementTagNameMap {
    "lena-page-header": PageHeader;
  }
  interface HTMLElementEventMap {
    "help-wanted": CustomEvent<null>;
  }
}
