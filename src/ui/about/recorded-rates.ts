/**
 * @file The learning rates of a run that came with the page. What a person points at, or chooses, is read out: one layer at
 * one update. Where the run cannot be read, it says so. Not here: how the reading is shown (about-view.ts).
 *
 * @fires rate-read
 */
import { css, html, LitElement, nothing } from "lit";
import { DataError, type ErrorReport, reportOf } from "../../core/errors.ts";
import type { ReadFile } from "../../data/dataset.ts";
import type { RunStore } from "../../session/run-store.ts";
import { runName } from "../../train/command-line.ts";
import { explainRate, type RateExplanation } from "../../train/explain.ts";
import { layerTable } from "../charts/chart-tables.ts";
import { defaultView } from "../charts/chart-view.ts";
import "../charts/export/export-menu.ts";
import "../charts/rates-chart.ts";
import "../controls/data-table.ts";
import { layerStyles } from "../charts/palette.ts";
import { planOf, type RunPlan } from "../charts/run-plan.ts";
import { listRecorded, readRecorded } from "../compare/recorded.ts";
import { shared } from "../shared-styles.ts";
import { currentTheme, watchTheme } from "../theme.ts";

/** Its layers differ most in how soon they are through their warm-up. */
const FILE = "resnet8-lena-n32.zip";

export interface RateReading extends RateExplanation {
  /** The layer's, as CSS for both themes. */
  readonly colour: string;
}

interface Recording {
  readonly title: string;
  readonly plan: RunPlan;
  readonly store: RunStore;
}

export class RecordedRates extends LitElement {
  static override properties = {
    run: { state: true },
    error: { state: true },
    layer: { state: true },
    at: { state: true },
    raised: { state: true },
  };
  /** From the folder of recorded runs. Set before it is in the page. */
  declare readRecorded: ReadFile;
  declare run: Recording | undefined;
  declare error: ErrorReport | undefined;
  /** Layer that is read out. */
  declare layer: number;
  /** Update that is read out. */
  declare at: number;
  /** Layer that stands out. */
  declare raised: number | null;

  #unwatch = () => {};

  constructor() {
    super();
    [this.layer, this.at, this.raised] = [0, -1, null];
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
        padding-bottom: 6px;
      }
      .title {
        font-size: 12px;
        line-height: 20px;
      }
      .place {
        min-height: var(--chart-height);
      }
      .missing {
        max-width: 52ch;
        padding: 10px 0 0 14px;
        border-left: 2px solid var(--line-strong);
      }
      .reading {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 10px;
        min-height: 24px;
        font-size: 12px;
      }
      select {
        max-width: 190px;
        height: 22px;
        padding: 0;
        border: 0;
        border-bottom: 1px solid var(--line-strong);
        background: transparent;
        color: var(--ink);
        font: 400 12px/16px var(--mono);
      }
      option {
        background: var(--panel);
      }
      .update {
        min-width: 18ch;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchTheme(() => this.requestUpdate());
    if (!this.run) void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  override render() {
    const { run, error } = this;
    return html`
      <div class="head">
        <h3>Learning rate of every layer</h3>
        <p class="soft title">${run ? html`a recorded run: <a href="#recorded=resnet8-lena-n32">${run.title}</a>` : nothing}</p>
      </div>
      <div class="place">
        ${run ? this.#chart(run) : nothing}
        ${
          error
            ? html`<p class="missing soft" role="status">
                The recorded run cannot be shown. ${error.where}: ${error.found}. Try: ${error.tryThis}. The arrows work
                without it.
              </p>`
            : nothing
        }
      </div>
      <div class="reading">${run ? this.#reading(run) : nothing}</div>
      ${run ? this.#files(run) : nothing}
    `;
  }

  #chart({ plan, store }: Recording) {
    return html`<lena-rates-chart
      .plan=${plan}
      .store=${store}
      .theme=${currentTheme()}
      .highlight=${this.raised}
      @layer-highlighted=${({ detail }: HTMLElementEventMap["layer-highlighted"]) => this.#raise(detail.layer)}
      @cursor-moved=${({ detail }: HTMLElementEventMap["cursor-moved"]) => this.#read(this.layer, detail.update ?? this.at)}
    ></lena-rates-chart>`;
  }

  #files({ plan, store }: Recording) {
    const picture = async () => {
      const { pictureOf } = await import("../charts/export/train-pictures.ts");
      const span = this.renderRoot.querySelector("lena-rates-chart")?.span;
      const none = { ghosts: [], selected: null };
      const [theme, view] = [currentTheme(), defaultView];
      return pictureOf("rates", { plan, store, theme, view, layer: this.raised, update: this.at, span, ...none });
    };
    return html`<lena-export-menu name="${runName(plan.config)}-rates" what="Learning rate of every layer" .picture=${picture}></lena-export-menu>
      <lena-data-table what="Learning rate of every layer" .revision=${this.at} .data=${() => layerTable(store, this.at)}></lena-data-table>`;
  }

  #reading({ plan }: Recording) {
    return html`
      <label class="soft" title="The layer whose curve stands out">
        layer
        <select @change=${this.#choose}>
          ${plan.layers.map(({ name }, k) => html`<option value=${k} ?selected=${k === this.layer}>${name}</option>`)}
        </select>
      </label>
      <span class="update mono soft">update ${this.at} of ${plan.schedule.updateCount}</span>
    `;
  }

  async #load(): Promise<void> {
    try {
      const found = (await listRecorded(this.readRecorded)).find(({ file }) => file === FILE);
      if (!found) throw missing();
      const { config, store } = await readRecorded(this.readRecorded, found);
      const plan = planOf(config);
      this.run = { title: found.title, plan, store };
      const newest = store.updateCount - 1;
      this.#read(0, explainRate(plan, store, 0, newest).warmupEnd ?? newest);
    } catch (thrown) {
      this.error = reportOf(thrown, "recorded run");
    }
  }

  #choose = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLSelectElement) this.#raise(Number(currentTarget.value));
  };

  #raise(layer: number | null): void {
    this.raised = layer;
    if (layer !== null) this.#read(layer, this.at);
  }

  /** What was read last stays, when the pointer has left. */
  #read(layer: number, update: number): void {
    if (!this.run || (layer === this.layer && update === this.at)) return;
    [this.layer, this.at] = [layer, update];
    const { plan, store } = this.run;
    const [light, dark] = (["light", "dark"] as const).map((theme) => layerStyles(plan.layers, theme)[layer]!.colour);
    const detail = { ...explainRate(plan, store, layer, update), colour: `light-dark(${light}, ${dark})` };
    this.dispatchEvent(new CustomEvent("rate-read", { detail }));
  }
}
customElements.define("lena-recorded-rates", RecordedRates);

function missing(): DataError {
  const tryThis = "publish the folder recorded/ as it was built";
  return new DataError({ where: `recorded/${FILE}`, wanted: "a recorded run", found: "it is not there", tryThis });
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-recorded-rates": RecordedRates;
  }
  interface HTMLElementEventMap {
    /** Why a layer of the recorded run had its rate. */
    "rate-read": CustomEvent<RateReading>;
  }
}
