/**
 * @file The page: its header and the views, one of which is on show. A view that was shown once stays, so that what
 * goes on in it goes on; only one of them may use the GPU at a time. What a run is and where data come from is given
 * from outside, so that tests can drive the page with made-up ones.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type ErrorReport, reportOf } from "../core/errors.ts";
import type { ReadFile } from "../data/dataset.ts";
import type { RunConfig } from "../train/config.ts";
import { defaultTraits, type GpuProblem, type GpuTraits } from "./gpu-check.ts";
import "./panels/notice.ts";
import "./panels/page-header.ts";
import { type GivenConfig, readPermalink } from "./permalink.ts";
import { type RouteId, routeOf, routes } from "./routes.ts";
import type { SessionFactory } from "./session-like.ts";
import { shared } from "./shared-styles.ts";
import { currentTheme, watchTheme } from "./theme.ts";
import "./train/train-view.ts";

export class App extends LitElement {
  static override properties = {
    gpuProblem: { attribute: false },
    gpu: { attribute: false },
    route: { state: true },
    working: { state: true },
    loadError: { state: true },
    given: { state: true },
    givenError: { state: true },
  };
  /** How a run comes about. Set before the first run. */
  declare createSession: SessionFactory;
  /** From the data root. Set before the first run. */
  declare readFile: ReadFile;
  /** Why there can be no run in this browser; absent where there can. */
  declare gpuProblem: GpuProblem | undefined;
  declare gpu: GpuTraits;
  declare route: RouteId;
  /** The view that uses the GPU. */
  declare working: RouteId | undefined;
  declare loadError: ErrorReport | undefined;
  /** A configuration from outside, for the form. */
  declare given: RunConfig | undefined;
  /** Why what was given is none. */
  declare givenError: ErrorReport | undefined;

  #unwatch = () => {};
  readonly #shown = new Set<RouteId>();
  /** The last address that held a configuration. */
  #link = "";

  constructor() {
    super();
    this.gpu = defaultTraits;
    this.route = routes[0].id;
    this.addEventListener("help-wanted", () => void this.#help());
    this.addEventListener("config-given", ({ detail }) => this.#take(detail));
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
    window.addEventListener("hashchange", this.#follow);
    window.addEventListener("keydown", this.#key);
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    window.removeEventListener("hashchange", this.#follow);
    window.removeEventListener("keydown", this.#key);
  }

  override render() {
    return html`
      <header>
        <lena-page-header .theme=${currentTheme()} .route=${this.route} .working=${this.working}></lena-page-header>
      </header>
      <lena-notice .error=${this.loadError} heading="This view could not be loaded"></lena-notice>
      <lena-notice .error=${this.givenError} heading="This configuration cannot be used; nothing was changed"></lena-notice>
      ${routes.map(({ id }) => (this.#shown.has(id) ? this.#views[id]() : nothing))}
    `;
  }

  readonly #views: Record<RouteId, () => TemplateResult> = {
    train: () => html`<lena-train-view
      ?hidden=${this.route !== "train"}
      .createSession=${this.#create}
      .gpuProblem=${this.gpuProblem}
      .gpu=${this.gpu}
      .given=${this.given}
      ?busy=${this.#isBusyFor("train")}
      @work-changed=${this.#noted("train")}
    ></lena-train-view>`,
    about: () => html`<lena-about-view ?hidden=${this.route !== "about"} ></lena-about-view>`,
    replicate: () => html`<lena-replicate-view
      ?hidden=${this.route !== "replicate"}
      .createSession=${this.#create}
      .readFile=${this.#read}
      .gpuProblem=${this.gpuProblem}
      .gpu=${this.gpu}
      ?busy=${this.#isBusyFor("replicate")}
      @work-changed=${this.#noted("replicate")}
    ></lena-replicate-view>`,
  };

  /** Views that do not come with the page. */
  readonly #load: Partial<Record<RouteId, () => Promise<unknown>>> = {
    replicate: () => import("./replicate/replicate-view.ts"),
    about: () => import("./about/about-view.ts"),
  };

  readonly #follow = (): void => {
    this.route = routeOf(location.hash);
    const link = location.hash === this.#link ? undefined : readPermalink(location.hash);
    if (link) {
      this.#link = location.hash; // so that coming back to the view later does not undo what was written since
      this.#take(link);
    }
    this.#shown.add(this.route);
    document.title =
      this.route === routes[0].id ? "LENA Lab" : `${routes.find(({ id }) => id === this.route)!.name} · LENA Lab`;
    window.scrollTo(0, 0);
    this.loadError = undefined;
    this.#load[this.route]?.().catch((thrown) => {
      this.loadError = reportOf(thrown, "this view");
    });
  };

  #take(given: GivenConfig): void {
    this.givenError = "error" in given ? given.error : undefined;
    if ("error" in given) return;
    this.given = given.config;
    if (this.route !== "train") location.hash = "train";
  }

  readonly #key = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    const writes = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (event.key === "?" && !writes) void this.#help();
  };

  async #help(): Promise<void> {
    try {
      await import("./panels/help-dialog.ts");
      const found = this.renderRoot.querySelector("lena-help-dialog");
      const dialog = found ?? this.renderRoot.appendChild(document.createElement("lena-help-dialog"));
      await dialog.show();
    } catch (thrown) {
      this.loadError = reportOf(thrown, "help");
    }
  }

  #isBusyFor(route: RouteId): boolean {
    return this.working !== undefined && this.working !== route;
  }

  #noted(route: RouteId) {
    return ({ detail: { active } }: HTMLElementEventMap["work-changed"]) => {
      if (active) this.working = route;
      else if (this.working === route) this.working = undefined;
    };
  }

  readonly #create: SessionFactory = (config) => this.createSession(config);
  readonly #read: ReadFile = (path, options) => this.readFile(path, options);
}
customElements.define("lena-app", App);

declare global {
  interface HTMLElementTagNameMap {
    "lena-app": App;
  }
  interface HTMLElementEventMap {
    /** From a view: it begins or ends to use the GPU. */
    "work-changed": CustomEvent<{ active: boolean }>;
    /** From a view: a configuration from outside, to fill the form with. */
    "config-given": CustomEvent<GivenConfig>;
  }
}
