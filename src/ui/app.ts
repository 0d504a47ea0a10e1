/**
 * @file The page: its header and the view on show. What a run is comes from outside
 * (`createSession`), so that tests can drive the page with a made-up one.
 */
import { css, html, LitElement } from "lit";
import { defaultTraits, type GpuProblem, type GpuTraits } from "./gpu-check.ts";
import "./panels/page-header.ts";
import type { SessionFactory } from "./session-like.ts";
import { shared } from "./shared-styles.ts";
import { currentTheme, watchTheme } from "./theme.ts";
import "./train/train-view.ts";

export class App extends LitElement {
  static override properties = { gpuProblem: { attribute: false }, gpu: { attribute: false } };
  /** How a run comes about. Set before the first run. */
  declare createSession: SessionFactory;
  /** Why there can be no run in this browser; absent where there can. */
  declare gpuProblem: GpuProblem | undefined;
  declare gpu: GpuTraits;

  #unwatch = () => {};

  constructor() {
    super();
    this.gpu = defaultTraits;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      header {
        border-bottom: 1px solid var(--line);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchTheme(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  override render() {
    return html`
      <header><lena-page-header .theme=${currentTheme()}></lena-page-header></header>
      <lena-train-view .createSession=${this.#create} .gpuProblem=${this.gpuProblem} .gpu=${this.gpu}></lena-train-view>
    `;
  }

  readonly #create: SessionFactory = (config) => this.createSession(config);
}
customElements.define("lena-app", App);

declare global {
  interface HTMLElementTagNameMap {
    "lena-app": App;
  }
}
