/**
 * @file The commands of a race and how far it is. Every button has its place at all times.
 *
 * @fires race-command
 */
import { html, LitElement } from "lit";
import { scheduleOf } from "../../train/schedule.ts";
import { formatCount, formatShare } from "../format.ts";
import { phaseWords } from "../panels/phase-words.ts";
import { runBarStyles } from "../panels/run-bar-styles.ts";
import { shared } from "../shared-styles.ts";
import type { RaceController } from "./race-controller.ts";
import type { ShownRun } from "./shown-run.ts";

export type RaceCommand = "start" | "stop" | "open-files";

export class RaceBar extends LitElement {
  static override properties = {
    state: {},
    runs: { attribute: false },
    current: { attribute: false },
    ended: {},
    phase: { attribute: false },
    revision: { type: Number },
    ready: { type: Boolean },
    hint: {},
  };
  declare state: RaceController["state"];
  declare runs: readonly ShownRun[];
  declare current: number | undefined;
  declare ended: RaceController["ended"];
  declare phase: RaceController["phase"];
  /** Changes when a run has told more. */
  declare revision: number;
  /** A race could begin. */
  declare ready: boolean;
  /** What could begin, or why nothing can. */
  declare hint: string;

  constructor() {
    super();
    [this.state, this.runs, this.ready, this.hint, this.revision] = ["idle", [], false, "", 0];
  }

  static override styles = [shared, runBarStyles];

  override render() {
    const active = this.state !== "idle";
    const run = this.current === undefined ? undefined : this.runs[this.current];
    const planned = run ? scheduleOf(run.config).updateCount : 0;
    const done = run?.store?.updateCount ?? 0;
    const facts = [
      ["Run", run ? `${this.current! + 1}` : "–", run ? ` / ${this.runs.length}` : ""],
      ["Update", run ? formatCount(done) : "–", run ? ` / ${formatCount(planned)}` : ""],
      ["Validation", formatShare(run?.store?.epochs.at(-1)?.validationAccuracy), ""],
    ];
    const share = this.ended === "finished" ? 1 : run ? (this.current! + done / planned) / this.runs.length : 0;
    return html`
      <div class="commands">
        <button class="primary" title="Trains one run for each choice, one after the other" ?disabled=${active || !this.ready} @click=${() => this.#send("start")}>
          <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true"><path d="M0 0l10 6-10 6z" /></svg>Start race
        </button>
        <button title="Ends the race after this update; what was measured stays" ?disabled=${this.state !== "running"} @click=${() => this.#send("stop")}>
          ${this.state === "stopping" ? "Stopping…" : "Stop"}
        </button>
        <button title="Overlays run bundles (zip) from this computer" @click=${() => this.#send("open-files")}>Open files…</button>
      </div>
      <dl>${facts.map(([name, value, of]) => html`<div><dt>${name}</dt><dd>${value}<small>${of}</small></dd></div>`)}</dl>
      <progress aria-label="Updates of the race" .value=${share} max="1"></progress>
      <p class="status">
        <span class="lamp ${active ? "running" : (this.ended ?? "")}"></span><span role="status">${this.#status(run)}</span>
      </p>
    `;
  }

  #status(run: ShownRun | undefined): string {
    if (this.state === "stopping") return "Stopping after this update";
    if (this.state === "idle" && this.ended && this.ready) {
      return this.ended === "finished" ? "Finished" : "Stopped; what was measured stays";
    }
    if (this.state === "idle" || !run) return this.hint;
    return this.phase ? `${run.name}: ${phaseWords[this.phase]}` : `${run.name} runs`;
  }

  #send(command: RaceCommand): void {
    this.dispatchEvent(new CustomEvent("race-command", { detail: { command }, bubbles: true, composed: true }));
  }
}
customElements.define("lena-race-bar", RaceBar);

declare global {
  interface HTMLElementTagNameMap {
    "lena-race-bar": RaceBar;
  }
  interface HTMLElementEventMap {
    "race-command": CustomEvent<{ command: RaceCommand }>;
  }
}
