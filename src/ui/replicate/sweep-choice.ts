/**
 * @file Which sweep: a table or figure of the paper at a scale and with so many seeds, or a grid from a file; and the sweeps
 * that this browser keeps. Knows nothing of running them: a choice goes out.
 *
 * @fires sweep-chosen, grid-given, recorded-asked, sweep-removed
 */
import { html, LitElement, nothing } from "lit";
import { planSweep } from "../../sweep/plan.ts";
import { presetSweep } from "../../sweep/presets.ts";
import { type PresetId, presetIds, type Scale, type Sweep, scales } from "../../sweep/sweep.ts";
import { segmentStyles } from "../controls/segment-styles.ts";
import { formatCount } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { choiceStyles } from "./choice-styles.ts";
import { presetWords } from "./preset-words.ts";
import { type KeptSweep, shelfName } from "./shelf.ts";
import { roughMs } from "./workload.ts";

export interface PresetChoice {
  readonly preset: PresetId;
  readonly scale: Scale;
  readonly seedCount: number;
}

const scaleHelp: Record<Scale, string> = {
  small: "A small model on Fashion-MNIST",
  paper: "The model and the epochs of the paper",
};
const SEED_COUNTS = [1, 2, 3, 4, 5];

export const sweepOfChoice = ({ preset, scale, seedCount }: PresetChoice): Sweep =>
  presetSweep(
    preset,
    scale,
    Array.from({ length: seedCount }, (_, i) => i + 1),
  );

export class SweepChoice extends LitElement {
  static override properties = {
    choice: { attribute: false },
    own: { attribute: false },
    kept: { attribute: false },
    locked: { type: Boolean },
    hasGpu: { type: Boolean },
    dragging: { state: true },
    doomed: { state: true },
  };
  declare choice: PresetChoice;
  /** The sweep on show where it is no preset. */
  declare own: Sweep | undefined;
  declare kept: readonly KeptSweep[];
  /** A sweep runs. */
  declare locked: boolean;
  /** There is a GPU in hardware. */
  declare hasGpu: boolean;
  declare dragging: boolean;
  /** The kept sweep that a person is about to delete. */
  declare doomed: string | undefined;

  constructor() {
    super();
    this.kept = [];
    this.locked = false;
    this.hasGpu = false;
    this.dragging = false;
  }

  static override styles = [shared, segmentStyles, choiceStyles];

  override render() {
    return html`
      <fieldset ?disabled=${this.locked}>
        <legend>What to repeat</legend>
        ${presetIds.map((preset) => this.#card(preset))}
        ${this.#fileCard()}
      </fieldset>
      ${this.own ? nothing : this.#settings()}
      ${this.kept.length > 0 ? this.#shelf() : nothing}
    `;
  }

  #card(preset: PresetId) {
    const { name, question, found } = presetWords[preset];
    const plan = planSweep(sweepOfChoice({ ...this.choice, preset }));
    const minutes = this.hasGpu ? null : roughMs(plan);
    const isChosen = !this.own && preset === this.choice.preset;
    return html`<label class="card ${isChosen ? "chosen" : ""}" title="Shows its runs; Start makes those that are missing">
      <input type="radio" name="preset" .checked=${isChosen} @change=${() => this.#choose({ preset })} />
      <span class="name">${name}</span>
      <span class="amount mono soft">${formatCount(plan.runs.length)} runs${minutes === null ? "" : `, about ${roughly(minutes)}`}</span>
      <span class="question">${question}</span>
      <span class="found soft"><i>Paper:</i> ${found}</span>
    </label>`;
  }

  #fileCard() {
    const { own } = this;
    return html`<label
      title="Any runs of your own, as a list of what varies"
      class="card file ${own ? "chosen" : ""} ${this.dragging ? "dragging" : ""}"
      @dragover=${this.#dragged}
      @dragleave=${() => {
        this.dragging = false;
      }}
      @drop=${this.#dropped}
    >
      <input type="file" accept=".json,application/json" ?disabled=${this.locked} @change=${this.#picked} />
      <span class="name">Your own grid</span>
      <span class="question">
        ${own ? html`<b>${own.title}</b>. Choose or drop another file.` : "Choose a grid file (JSON), or drop it here. The README shows its form."}
      </span>
    </label>`;
  }

  #settings() {
    const { scale, seedCount } = this.choice;
    const advice =
      scale === "small"
        ? "A small model that trains anywhere; made so that linear scaling fails at the largest n."
        : this.hasGpu
          ? "The paper's protocol. Many hours, even on a fast GPU."
          : "The paper's protocol. This browser has no GPU in hardware: it would take weeks.";
    return html`
      <fieldset class="row" ?disabled=${this.locked}>
        <legend>Scale</legend>
        <div class="segments">
          ${scales.map((one) => this.#segment("scale", one, scaleHelp[one], one === scale, () => this.#choose({ scale: one })))}
        </div>
        <p class="soft">${advice}</p>
      </fieldset>
      <fieldset class="row" ?disabled=${this.locked}>
        <legend>Seeds <span class="soft">(each run so many times)</span></legend>
        <div class="segments">
          ${SEED_COUNTS.map((one) => this.#segment("seeds", `${one}`, one === 1 ? "Each run once" : `Each run ${one} times, from other weights and in another order`, one === seedCount, () => this.#choose({ seedCount: one })))}
        </div>
        <p class="soft">One seed shows the picture. Three give intervals, and with them a verdict on the paper's claims.</p>
      </fieldset>
      ${scale === "small" ? this.#recorded() : nothing}
    `;
  }

  #recorded() {
    return html`<div class="row">
      <button class="link" title="Fills board, tables and figures; nothing is trained" ?disabled=${this.locked} @click=${() => this.#send("recorded-asked", undefined)}>
        Open the recorded results
      </button>
      <p class="soft">Three seeds, trained once for everybody, on a processor.</p>
    </div>`;
  }

  #segment(group: string, name: string, help: string, checked: boolean, choose: () => void) {
    return html`<label title=${help}><input type="radio" name=${group} .checked=${checked} @change=${choose} /><span>${name}</span></label>`;
  }

  #shelf() {
    return html`<section aria-labelledby="kept">
      <h2 id="kept">Kept in this browser</h2>
      <ul>
        ${this.kept.map(({ sweep }) => {
          const name = shelfName(sweep);
          const [title] = sweep.title.split(/[:;]/);
          return html`<li>
            <button class="link" title="Shows it, to look at or to go on with" ?disabled=${this.locked} @click=${() => this.#send("sweep-chosen", { sweep })}>
              ${sweep.preset ? `${title}, ${sweep.id.replace(/^.*-/, "")}` : title}
            </button>
            ${
              this.doomed === name
                ? html`<span class="sure">Delete its runs?
                    <button title="Takes them out of this browser for good" @click=${() => this.#remove(sweep)}>Delete</button>
                    <button title="Leaves them as they are" @click=${() => this.#doom(undefined)}>Keep</button></span>`
                : html`<button class="link soft" title="Asks once more first" ?disabled=${this.locked} aria-label="Delete the kept runs of ${title}" @click=${() => this.#doom(name)}>Delete…</button>`
            }
          </li>`;
        })}
      </ul>
    </section>`;
  }

  #doom(name: string | undefined): void {
    this.doomed = name;
  }

  #remove(sweep: Sweep): void {
    this.doomed = undefined;
    this.#send("sweep-removed", { sweep });
  }

  #choose(change: Partial<PresetChoice>): void {
    this.#send("sweep-chosen", { sweep: sweepOfChoice({ ...this.choice, ...change }) });
  }

  #dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.dragging = !this.locked;
  };

  #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.dragging = false;
    const file = event.dataTransfer?.files[0];
    if (file && !this.locked) this.#send("grid-given", { file });
  };

  #picked = (event: Event & { target: EventTarget | null }): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const [file] = event.target.files ?? [];
    if (file) this.#send("grid-given", { file });
    event.target.value = ""; // so that the same file can be chosen again, mended
  };

  #send<K extends keyof ChoiceEvents>(name: K, detail: ChoiceEvents[K]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
customElements.define("lena-sweep-choice", SweepChoice);

function roughly(ms: number): string {
  const minutes = ms / 60_000;
  return minutes < 90 ? `${Math.max(1, Math.round(minutes))} min` : `${Math.round(minutes / 60)} h`;
}

interface ChoiceEvents {
  "sweep-chosen": { sweep: Sweep };
  "grid-given": { file: File };
  "recorded-asked": undefined;
  "sweep-removed": { sweep: Sweep };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-sweep-choice": SweepChoice;
  }
  interface HTMLElementEventMap {
    "sweep-chosen": CustomEvent<{ sweep: Sweep }>;
    "grid-given": CustomEvent<{ file: File }>;
    "recorded-asked": CustomEvent<undefined>;
    "sweep-removed": CustomEvent<{ sweep: Sweep }>;
  }
}
