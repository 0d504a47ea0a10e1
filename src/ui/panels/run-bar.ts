/**
 * @file The commands of a run, what can be taken away from it, and how far it is. Every button has its place at all
 * times, so nothing moves under the pointer. What moves through time has room beside the status, however long its words are.
 *
 * @slot
 * @fires run-command
 */
import { html, LitElement, type TemplateResult } from "lit";
import type { RunStore } from "../../session/run-store.ts";
import { datasetOf } from "../../train/config.ts";
import type { RunState } from "../../train/events.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { formatBytes, formatCount, formatDuration, formatShare } from "../format.ts";
import { newestUpTo } from "../inspect/up-to.ts";
import type { Progress } from "../run-controller.ts";
import { shared } from "../shared-styles.ts";
import { phaseWords } from "./phase-words.ts";
import { runBarStyles } from "./run-bar-styles.ts";
import "./share-menu.ts";

export type RunCommand = "train" | "pause" | "resume" | "update" | "stop" | "download";

/** `of`: what its value goes up to, where that is known. */
type Fact = readonly [name: string, value: string, of: number | undefined, help: string];

/** Updates that the speed and the time left are averaged over. */
const WINDOW = 16;
/** While kernels compile, the first updates are slow: they are left out where there are enough others. */
const SLOW = 10;
const ENOUGH = 4;
const HOW_FAST = `Training images of all workers over the whole time of the last ${WINDOW} updates, waiting and exchange included`;
/** Work of a forward pass beside that of training, which goes forward and twice as far back. */
const FORWARD_SHARE = 1 / 3;

export class RunBar extends LitElement {
  static override properties = {
    state: {},
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    progress: { attribute: false },
    pending: {},
    ready: { type: Boolean },
    recorded: { type: Boolean },
    link: {},
    packing: { type: Boolean },
    at: { attribute: false },
  };
  declare state: RunState;
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  declare revision: number;
  declare progress: Progress | undefined;
  declare pending: "pause" | "update" | "stop" | undefined;
  /** A run could begin: the configuration is sound and there is a GPU. */
  declare ready: boolean;
  /** The run on show comes from a bundle. */
  declare recorded: boolean;
  /** Its address, where it has one. */
  declare link: string | undefined;
  /** The bundle is being made. */
  declare packing: boolean;
  /** Update on show; null: the newest. */
  declare at: number | null;

  constructor() {
    super();
    this.state = "idle";
    this.revision = 0;
    this.ready = false;
    this.recorded = false;
    this.packing = false;
    this.at = null;
  }

  static override styles = [shared, runBarStyles];

  override render() {
    const { state, pending } = this;
    const active = state === "preparing" || state === "running" || state === "paused";
    const measured = (this.store?.updateCount ?? 0) > 0;
    return html`
      <div class="commands">
        ${this.#primary(active, measured)}
        ${this.#button("update", pending === "update" ? "Updating…" : "One update", active ? state === "paused" && !pending : this.ready, "Makes one update, then waits")}
        ${this.#button("stop", pending === "stop" ? "Stopping…" : "Stop", active && pending !== "stop", "Ends the run; what was measured stays")}
        <lena-share-menu .config=${this.plan.config} .link=${this.link} ?measured=${measured} ?packing=${this.packing} ?recorded=${this.recorded}></lena-share-menu>
      </div>
      <dl>${this.#facts().map(([name, value, of, help]) => {
        const most = of === undefined ? "" : formatCount(of);
        return html`<div title=${help}><dt>${name}</dt><dd data-longest=${most && `${most} / ${most}`}>${value}<small>${most && ` / ${most}`}</small></dd></div>`;
      })}</dl>
      ${this.#progressLine()}
    `;
  }

  #primary(active: boolean, measured: boolean): TemplateResult {
    const { state, pending } = this;
    if (!active) {
      const again = measured || state === "failed" ? "Train again" : "Train";
      const label = this.recorded ? "Train this here" : again;
      return html`<button class="primary" title="Begins a run with the configuration in the form" ?disabled=${!this.ready} @click=${() => this.#send("train")}>
        <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true"><path d="M0 0l10 6-10 6z" /></svg>${label}
      </button>`;
    }
    if (state === "paused") {
      return html`<button class="primary" title="Goes on with the run" ?disabled=${pending !== undefined} @click=${() => this.#send("resume")}>
        <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true"><path d="M0 0l10 6-10 6z" /></svg>Resume
      </button>`;
    }
    const label = pending === "pause" ? "Pausing…" : "Pause";
    return html`<button
      class="primary quiet"
      title="Waits after the update that is under way"
      ?disabled=${state === "preparing" || pending !== undefined}
      @click=${() => this.#send("pause")}
    >
      <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true"><path d="M0 0h3.5v12H0zM6.5 0H10v12H6.5z" /></svg>${label}
    </button>`;
  }

  #button(command: RunCommand, label: string, enabled: boolean, help: string): TemplateResult {
    return html`<button title=${help} ?disabled=${!enabled} @click=${() => this.#send(command)}>${label}</button>`;
  }

  /** As they were at the update on show; only the time left is always that of the run. */
  #facts(): Fact[] {
    const { updateCount, updatesPerEpoch } = this.plan.schedule;
    const newest = this.store?.updateCount ?? 0;
    const done = this.at === null ? newest : Math.min(this.at + 1, newest);
    const newestSpeed = this.#speedAt(newest);
    const left =
      newestSpeed !== undefined && this.state === "running" ? this.#workLeft(newest) / newestSpeed : undefined;
    const epoch = done === 0 ? 0 : Math.min(this.plan.config.epochs, Math.floor((done - 1) / updatesPerEpoch) + 1);
    const validated = newestUpTo(this.store?.epochs ?? [], done, ({ update }) => update);
    return [
      ["Updates done", formatCount(done), updateCount, "Up to the update on show"],
      ["Epoch", formatCount(epoch), this.plan.config.epochs, "Of the update on show"],
      [
        "Last validation",
        formatShare(validated?.validationAccuracy),
        undefined,
        "Accuracy after the last whole epoch by then",
      ],
      ["Images/s", formatCount(this.#speedAt(done)), undefined, HOW_FAST],
      ["Time left", formatDuration(left && left * 1000), undefined, "Of the run, at its speed now"],
    ];
  }

  /** Images per second over the last updates of so many. */
  #speedAt(done: number): number | undefined {
    const elapsed = this.store?.column("elapsedMs");
    const last = done - 1;
    const first = Math.max(0, last - WINDOW, Math.min(SLOW, last - ENOUGH));
    if (!elapsed || first >= last) return undefined;
    return (this.plan.schedule.totalBatch * 1000 * (last - first)) / (elapsed[last]! - elapsed[first]!);
  }

  /** In training images, the measuring of accuracies included. */
  #workLeft(done: number): number {
    const { config, schedule } = this.plan;
    const { validationCount, testCount } = datasetOf(config);
    const epochsLeft = config.epochs - (this.store?.epochs.length ?? 0);
    const forwardOnly = epochsLeft * validationCount + testCount;
    return (schedule.updateCount - done) * schedule.totalBatch + forwardOnly * FORWARD_SHARE;
  }

  #progressLine(): TemplateResult {
    const { progress, state } = this;
    const done = this.store?.updateCount ?? 0;
    const total = this.plan.schedule.updateCount;
    const preparing = state === "preparing";
    const [value, most] = preparing ? [progress?.done ?? 0, progress?.total ?? 1] : [done, total];
    const bar =
      preparing && !progress
        ? html`<progress aria-label="Preparing"></progress>`
        : html`<progress aria-label=${preparing ? "Preparing" : "Updates done"} .value=${value} max=${Math.max(1, most)}></progress>`;
    return html`${bar}<div class="status"><span class="lamp ${state}"></span><div class="words"><span role="status">${this.#status()}</span>${this.#amount()}</div><slot></slot></div>`;
  }

  /** Changes seldom, so that a screen reader may say it. */
  #status(): string {
    const { updateCount, totalBatch } = this.plan.schedule;
    const phase = this.progress && phaseWords[this.progress.phase];
    switch (this.state) {
      case "idle":
        return `Ready: ${formatCount(updateCount)} updates of ${formatCount(totalBatch)} images each`;
      case "preparing":
        return phase ?? "Starting workers";
      case "running":
        return phase ?? "Training";
      case "paused":
        return phase ?? "Paused";
      case "finished":
        return "Finished";
      case "stopped":
        return "Stopped; what was measured stays";
      case "failed":
        return "The run failed; what was measured stays";
    }
  }

  #amount(): TemplateResult | string {
    if (!this.progress || this.progress.done >= this.progress.total) return "";
    const { done, total, unit } = this.progress;
    const write = unit === "bytes" ? formatBytes : formatCount;
    return html`<span class="mono soft amount">${write(done)} of ${write(total)}${unit === "bytes" ? "" : ` ${unit}`}</span>`;
  }

  #send(command: RunCommand): void {
    this.dispatchEvent(new CustomEvent("run-command", { detail: { command }, bubbles: true, composed: true }));
  }
}
customElements.define("lena-run-bar", RunBar);

declare global {
  interface HTMLElementTagNameMap {
    "lena-run-bar": RunBar;
  }
  interface HTMLElementEventMap {
    "run-command": CustomEvent<{ command: RunCommand }>;
  }
}
