/**
 * @file The Compare view: runs from this browser, from files and recorded ones overlaid, and races between rules or
 * warm-ups. Holds what is chosen, and hands plain data down to its parts.
 */
import { html, LitElement, nothing } from "lit";
import type { ReadFile } from "../../data/dataset.ts";
import type { ReadBundle } from "../../session/import/read-bundle.ts";
import type { RunConfig } from "../../train/config.ts";
import type { GpuProblem } from "../gpu-check.ts";
import { busyNote } from "../panels/busy-note.ts";
import { currentTheme, watchTheme } from "../theme.ts";
import "../panels/notice.ts";
import { type Recording, recordingOf } from "../recorded-link.ts";
import type { RouteId } from "../routes.ts";
import type { SessionFactory } from "../session-like.ts";
import { shared } from "../shared-styles.ts";
import type { History } from "../storage/history.ts";
import { viewStyles } from "../view-styles.ts";
import { accuracyPart, lossPart, mostLayers, ratesPart } from "./compare-charts.ts";
import { compareStyles } from "./compare-styles.ts";
import { layerNames, type XAxis, xAxes } from "./comparison.ts";
import { differencesTable, resultsTable, type StyledRun, standingsList } from "./comparison-tables.ts";
import { raceConfigs, standings, verdict } from "./race.ts";
import "./race-bar.ts";
import type { RaceCommand } from "./race-bar.ts";
import { RaceController } from "./race-controller.ts";
import "./race-setup.ts";
import { firstChoice, type RaceChoice, targetOf } from "./race-setup.ts";
import { RunLibrary } from "./run-library.ts";
import "./run-list.ts";
import { runName } from "../../train/command-line.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { saveFile } from "../controls/save-file.ts";
import { raceWords } from "./race-words.ts";
import type { RunAction } from "./run-list.ts";
import { runGroups } from "./run-rows.ts";
import { runStyle } from "./run-styles.ts";

const axisHelp: Record<XAxis, string> = {
  updates: "By updates: changes of the weights",
  epochs: "By passes over the training images",
  images: "By training images seen: fair between different n",
  seconds: "By time spent training",
};

export class CompareView extends LitElement {
  static override properties = {
    gpuProblem: { attribute: false },
    busyWith: { attribute: false },
    axis: { state: true },
    layers: { state: true },
    choice: { state: true },
    raised: { state: true },
  };
  /** Set before the first race. */
  declare createSession: SessionFactory;
  declare history: () => Promise<History>;
  /** From the folder of recorded runs. */
  declare readRecorded: ReadFile;
  /** What stands in the form of the Train view; undefined while it has mistakes. */
  declare formConfig: () => RunConfig | undefined;
  declare gpuProblem: GpuProblem | undefined;
  /** The other view that uses the GPU. */
  declare busyWith: RouteId | undefined;
  declare axis: XAxis;
  /** Names of the layers whose rates are drawn; undefined: the first. */
  declare layers: readonly string[] | undefined;
  declare choice: RaceChoice;
  declare raised: string | undefined;

  readonly #library: RunLibrary;
  readonly #race: RaceController;
  #unwatch = () => {};
  #wasActive = false;

  constructor() {
    super();
    [this.axis, this.choice] = ["updates", firstChoice];
    this.#library = new RunLibrary(this, {
      history: () => this.history(),
      readRecorded: (path, options) => this.readRecorded(path, options),
    });
    this.#race = new RaceController(this, {
      createSession: (config) => this.createSession(config),
      history: () => this.history(),
      renamed: (from, { id }) => this.#library.rename(from, id),
    });
    this.addEventListener("run-action", ({ detail }) => void this.#act(detail));
    this.addEventListener("run-raised", ({ detail }) => {
      this.raised = detail.id;
    });
    this.addEventListener("race-changed", ({ detail }) => {
      this.choice = detail;
      this.#race.ended = undefined; // from here on the bar tells of the next one
    });
    this.addEventListener("race-command", ({ detail }) => void this.#command(detail.command));
  }

  static override styles = [shared, viewStyles, compareStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchTheme(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  /** Overlays a bundle from outside. */
  addFile(name: string, bundle: ReadBundle): Promise<void> {
    return this.#library.addFile(name, bundle);
  }

  protected override updated(): void {
    const { active } = this.#race;
    if (active === this.#wasActive) return;
    this.#wasActive = active;
    this.dispatchEvent(new CustomEvent("work-changed", { detail: { active } }));
  }

  override render() {
    const [race, library] = [this.#race, this.#library];
    library.update(race.runs);
    const words = raceWords(this.choice, this.#base, {
      busy: this.busyWith !== undefined,
      gpuProblem: this.gpuProblem,
    });
    return html`
      <lena-race-bar
        class="bar"
        role="region"
        aria-label="Race"
        .state=${race.state}
        .runs=${race.runs}
        .current=${race.current}
        .ended=${race.ended}
        .phase=${race.phase}
        .revision=${race.revision}
        .hint=${words.status}
        ?ready=${words.ready}
      ></lena-race-bar>
      <aside>
        <div>
          <lena-race-setup .choice=${this.choice} .bases=${library.kept} .summary=${words.summary} ?locked=${race.active}></lena-race-setup>
          <lena-run-list .groups=${runGroups(library, currentTheme())} ?locked=${race.active}></lena-run-list>
        </div>
      </aside>
      <main>
        <lena-notice .error=${race.error ?? library.error} heading=${race.error ? "The race ended" : "This run cannot be shown"}></lena-notice>
        ${this.#notes()} ${this.#standings()} ${this.#overlay(this.#shown)}
      </main>
    `;
  }

  get #base(): RunConfig | undefined {
    return this.choice.base === "" ? this.formConfig() : this.#library.configOf(this.choice.base);
  }

  get #shown(): StyledRun[] {
    const theme = currentTheme();
    return this.#library.shown.map((run) => ({ ...run, style: runStyle(this.#library.places.of(run.id), theme) }));
  }

  #notes() {
    const { history } = this.#library;
    const gone = history?.gone.at(-1);
    return html`
      ${busyNote(this.busyWith)}
      ${history?.problem ? html`<p class="note" role="status">Runs that end now are kept only while this page is open: ${history.problem.found}. Try: ${history.problem.tryThis}.</p>` : nothing}
      ${gone ? html`<p class="note" role="status">The oldest run made room: ${gone.name}. A pinned run stays.</p>` : nothing}
    `;
  }

  #standings() {
    const { runs, active } = this.#race;
    const target = targetOf(this.choice);
    if (runs.length === 0 || target === undefined) return nothing;
    const rows = standings(runs, target);
    const words = verdict(rows, `${Number(this.choice.target)}%`, !active);
    const theme = currentTheme();
    const styleOf = (id: string) => runStyle(this.#library.places.of(id), theme);
    const picture = async () => {
      const { racePicture } = await import("./pictures.ts");
      return racePicture({ rows, styleOf, target: `${Number(this.choice.target)}`, verdict: words, theme });
    };
    return html`<section class="standing" aria-labelledby="standings">
      <h2 id="standings" class="unseen">Standings</h2>
      <p class="verdict" role="status">${words}</p>
      ${standingsList(rows, styleOf)}
      <lena-export-menu name="compare-race" what="Standings of the race" .picture=${picture}></lena-export-menu>
    </section>`;
  }

  #overlay(runs: readonly StyledRun[]) {
    if (runs.length === 0) {
      return html`<section class="invitation">
        <h2>Nothing is chosen</h2>
        <p class="soft">
          Choose runs on the left, race two rules against each other, or drop run bundles (zip) anywhere on this page.
          Every run that ends in the Train view is kept here.
        </p>
      </section>`;
    }
    const end = Math.max(...runs.map(({ config }) => lengthOf(config, this.axis)));
    const target = this.#race.runs.length > 0 ? targetOf(this.choice) : undefined;
    const { revision } = this.#race;
    const frame = { axis: this.axis, end, theme: currentTheme(), raised: this.raised, target, revision };
    const names = layerNames(runs);
    const layers = this.layers?.filter((name) => names.includes(name)) ?? names.slice(0, 1);
    return html`
      <section class="first" aria-labelledby="accuracy">
        <div class="head">
          <h2 id="accuracy">Validation accuracy</h2>
          <div class="units" role="group" aria-label="Along the axis">
            ${xAxes.map((axis) => html`<button title=${axisHelp[axis]} aria-pressed=${axis === this.axis} @click=${() => this.#along(axis)}>${axis}</button>`)}
          </div>
        </div>
        ${accuracyPart(runs, frame)}
      </section>
      <section class="half" aria-labelledby="loss">
        <div class="head"><h2 id="loss">Training loss</h2></div>
        ${lossPart(runs, frame)}
      </section>
      <section class="half" aria-labelledby="rates">
        <div class="head"><h2 id="rates">Learning rate</h2>${this.#layerChoice(names, layers)}</div>
        ${ratesPart(runs, layers, frame)}
      </section>
      <section aria-labelledby="results">
        <div class="head">
          <h2 id="results">Results</h2>
          ${runs.length > 1 ? html`<p class="soft">Coloured: the best test accuracy and the fewest updates to the target, ties alike</p>` : nothing}
        </div>
        ${resultsTable(runs, targetOf(this.choice) ?? 0.75)}
      </section>
      <section aria-labelledby="differences">
        <div class="head"><h2 id="differences">Where the configurations differ</h2></div>
        ${differencesTable(runs)}
      </section>
    `;
  }

  #layerChoice(names: readonly string[], layers: readonly string[]) {
    return html`<details class="layers">
      <summary title="Whose rates are drawn, at most ${mostLayers} layers">${layers.length > 0 ? layers.join(", ") : "choose layers"}</summary>
      <div role="group" aria-label="Layers, at most ${mostLayers}">
        ${names.map((name) => {
          const chosen = layers.includes(name);
          return html`<label class="mono" title="Draws the rate of this layer, of every run that has it"><input type="checkbox" .checked=${chosen} ?disabled=${!chosen && layers.length >= mostLayers} @change=${() => this.#layer(layers, name)} />${name}</label>`;
        })}
      </div>
    </details>`;
  }

  #layer(layers: readonly string[], name: string): void {
    this.layers = layers.includes(name) ? layers.filter((one) => one !== name) : [...layers, name];
  }

  #along(axis: XAxis): void {
    this.axis = axis;
  }

  async #act(action: RunAction): Promise<void> {
    const library = this.#library;
    switch (action.kind) {
      case "toggle":
        return library.toggle(action.id);
      case "pin":
        return library.change(action.id, { pinned: action.pinned });
      case "rename":
        return library.change(action.id, { name: action.name });
      case "remove":
        return library.remove(action.id);
      case "download": {
        const { config, files } = await library.bundleOf(action.id);
        return saveFile(`lena-${runName(config)}.zip`, zipFiles(files, new Date()), "application/zip");
      }
      case "open": {
        const bundle = await library.bundleOf(action.id);
        const recorded = library.recorded.find(({ file }) => file === action.id);
        const name = library.shown.find(({ id }) => id === action.id)?.name ?? action.id;
        const detail = recorded ? recordingOf(recorded, bundle) : { name, bundle };
        this.dispatchEvent(new CustomEvent("recording-chosen", { detail, bubbles: true, composed: true }));
        return;
      }
      default:
        action satisfies never;
    }
  }

  async #command(command: RaceCommand): Promise<void> {
    switch (command) {
      case "start":
        return this.#startRace();
      case "stop":
        return this.#race.stop();
      case "open-files":
        this.dispatchEvent(new CustomEvent("files-wanted", { bubbles: true, composed: true }));
        return;
      default:
        command satisfies never;
    }
  }

  async #startRace(): Promise<void> {
    const base = this.#base;
    if (!base) return;
    const over = this.#race.start(raceConfigs(base, this.choice.over, this.choice.chosen));
    this.#library.showOnly(this.#race.runs);
    await over;
    this.#library.update(this.#race.runs);
    this.#library.releaseEmpty();
  }
}
customElements.define("lena-compare-view", CompareView);

/** Where a whole run's last update stands; seconds are not known beforehand. */
function lengthOf(config: RunConfig, axis: XAxis): number {
  const { updateCount, updatesPerEpoch, totalBatch } = scheduleOf(config);
  const last = Math.max(1, updateCount - 1);
  return { updates: last, epochs: last / updatesPerEpoch, images: last * totalBatch, seconds: 0 }[axis];
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-compare-view": CompareView;
  }
  interface HTMLElementEventMap {
    /** From the Compare view: a run to be shown in the Train view. */
    "recording-chosen": CustomEvent<Recording>;
  }
}
