/**
 * @file The page: its header and the views, one of which is on show. A view that was shown once stays, so that what
 * goes on in it goes on; only one of them may use the GPU at a time. What a run is and where data come from is given
 * from outside, so that tests can drive the page with made-up ones.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type ErrorReport, reportOf } from "../core/errors.ts";
import type { ReadFile } from "../data/dataset.ts";
import { runName } from "../train/command-line.ts";
import { parseRunConfig, type RunConfig } from "../train/config.ts";
import { saveFile } from "./controls/save-file.ts";
import "./files/file-drop.ts";
import type { OpenedFile } from "./files/open-file.ts";
import { defaultTraits, type GpuProblem, type GpuTraits } from "./gpu-check.ts";
import { defaultDraft, inputOf } from "./panels/config-fields.ts";
import "./panels/notice.ts";
import "./panels/page-header.ts";
import { type GivenConfig, readPermalink } from "./permalink.ts";
import { isRecordedLink, openRecordedLink, type Recording } from "./recorded-link.ts";
import { type RouteId, routeOf, routes } from "./routes.ts";
import type { SessionFactory } from "./session-like.ts";
import { shared } from "./shared-styles.ts";
import type { History, KeptRun } from "./storage/history.ts";
import { keepRun } from "./storage/keep-run.ts";
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
    fileError: { state: true },
    recordedError: { state: true },
    keepError: { state: true },
    passing: { state: true },
    recording: { state: true },
  };
  /** How a run comes about. Set before the first run. */
  declare createSession: SessionFactory;
  /** From the data root. Set before the first run. */
  declare readFile: ReadFile;
  /** From the folder of recorded runs. Set before the first view of them. */
  declare readRecorded: ReadFile;
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
  /** Why a file was not taken. */
  declare fileError: ErrorReport | undefined;
  /** Why a recorded run is not shown. */
  declare recordedError: ErrorReport | undefined;
  /** Why a run that ended is not kept. */
  declare keepError: ErrorReport | undefined;
  /** The run that ended last, where there was no room to keep it. */
  declare passing: KeptRun | undefined;
  /** A run from a bundle, for the Train view. */
  declare recording: Recording | undefined;

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
    this.addEventListener("files-wanted", () => this.renderRoot.querySelector("lena-file-drop")?.choose());
    this.addEventListener("recording-chosen", ({ detail }) => this.#show(detail));
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
      .skip {
        position: absolute;
        z-index: 5;
        top: 8px;
        left: 12px;
        background: var(--panel);
      }
      .skip:not(:focus) {
        clip-path: inset(50%);
      }
      /* Over the page, and in sight wherever it is scrolled to. */
      .notes {
        position: sticky;
        top: 0;
        z-index: 4;
        height: 0;
      }
      .notes div {
        max-width: 640px;
        max-height: 80vh;
        margin-left: auto;
        overflow-y: auto;
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
      ${this.route === "train" ? html`<button class="skip" title="Past the header and the form" @click=${this.#toCharts}>Skip to the charts</button>` : nothing}
      <header>
        <lena-page-header .theme=${currentTheme()} .route=${this.route} .working=${this.working}></lena-page-header>
      </header>
      <div class="notes"><div>
        ${this.#note("loadError", "This view could not be loaded")}
        ${this.#note("givenError", "This configuration cannot be used; nothing was changed")}
        ${this.#note("fileError", "This file cannot be opened; nothing was changed")}
        ${this.#note("recordedError", "This run cannot be shown; nothing was changed")}
        ${this.#note("keepError", "This run could not be kept")} ${this.#passingNotice()}
      </div></div>
      ${routes.map(({ id }) => (this.#shown.has(id) ? this.#views[id]() : nothing))}
      <lena-file-drop
        @file-opened=${({ detail }: HTMLElementEventMap["file-opened"]) => void this.#open(detail.file)}
        @file-refused=${({ detail }: HTMLElementEventMap["file-refused"]) => {
          this.fileError = detail.error;
        }}
      ></lena-file-drop>
    `;
  }

  #note(which: "loadError" | "givenError" | "fileError" | "recordedError" | "keepError", heading: string) {
    const close = () => {
      this[which] = undefined;
    };
    return html`<lena-notice .error=${this[which]} heading=${heading} closable @notice-closed=${close}></lena-notice>`;
  }

  #passingNotice() {
    const { passing } = this;
    if (!passing || !this.#history?.isPassing(passing.id)) return nothing;
    const close = () => {
      this.passing = undefined;
    };
    return html`<lena-notice .error=${this.#history.problem} heading="This run is kept only while the page is open" closable @notice-closed=${close}>
      <button @click=${() => void this.#download(passing)}>Download this run</button>
    </lena-notice>`;
  }

  readonly #views: Record<RouteId, () => TemplateResult> = {
    train: () => html`<lena-train-view
      ?hidden=${this.route !== "train"}
      .createSession=${this.#createKept}
      .gpuProblem=${this.gpuProblem}
      .gpu=${this.gpu}
      .given=${this.given}
      .recording=${this.recording}
      .busyWith=${this.#othersThan("train")}
      @work-changed=${this.#noted("train")}
    ></lena-train-view>`,
    compare: () => html`<lena-compare-view
      ?hidden=${this.route !== "compare"}
      .createSession=${this.#create}
      .history=${this.#openHistory}
      .readRecorded=${this.#readRecorded}
      .formConfig=${this.#formConfig}
      .gpuProblem=${this.gpuProblem}
      .busyWith=${this.#othersThan("compare")}
      @work-changed=${this.#noted("compare")}
    ></lena-compare-view>`,
    about: () =>
      html`<lena-about-view ?hidden=${this.route !== "about"} .readRecorded=${this.#readRecorded}></lena-about-view>`,
    replicate: () => html`<lena-replicate-view
      ?hidden=${this.route !== "replicate"}
      .createSession=${this.#create}
      .readFile=${this.#read}
      .readRecorded=${this.#readRecorded}
      .gpuProblem=${this.gpuProblem}
      .gpu=${this.gpu}
      .busyWith=${this.#othersThan("replicate")}
      @work-changed=${this.#noted("replicate")}
    ></lena-replicate-view>`,
  };

  /** Views that do not come with the page. */
  readonly #load: Partial<Record<RouteId, () => Promise<unknown>>> = {
    compare: () => import("./compare/compare-view.ts"),
    replicate: () => import("./replicate/replicate-view.ts"),
    about: () => import("./about/about-view.ts"),
  };

  readonly #follow = (): void => {
    const route = routeOf(location.hash);
    if (route !== this.route) [this.loadError, this.fileError] = [undefined, undefined];
    this.route = route;
    this.#followRecorded(location.hash);
    const link = location.hash === this.#link ? undefined : readPermalink(location.hash);
    if (link) {
      this.#link = location.hash; // so that coming back to the view later does not undo what was written since
      this.#take(link);
    }
    this.#shown.add(this.route);
    document.title =
      this.route === routes[0].id ? "LENA Lab" : `${routes.find(({ id }) => id === this.route)!.name} · LENA Lab`;
    window.scrollTo(0, 0);
    this.#load[this.route]?.().catch((thrown) => {
      this.loadError = reportOf(thrown, "this view");
    });
  };

  /** While a recorded run is on show in Train, the address is its own. */
  #followRecorded(hash: string): void {
    const onShow = this.recording?.link;
    this.recordedError = undefined;
    if (isRecordedLink(hash)) {
      if (hash !== onShow) void this.#openRecorded(hash);
    } else if (onShow && (hash === "" || hash === "#train")) history.replaceState(null, "", onShow);
  }

  async #openRecorded(link: string): Promise<void> {
    try {
      const recording = await openRecordedLink(link, this.#readRecorded);
      if (location.hash === link) this.#show(recording); // else it is no longer wanted
    } catch (thrown) {
      if (location.hash === link) this.recordedError = reportOf(thrown, "link");
    }
  }

  #take(given: GivenConfig): void {
    this.givenError = "error" in given ? given.error : undefined;
    if ("error" in given) return;
    this.given = given.config;
    if (this.route !== "train") location.hash = "train";
  }

  readonly #toCharts = (): void => this.renderRoot.querySelector("lena-train-view")?.focusCharts();

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

  async #open(file: OpenedFile): Promise<void> {
    this.fileError = undefined;
    if (file.kind === "config") return this.#take(file);
    if (file.kind === "grid") return this.#takeGrid(file);
    location.hash = "compare";
    this.#follow(); // the event comes too late for what follows
    await import("./compare/compare-view.ts");
    await this.updateComplete;
    await this.renderRoot.querySelector("lena-compare-view")?.addFile(file.name, file.bundle);
  }

  async #takeGrid({ name, text }: Extract<OpenedFile, { kind: "grid" }>): Promise<void> {
    if (this.route === "replicate") {
      await import("./replicate/replicate-view.ts");
      return this.renderRoot.querySelector("lena-replicate-view")?.takeGrid(name, text);
    }
    const [wanted, found] = ["a run bundle (zip) or a configuration (JSON)", "a grid of many runs"];
    this.fileError = { name: "ConfigError", where: name, wanted, found, tryThis: "drop it on Replicate" };
  }

  #show(recording: Recording): void {
    if (this.working === "train") {
      const tryThis = "stop it under Train, or let it come to its end";
      const [where, wanted, found] = [recording.name, "a Train view that is free", "a run that is under way there"];
      this.recordedError = { name: "ConfigError", where, wanted, found, tryThis };
      if (location.hash === recording.link) history.replaceState(null, "", "#train");
      return;
    }
    this.recording = recording;
    this.given = recording.bundle.config;
    location.hash = recording.link ?? "train";
  }

  /** The view that uses the GPU, where it is another. */
  #othersThan(route: RouteId): RouteId | undefined {
    return this.working === route ? undefined : this.working;
  }

  #noted(route: RouteId) {
    return ({ detail: { active } }: HTMLElementEventMap["work-changed"]) => {
      if (active) this.working = route;
      else if (this.working === route) this.working = undefined;
      if (active && route === "train") this.#leaveRecorded();
    };
  }

  /** A run made here has taken the place of the recorded one. */
  #leaveRecorded(): void {
    if (isRecordedLink(location.hash)) history.replaceState(null, "", "#train");
    this.recording = undefined;
  }

  readonly #create: SessionFactory = (config) => this.createSession(config);
  readonly #createKept: SessionFactory = (config) => {
    const session = this.createSession(config);
    this.passing = undefined;
    keepRun(session, this.#openHistory).then(
      (kept) => {
        const problem = this.#history?.problem;
        if (problem && problem !== this.#told) this.passing = kept;
        this.#told = problem;
      },
      (thrown) => {
        this.keepError = reportOf(thrown, "history of runs");
      },
    );
    return session;
  };
  readonly #readRecorded: ReadFile = (path, options) => this.readRecorded(path, options);
  /** Of storage: one that lasts is told once. */
  #told: ErrorReport | undefined;
  #history: History | undefined;
  #opening: Promise<History> | undefined;
  /** One for all, since what finds no room in the browser is kept by it alone. */
  readonly #openHistory = (): Promise<History> => {
    this.#opening ??= this.#readHistory();
    return this.#opening;
  };

  async #readHistory(): Promise<History> {
    const { History } = await import("./storage/history.ts");
    this.#history = await History.open(navigator.storage, Date.now);
    this.#history.addEventListener("change", () => this.requestUpdate());
    return this.#history;
  }

  async #download({ id, config }: KeptRun): Promise<void> {
    const zip = await this.#history?.bundle(id);
    if (zip) saveFile(`lena-${runName(config)}.zip`, zip, "application/zip");
  }

  readonly #formConfig = (): RunConfig | undefined => {
    const parsed = parseRunConfig(inputOf(this.renderRoot.querySelector("lena-train-view")?.draft ?? defaultDraft));
    return parsed.ok ? parsed.config : undefined;
  };
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
