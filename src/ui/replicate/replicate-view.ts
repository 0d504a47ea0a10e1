/**
 * @file The Replicate view: a table or figure of the paper, or a grid of one's own, run in the page and summed up as it
 * grows. Holds the choice and the sweep on show, and hands plain data down to its parts.
 */
import { html, LitElement, nothing } from "lit";
import { ConfigError, type ErrorReport, reportOf } from "../../core/errors.ts";
import type { ReadFile } from "../../data/dataset.ts";
import { parseGrid } from "../../sweep/grid-file.ts";
import { type Sweep, scales } from "../../sweep/sweep.ts";
import { readText } from "../files/read-text.ts";
import { defaultTraits, type GpuProblem, type GpuTraits } from "../gpu-check.ts";
import { busyNote } from "../panels/busy-note.ts";
import "../panels/notice.ts";
import type { RouteId } from "../routes.ts";
import type { SessionFactory } from "../session-like.ts";
import { shared } from "../shared-styles.ts";
import { viewStyles } from "../view-styles.ts";
import { saveEverything, saveReport } from "./downloads.ts";
import { readRecordedSweep } from "./recorded-sweep.ts";
import { replicateStyles } from "./replicate-styles.ts";
import "./report-panel.ts";
import "./sweep-bar.ts";
import type { SweepCommand } from "./sweep-bar.ts";
import "./sweep-board.ts";
import { type PresetChoice, sweepOfChoice } from "./sweep-choice.ts";
import { SweepController } from "./sweep-controller.ts";

export class ReplicateView extends LitElement {
  static override properties = {
    gpuProblem: { attribute: false },
    gpu: { attribute: false },
    busyWith: { attribute: false },
    choice: { state: true },
    own: { state: true },
    refused: { state: true },
    packing: { state: true },
  };
  /** Set before the first run. */
  declare createSession: SessionFactory;
  declare readFile: ReadFile;
  /** From the folder of recorded runs. */
  declare readRecorded: ReadFile;
  declare gpuProblem: GpuProblem | undefined;
  declare gpu: GpuTraits;
  /** The other view that uses the GPU. */
  declare busyWith: RouteId | undefined;
  declare choice: PresetChoice;
  /** The sweep on show where it is no preset. */
  declare own: Sweep | undefined;
  /** What was not taken, and why. */
  declare refused: { readonly heading: string; readonly error: ErrorReport } | undefined;
  declare packing: boolean;

  readonly #sweep: SweepController;
  #wasActive = false;

  constructor() {
    super();
    this.gpu = defaultTraits;
    this.choice = { preset: "table1", scale: "small", seedCount: 1 };
    this.packing = false;
    this.#sweep = new SweepController(this, {
      createSession: (config) => this.createSession(config),
      readFile: (path, options) => this.readFile(path, options),
    });
    this.addEventListener("sweep-chosen", ({ detail }) => void this.#show(detail.sweep));
    this.addEventListener("grid-given", ({ detail }) => void this.#readGrid(detail.file));
    this.addEventListener("recorded-asked", () => void this.#openRecorded());
    this.addEventListener("sweep-removed", ({ detail }) => void this.#sweep.remove(detail.sweep));
    this.addEventListener("sweep-command", ({ detail }) => void this.#command(detail.command));
  }

  static override styles = [shared, viewStyles, replicateStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#restore();
  }

  protected override updated(): void {
    const { active } = this.#sweep;
    if (active === this.#wasActive) return;
    this.#wasActive = active;
    this.dispatchEvent(new CustomEvent("work-changed", { detail: { active } }));
  }

  override render() {
    const { plan, result, current, state, leftMs, active } = this.#sweep;
    const [title, scale] = (plan?.sweep.title ?? "").split("; ");
    return html`
      <lena-sweep-bar
        class="bar"
        role="region"
        aria-label="Sweep"
        .state=${state}
        .result=${result}
        .current=${current}
        .leftMs=${leftMs}
        ?ready=${plan !== undefined && !this.gpuProblem && !this.busyWith}
        ?packing=${this.packing}
      ></lena-sweep-bar>
      <aside>
        <lena-sweep-choice
          .choice=${this.choice}
          .own=${this.own}
          .kept=${this.#sweep.kept}
          ?locked=${active}
          ?hasGpu=${this.gpu.family === "tiles" && !this.gpuProblem}
        ></lena-sweep-choice>
      </aside>
      <main>
        <lena-notice
          .gpu=${this.gpuProblem}
          .error=${this.refused?.error ?? this.#sweep.error}
          heading=${this.refused?.heading ?? "The sweep stopped"}
        ></lena-notice>
        ${this.#notes()}
        ${
          plan && result
            ? html`<section aria-labelledby="runs">
                  <div class="head">
                    <h2 id="runs">${title}</h2>
                    <p class="soft">${scale}</p>
                  </div>
                  <lena-sweep-board .plan=${plan} .result=${result} .current=${current}></lena-sweep-board>
                </section>
                <lena-sweep-report .result=${result}></lena-sweep-report>`
            : nothing
        }
      </main>
    `;
  }

  #notes() {
    const { storageProblem } = this.#sweep;
    return html`
      ${busyNote(this.busyWith)}
      ${storageProblem ? html`<p class="note" role="status">Finished runs are kept only while this page is open: ${storageProblem.found}. Try: ${storageProblem.tryThis}.</p>` : nothing}
    `;
  }

  /** The sweep that was begun last, or the first preset. */
  async #restore(): Promise<void> {
    await this.#sweep.refresh();
    await this.#show(this.#sweep.kept[0]?.sweep ?? sweepOfChoice(this.choice));
  }

  async #show(sweep: Sweep): Promise<void> {
    this.refused = undefined;
    await this.#sweep.open(sweep);
    const { preset, id, seeds } = sweep;
    this.own = preset ? undefined : sweep;
    if (preset) {
      const scale = scales.find((one) => id.endsWith(`-${one}`))!;
      this.choice = { preset, scale, seedCount: seeds.length };
    }
  }

  /** Shows the sweep of a grid, or why there is none. */
  async takeGrid(name: string, json: string): Promise<void> {
    try {
      if (this.#sweep.active) throw occupied(name);
      await this.#show(parseGrid(name, json));
    } catch (thrown) {
      this.#refuse("This grid cannot be run", thrown, name);
    }
  }

  async #readGrid(file: File): Promise<void> {
    try {
      await this.takeGrid(file.name, await readText(file, "a grid (JSON)"));
    } catch (thrown) {
      this.#refuse("This grid cannot be run", thrown, file.name);
    }
  }

  async #openRecorded(): Promise<void> {
    const { preset, scale } = this.choice;
    try {
      const recorded = await readRecordedSweep(this.readRecorded, preset, scale);
      await this.#sweep.take(recorded);
      await this.#show(recorded.sweep);
    } catch (thrown) {
      this.#refuse("The recorded results cannot be opened", thrown, "recorded results");
    }
  }

  #refuse(heading: string, thrown: unknown, where: string): void {
    this.refused = { heading, error: reportOf(thrown, where) };
  }

  async #command(command: SweepCommand): Promise<void> {
    const { result } = this.#sweep;
    switch (command) {
      case "start":
        return this.#sweep.start();
      case "stop":
        return this.#sweep.stop();
      case "report":
        return result && saveReport(result);
      case "everything":
        this.packing = true;
        if (result) saveEverything(result, await this.#sweep.bundles());
        this.packing = false;
        return;
      default:
        command satisfies never;
    }
  }
}
function occupied(where: string): ConfigError {
  const [wanted, found] = ["a Replicate view that is free", "a sweep that is under way there"];
  return new ConfigError({ where, wanted, found, tryThis: "stop it, or let it come to its end" });
}

customElements.define("lena-replicate-view", ReplicateView);

declare global {
  interface HTMLElementTagNameMap {
    "lena-replicate-view": ReplicateView;
  }
}
