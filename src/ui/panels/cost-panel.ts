/**
 * @file Where the time goes: a bar per worker and one for the coordinator, what each part takes, the rate of every
 * kernel, and this run beside one worker.
 */
import { html, LitElement, nothing, svg } from "lit";
import type { RunStore } from "../../session/run-store.ts";
import { runName } from "../../train/command-line.ts";
import {
  averageOf,
  costName,
  type Part,
  speedUp,
  type TypicalUpdate,
  totalMs,
  typicalUpdate,
} from "../../train/cost-summary.ts";
import "../charts/export/export-menu.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import "../controls/data-table.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatMs, formatShare } from "../format.ts";
import { shared } from "../shared-styles.ts";
import type { Theme } from "../theme.ts";
import { allCosts, type Cost, costColour, costMeanings, inOrder } from "./cost-look.ts";
import { costPanelStyles } from "./cost-panel-styles.ts";
import { kernelTable } from "./kernel-table.ts";

export class CostPanel extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
  };
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when there is more to show. */
  declare revision: number;
  declare theme: Theme;

  constructor() {
    super();
    this.revision = 0;
    this.theme = "light";
  }

  static override styles = [shared, costPanelStyles];

  override render() {
    const { store } = this;
    const typical = store && typicalUpdate(store);
    return html`
      <div class="head">
        <h2>Where the time goes</h2>
        ${store && typical ? html`<p class="soft">${this.#source(store, typical)}</p>` : nothing}
      </div>
      ${store ? this.#speedUp(store) : nothing}
      ${
        store && typical
          ? html`<div class="parts">${this.#bars(typical)}${this.#legend(typical)}</div>
            <lena-export-menu
              name="${runName(this.plan.config)}-times"
              what="Where the time goes"
              .picture=${async () => (await import("./cost-picture.ts")).costPicture(this.plan, typical, this.theme)}
            ></lena-export-menu>
            <lena-data-table what="Where the time goes" .revision=${this.revision} .data=${() => partTable(typical)}></lena-data-table>
            ${store.kernels.length > 0 ? kernelTable(store.kernels) : nothing}`
          : html`<p class="empty">
              Every update is timed part by part, on the device where it has timestamps. The parts stand here from the
              first updates on, and how fast each kernel runs.
            </p>`
      }
    `;
  }

  #source({ timeSource }: RunStore, { count }: TypicalUpdate) {
    const updates = count === 1 ? "one update" : `average of ${count} updates`;
    return timeSource === "device"
      ? html`<abbr title="Browsers round timestamps, Chromium to about 0.1 ms, so a short part is exact only on average. Workers that share a device are timed while the others use it too.">device timestamps</abbr>, ${updates}`
      : html`<abbr title="This device has no timestamps. In one update of twenty-five every part is waited for and timed by the clock, which includes the waiting.">wall time</abbr>, ${updates}`;
  }

  /** Measured, not estimated from a table: worker 0 has the device to itself in one update of twenty-five. */
  #speedUp(store: RunStore) {
    const found = speedUp(store);
    if (!found) return nothing;
    const { imagesPerSecond, oneWorker, count } = found;
    const times = count === 1 ? "once" : `${formatCount(count)} times`;
    return html`<p class="speed">
      This run: ${store.workers} workers, <b class="mono">${formatCount(imagesPerSecond)}</b> images/s. One worker:
      <b class="mono">${formatCount(oneWorker)}</b> images/s
      <span class="soft">(<abbr title="In one update of twenty-five worker 0 computes while the others wait; the time of as many micro-batches as all workers make follows from it.">measured ${times}</abbr>, worker 0 alone)</span>.
      Ratio <b class="mono">${(imagesPerSecond / oneWorker).toFixed(2)}</b>:
      <span class="soft">worker 0 alone leaves its device idle between its kernels. Workers that share the device fill those gaps, and that is all they can add.</span>
    </p>`;
  }

  #bars({ workers, coordinator }: TypicalUpdate) {
    const longest = Math.max(...[...workers, coordinator].map(totalMs));
    const bar = (name: string, parts: readonly Part<Cost>[]) => {
      let x = 0;
      const rects = inOrder(parts).map((part) => {
        const [from, width] = [x, (100 * part.ms) / longest];
        x += width;
        return svg`<rect class=${part.cost} x="${from}%" width="${width}%" height="12" fill=${costColour(part.cost, this.theme)}><title>${inWords(part)}</title></rect>`;
      });
      const words = `${name}: ${parts.map(inWords).join(", ")}`;
      return html`<li>
        <span class="mono">${name}</span>
        <svg width="100%" height="12" role="img" aria-label=${words}>${rects}</svg>
      </li>`;
    };
    return html`<ul class="bars">
      ${workers.map((parts, rank) => bar(`worker ${rank}`, parts))}${bar("coordinator", coordinator)}
    </ul>`;
  }

  #legend({ workers, coordinator }: TypicalUpdate) {
    const group = (name: string, parts: readonly Part<Cost>[]) => html`<div>
      <h3>${name}</h3>
      <dl>
        ${inOrder(parts).map(
          ({ cost, ms }) => html`<div title=${costMeanings[cost]}>
            <dt><svg width="12" height="12" aria-hidden="true"><rect class=${cost} width="12" height="12" fill=${costColour(cost, this.theme)} /></svg>${costName(cost)}</dt>
            <dd>${formatMs(ms)} ms</dd>
            <dd>${formatShare(ms / totalMs(parts))}</dd>
          </div>`,
        )}
      </dl>
    </div>`;
    const average = averageOf(workers);
    return html`<div class="legend">
      ${group(workers.length > 1 ? "Workers, on average" : "Worker", average)}${group("Coordinator", coordinator)}
    </div>`;
  }
}
customElements.define("lena-cost-panel", CostPanel);

function inWords({ cost, ms }: Part<Cost>): string {
  return `${costName(cost)} ${formatMs(ms)} ms`;
}

function partTable({ workers, coordinator, count }: TypicalUpdate): TableData {
  const row = (name: string, parts: readonly Part<Cost>[]) => [
    name,
    ...allCosts.map((cost) => formatMs(parts.find((part) => part.cost === cost)?.ms)),
  ];
  return {
    caption: `Milliseconds of an update, average of ${formatCount(count)}`,
    columns: ["who", ...allCosts.map(costName)],
    rows: [...workers.map((parts, rank) => row(`worker ${rank}`, parts)), row("coordinator", coordinator)],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-cost-panel": CostPanel;
  }
}
