/**
 * @file One run: holds the configuration that is being written and the run on
 * show, and hands plain data down to its parts. What a run is comes from outside
 * (`createSession`), so that tests can drive it with a made-up one.
 */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { reportOf } from "../../core/errors.ts";
import { runName } from "../../train/command-line.ts";
import { parseRunConfig, type RunConfig } from "../../train/config.ts";
import { planMemory, type RunMemory } from "../../train/memory.ts";
import { planOf, type RunPlan } from "../charts/run-plan.ts";
import { saveFile } from "../controls/save-file.ts";
import "../controls/time-scrubber.ts";
import { defaultTraits, type GpuProblem, type GpuTraits } from "../gpu-check.ts";
import { type ConfigDraft, defaultDraft, draftOf, inputOf, isDraftOf } from "../panels/config-fields.ts";
import "../panels/config-panel.ts";
import "../panels/cost-panel.ts";
import { busyNote } from "../panels/busy-note.ts";
import "../panels/notice.ts";
import type { Recording } from "../recorded-link.ts";
import type { RouteId } from "../routes.ts";
import "../panels/result-panel.ts";
import "../panels/run-bar.ts";
import type { RunCommand } from "../panels/run-bar.ts";
import { RunController } from "../run-controller.ts";
import type { SessionFactory } from "../session-like.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme, type Theme, watchTheme } from "../theme.ts";
import { viewStyles } from "../view-styles.ts";
import { gainSection, lossSection, networkSection, raceSection, ratesSection, type Shown } from "./chart-sections.ts";
import { inspectSections, whySection } from "./inspect-sections.ts";
import { Inspection } from "./inspection.ts";
import "./story-chooser.ts";
import { trainStyles } from "./train-styles.ts";

export class TrainView extends LitElement {
  static override properties = {
    gpuProblem: { attribute: false },
    gpu: { attribute: false },
    busyWith: { attribute: false },
    given: { attribute: false },
    recording: { attribute: false },
    draft: { state: true },
    packing: { state: true },
  };
  /** How a run comes about. Set before the first run. */
  declare createSession: SessionFactory;
  /** Why there can be no run in this browser; absent where there can. */
  declare gpuProblem: GpuProblem | undefined;
  declare gpu: GpuTraits;
  /** The other view that uses the GPU. */
  declare busyWith: RouteId | undefined;
  /** A configuration from outside; a run goes on with its own, and the form takes this up after it. */
  declare given: RunConfig | undefined;
  /** A run from a bundle, to be shown in the place of one made here. */
  declare recording: Recording | undefined;
  declare draft: ConfigDraft;
  declare packing: boolean;

  readonly #run = new RunController(this, (config) => this.createSession(config));
  readonly #inspection = new Inspection(this);
  #parsed = parseRunConfig({});
  /** Of the last sound draft, so that the charts keep their frame while one is being mended. */
  #draftPlan: RunPlan | undefined;
  #memory: RunMemory | undefined;
  #unwatch = () => {};
  #wasActive = false;
  /** The newest given configuration that the form has taken up. */
  #taken: RunConfig | undefined;

  constructor() {
    super();
    this.draft = defaultDraft;
    this.gpu = defaultTraits;
    this.packing = false;
    this.addEventListener("field-changed", ({ detail }) => {
      this.draft = { ...this.draft, [detail.name]: detail.value };
    });
    this.addEventListener("run-command", ({ detail }) => void this.#command(detail.command));
  }

  static override styles = [shared, viewStyles, trainStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchTheme(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("recording") && this.recording) this.#run.show(this.recording.bundle);
    if (this.given && this.given !== this.#taken && !this.#run.active) {
      this.#taken = this.given;
      this.draft = draftOf(this.given);
    }
    if (!changed.has("draft") && !changed.has("gpu")) return;
    this.#parsed = parseRunConfig(inputOf(this.draft));
    if (!this.#parsed.ok) return;
    this.#draftPlan = planOf(this.#parsed.config);
    this.#memory = planMemory(this.#parsed.config, this.gpu);
  }

  protected override updated(): void {
    const { active } = this.#run;
    if (active === this.#wasActive) return;
    this.#wasActive = active;
    this.dispatchEvent(new CustomEvent("work-changed", { detail: { active } }));
  }

  override render() {
    const run = this.#run;
    const theme = currentTheme();
    const plan = this.#plan;
    const parsed = this.#parsed;
    const shown = this.#shown(plan, theme);
    const { failure } = this.#inspection;
    return html`
      <lena-run-bar
        class="bar"
        role="region"
        aria-label="Run"
        .state=${run.state}
        .plan=${plan}
        .store=${run.store}
        .revision=${run.revision}
        .progress=${run.progress}
        .pending=${run.pending}
        ?ready=${parsed.ok && !this.gpuProblem && !this.busyWith}
        ?recorded=${run.recording !== undefined}
        .link=${run.recording && this.recording?.link}
        ?packing=${this.packing}
        .at=${shown.at}
      >
        <lena-time-scrubber
          ?idle=${run.store === undefined}
          .count=${run.store?.updateCount ?? 0}
          .planned=${plan.schedule.updateCount}
          .epochLength=${plan.schedule.updatesPerEpoch}
          .at=${shown.heldAt}
          .shown=${shown.update}
        ></lena-time-scrubber>
      </lena-run-bar>
      <aside>
        <lena-config-panel
          .draft=${this.draft}
          .schedule=${parsed.ok ? this.#draftPlan?.schedule : undefined}
          .memory=${parsed.ok ? this.#memory : undefined}
          .bindingLimit=${this.gpu.bindingLimit}
          .problems=${parsed.ok ? [] : parsed.problems}
          ?locked=${run.active}
          ?tucked=${run.store !== undefined}
        ><lena-story-chooser .draft=${this.draft} .recorded=${run.recording?.config} ?locked=${run.active}></lena-story-chooser></lena-config-panel>
      </aside>
      <main tabindex="-1">
        <lena-notice
          .gpu=${run.recording ? undefined : this.gpuProblem}
          .error=${run.error ?? failure}
          heading=${!run.error && failure ? "A part of the page could not be loaded" : "The run failed"}
        ></lena-notice>
        ${busyNote(this.busyWith)}
        ${run.recording ? html`<p class="note">${this.#recordedWords(run.recording.config)} <a href="#compare">Back to Compare</a></p>` : nothing}
        ${this.given !== this.#taken ? html`<p class="note">A configuration was given. The form takes it up when this run is over.</p>` : nothing}
        ${networkSection(shown)} ${ratesSection(shown)} ${whySection(shown)} ${gainSection(shown)} ${raceSection(shown)} ${lossSection(shown)}
        <section class="result">
          <lena-result-panel .summary=${run.summary} .plan=${plan} ?held=${shown.heldAt !== null}></lena-result-panel>
        </section>
        ${inspectSections(shown, run)}
        <section class="costs">
          <lena-cost-panel .plan=${plan} .store=${run.store} .revision=${run.revision} .theme=${theme}></lena-cost-panel>
        </section>
      </main>
    `;
  }

  #recordedWords(config: RunConfig): string {
    const { name, about = "" } = this.recording ?? {};
    return isDraftOf(this.draft, config)
      ? `A recorded run: ${name}. ${about} Nothing was trained here.`
      : `The form has another configuration. Until it is trained, the page shows the recorded run ${name}.`;
  }

  /** The next Tab leads to the first of them. */
  focusCharts(): void {
    this.renderRoot.querySelector("main")?.focus();
  }

  /** The run on show; before there is one, that which the form describes. */
  get #plan(): RunPlan {
    return (this.#run.active || this.#run.store ? this.#run.plan : undefined) ?? this.#draftPlan!;
  }

  #shown(plan: RunPlan, theme: Theme): Shown {
    const { store, revision } = this.#run;
    const { cursor, heldAt, at, selected, layer, view, ghosts } = this.#inspection;
    const within = (k: number | null) => (k !== null && k < plan.layers.length ? k : null);
    const newest = (store?.updateCount ?? 0) - 1;
    return {
      ...{ plan, store, revision, theme, view, ghosts, cursor, heldAt, at },
      update: Math.min(at ?? newest, newest),
      selected: within(selected),
      layer: within(layer),
    };
  }

  async #command(command: RunCommand): Promise<void> {
    const run = this.#run;
    switch (command) {
      case "train":
        if (this.#parsed.ok) await this.#start(this.#parsed.config);
        return;
      case "update":
        if (run.active) await run.singleUpdate();
        else if (this.#parsed.ok) await this.#start(this.#parsed.config, { single: true });
        return;
      case "pause":
        return run.pause();
      case "resume":
        return run.resume();
      case "stop":
        return run.stop();
      case "download":
        return this.#download();
      default:
        command satisfies never;
    }
  }

  #start(config: RunConfig, options?: { single: boolean }): Promise<void> {
    this.#inspection.restart(this.#draftPlan!.layers.length);
    return this.#run.start(config, options);
  }

  async #download(): Promise<void> {
    this.packing = true;
    try {
      const { zipFiles } = await import("../../train/export/zip.ts");
      const files = await this.#run.exportBundle();
      const file = `lena-${runName(this.#plan.config)}.zip`;
      if (files) saveFile(file, zipFiles(files, new Date()), "application/zip");
    } catch (thrown) {
      this.#run.error = reportOf(thrown, "run bundle");
    } finally {
      this.packing = false;
    }
  }
}
customElements.define("lena-train-view", TrainView);

declare global {
  interface HTMLElementTagNameMap {
    "lena-train-view": TrainView;
  }
}
