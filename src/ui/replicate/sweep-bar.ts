/**
 * @file The commands of a sweep and how far it is. Every button has its place at all times, so nothing moves under
 * the pointer.
 *
 * @fires sweep-command
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { nameOf } from "../../sweep/plan.ts";
import type { SweepResult } from "../../sweep/sweep.ts";
import { formatCount, formatDuration, formatShare } from "../format.ts";
import { phaseWords } from "../panels/phase-words.ts";
import { runBarStyles } from "../panels/run-bar-styles.ts";
import { shared } from "../shared-styles.ts";
import type { CurrentRun, SweepController } from "./sweep-controller.ts";

export type SweepCommand = "start" | "stop" | "report" | "everything";

export class SweepBar extends LitElement {
  static override properties = {
    state: {},
    result: { attribute: false },
    current: { attribute: false },
    leftMs: { attribute: false },
    ready: { type: Boolean },
    packing: { type: Boolean },
  };
  declare state: SweepController["state"];
  declare result: SweepResult | undefined;
  declare current: CurrentRun | undefined;
  declare leftMs: number | null;
  /** A run could begin: there is a GPU, and nothing else uses it. */
  declare ready: boolean;
  declare packing: boolean;

  constructor() {
    super();
    this.state = "idle";
    this.leftMs = null;
    this.ready = false;
    this.packing = false;
  }

  static override styles = [shared, runBarStyles];

  override render() {
    const { doneRuns, plannedRuns } = this.#counts;
    const isDone = doneRuns === plannedRuns;
    const active = this.state !== "idle";
    const hasRuns = doneRuns > 0;
    return html`
      <div class="commands">
        <button class="primary" title="Makes the runs that are missing, one after the other" ?disabled=${active || isDone || !this.ready} @click=${() => this.#send("start")}>
          ${isDone ? nothing : html`<svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true"><path d="M0 0l10 6-10 6z" /></svg>`}${this.#startWord(isDone)}
        </button>
        <button title="Ends after this update; what is done is kept" ?disabled=${this.state !== "running"} @click=${() => this.#send("stop")}>
          ${this.state === "stopping" ? "Stopping…" : "Stop"}
        </button>
        <button title="Claims, tables and figures in one file (HTML)" ?disabled=${!hasRuns} @click=${() => this.#send("report")}>Report</button>
        <button title="The report, its numbers, and every run in one zip" ?disabled=${!hasRuns || this.packing} @click=${() => this.#send("everything")}>
          ${this.packing ? "Packing…" : "Everything (zip)"}
        </button>
      </div>
      <dl>${this.#facts().map(([name, value, of]) => html`<div><dt>${name}</dt><dd>${value}<small>${of}</small></dd></div>`)}</dl>
      <progress aria-label="Runs done" .value=${doneRuns + (this.current?.share ?? 0)} max=${Math.max(1, plannedRuns)}></progress>
      <p class="status">
        <span class="lamp ${active ? "running" : isDone ? "finished" : ""}"></span><span role="status">${this.#status(isDone)}</span>
      </p>
    `;
  }

  #startWord(isDone: boolean): string {
    if (this.state !== "idle") return "Running";
    if (isDone) return "Done";
    return this.#counts.doneRuns > 0 ? "Continue" : "Start";
  }

  get #counts() {
    return this.result ?? { doneRuns: 0, plannedRuns: 1 };
  }

  #facts(): (readonly [string, string, string])[] {
    const { doneRuns } = this.#counts;
    const { current, result } = this;
    const epochs = current?.run.config.epochs;
    return [
      ["Runs done", formatCount(doneRuns), ` / ${formatCount(result?.plannedRuns)}`],
      [
        "Epoch",
        formatCount(current ? Math.min(current.epochs + 1, epochs!) : undefined),
        epochs ? ` / ${formatCount(epochs)}` : "",
      ],
      ["Validation", formatShare(current?.accuracy), ""],
      ["Target", formatShare(result?.target?.accuracy), ""],
      ["Time left", formatDuration(this.leftMs), ""],
    ];
  }

  /** Changes seldom, so that a screen reader may say it. */
  #status(isDone: boolean): string | TemplateResult {
    const { current, result } = this;
    if (current) {
      const { run, place, phase } = current;
      return `Run ${place} of ${result!.plannedRuns}: ${nameOf(run)}${phase ? `. ${phaseWords[phase]}` : ""}`;
    }
    if (this.state !== "idle") return "Comparing the images of the three splits";
    if (isDone) return "Finished";
    if (this.#counts.doneRuns > 0) return "Not finished; what is done is kept";
    return `Ready: ${formatCount(this.#counts.plannedRuns)} runs, the single worker first`;
  }

  #send(command: SweepCommand): void {
    this.dispatchEvent(new CustomEvent("sweep-command", { detail: { command }, bubbles: true, composed: true }));
  }
}
customElements.define("lena-sweep-bar", SweepBar);

declare global {
  interface HTMLElementTagNameMap {
    "lena-sweep-bar": SweepBar;
  }
  interface HTMLElementEventMap {
    "sweep-command": CustomEvent<{ command: SweepCommand }>;
  }
}
