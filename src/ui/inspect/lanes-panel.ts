/**
 * @file Who trains, and when: a lane per worker with the parts of its newest updates, its adapter, its speed, and how
 * far it agrees with the others. Not here: averages over many updates (ui/panels/cost-panel.ts).
 */
import { html, svg } from "lit";
import { costName } from "../../train/cost-summary.ts";
import type { AdapterFacts, RunState } from "../../train/events.ts";
import type { ChartPicture } from "../charts/export/picture.ts";
import "../controls/data-table.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatFixed, formatMs } from "../format.ts";
import { adapterName, adapterNotes } from "../panels/adapter-words.ts";
import { allCosts, costColour, costMeanings, type LanePart, partName } from "../panels/cost-look.ts";
import { shared } from "../shared-styles.ts";
import { layerAgreement, meanCosine } from "./agreement-geometry.ts";
import { InspectPanel } from "./inspect-panel.ts";
import { inspectStyles } from "./inspect-styles.ts";
import { lanesStyles } from "./lanes-styles.ts";
import { type Piece, type Timeline, timelineOf, workerSpeed } from "./timeline.ts";
import { newestUpTo } from "./up-to.ts";

const SPANS = [
  [10, "10 updates"],
  [1, "1 update"],
] as const;

export class LanesPanel extends InspectPanel {
  static override properties = {
    ...InspectPanel.properties,
    adapters: { attribute: false },
    recorded: { type: Boolean },
    state: {},
    span: { state: true },
  };
  /** By rank; empty before a run is ready. */
  declare adapters: readonly AdapterFacts[];
  /** The run comes from a bundle. */
  declare recorded: boolean;
  declare state: RunState;
  /** Updates side by side. */
  declare span: number;

  constructor() {
    super();
    this.adapters = [];
    this.recorded = false;
    this.state = "idle";
    this.span = SPANS[0][0];
  }

  static override styles = [shared, inspectStyles, lanesStyles];

  override render() {
    const at = this.shownUpdate;
    const timeline = at < 0 ? undefined : timelineOf(this.store!, at, this.span);
    return html`<div class="head">
        <h2>Workers</h2>
        ${this.#spans()}
      </div>
      <div class="notes">${this.#notes().map((note) => html`<p class="note">${note}</p>`)}${this.#adapterNames()}</div>
      <ul class="lanes">
        ${Array.from({ length: this.plan.config.workers }, (_, rank) => this.#worker(rank, timeline))}
        ${this.#coordinator(timeline)}
      </ul>
      ${this.#below(timeline)}`;
  }

  #notes(): string[] {
    const notes = adapterNotes(this.adapters, this.recorded);
    return this.adapters.length > 0 ? notes : ["Which GPU they run on is said here once they have started."];
  }

  /** Those of one name once; which lane is whose, where they differ, is said there. */
  #adapterNames() {
    if (this.adapters.length === 0) return "";
    const names = [...new Set(this.adapters.map(adapterName))];
    return html`<p class="note">${names.length > 1 ? "Adapters" : "Adapter"} <span class="mono">${names.join(", ")}</span></p>`;
  }

  #spans() {
    return html`<div class="choices" role="group" aria-label="Updates side by side">
      ${SPANS.map(
        ([span, name]) =>
          html`<button
            title="The timeline up to the update on show"
            aria-pressed=${span === this.span}
            @click=${() => (this.span = span)}
          >${name}</button>`,
      )}
    </div>`;
  }

  #worker(rank: number, timeline: Timeline | undefined) {
    const adapter = this.adapters[rank];
    const [speed, cosine] = timeline ? this.#factsOf(rank) : [];
    return html`<li>
      <span class="name mono" title=${adapterName(adapter)}>worker ${rank}</span>
      <span class="facts mono soft">
        <span title="This worker's images over the time that it computes; the run's images/s counts waiting and exchange too, so it is less than the sum of the lanes">${speed}</span>
        <span title="Mean over all layers of the cosine between this worker's gradient and the mean of all">${cosine}</span>
      </span>
      ${timeline ? this.#lane(`worker ${rank}`, timeline.workers[rank]!, timeline) : html`<span class="lane soft">${this.#stateOf(rank)}</span>`}
    </li>`;
  }

  #coordinator(timeline: Timeline | undefined) {
    return html`<li>
      <span class="name mono">coordinator</span><span class="facts"></span>
      ${timeline ? this.#lane("coordinator", timeline.coordinator, timeline) : html`<span class="lane"></span>`}
    </li>`;
  }

  /** Its speed and its agreement; empty where they are not known. */
  #factsOf(rank: number): string[] {
    const { local, microBatch } = this.plan.config;
    const speed = workerSpeed(this.store!, rank, this.shownUpdate, local * microBatch);
    const cosine = this.#agreementOf(rank);
    return [
      speed === undefined ? "" : `${formatCount(speed)} images/s`,
      cosine === undefined ? "" : `mean cos ${formatFixed(cosine, 2)}`,
    ];
  }

  #agreementOf(rank: number): number | undefined {
    const row = newestUpTo(this.store?.agreements ?? [], this.shownUpdate, ({ update }) => update);
    const count = this.plan.layers.length;
    if (!row || this.plan.config.workers === 1) return undefined;
    const layers = this.plan.layers.map((_, k) => layerAgreement(row, k, count).cosine[rank]!);
    return meanCosine({ cosine: layers });
  }

  #stateOf(rank: number): string {
    if (this.state === "preparing") return this.adapters[rank] ? "ready" : "starting";
    return this.state === "idle" ? "idle" : "";
  }

  /** One path per part: few elements, however many workers and updates. */
  #lane(name: string, pieces: readonly Piece[], { updates, totalMs }: Timeline) {
    const paths = new Map<LanePart, string>();
    for (const { part, fromMs, ms } of pieces) {
      if (ms > 0) paths.set(part, `${paths.get(part) ?? ""}M${fromMs} 0h${ms}v1h${-ms}z`);
    }
    const starts = updates.slice(1).map(({ fromMs }) => `M${fromMs} 0v1`);
    return html`<svg class="lane" viewBox="0 0 ${totalMs} 1" preserveAspectRatio="none" role="img" aria-label="${name}: ${lengthsOf(pieces)}">
      ${svg`
        ${[...paths].map(([part, path]) => svg`<path class=${part} d=${path} fill=${part === "work" ? "none" : costColour(part, this.theme)}><title>${partName(part)}</title></path>`)}
        <path class="starts" d=${starts.join("")} vector-effect="non-scaling-stroke" />`}
    </svg>`;
  }

  async #picture(timeline: Timeline): Promise<ChartPicture> {
    const { lanesPicture } = await import("./export/lanes-picture.ts");
    const { plan, theme } = this;
    const facts = timeline.workers.map((_, rank) => this.#factsOf(rank).filter(Boolean).join(" · "));
    return lanesPicture({ plan, store: this.store!, theme, timeline, facts });
  }

  #below(timeline: Timeline | undefined) {
    const { updates, totalMs } = timeline ?? { updates: [], totalMs: 1 };
    return html`<div class="scale">
        <svg class="axis" height="16" aria-hidden="true">
          ${updates.map(
            ({ update, fromMs, ms }) =>
              svg`<text x="${(100 * (fromMs + ms / 2)) / totalMs}%" y="12" text-anchor="middle">${updates.length === 1 ? `update ${formatCount(update)}, ${formatMs(ms)} ms` : formatCount(update)}</text>`,
          )}
        </svg>
      </div>
      <p class="legend">
        ${allCosts.map(
          (cost) => html`<span title=${costMeanings[cost]}>
            <svg width="10" height="10" aria-hidden="true"><rect class=${cost} width="10" height="10" fill=${costColour(cost, this.theme)} /></svg>${costName(cost)}
          </span>`,
        )}
      </p>
      ${this.exportMenu("workers", "Workers", timeline && (() => this.#picture(timeline)))}
      <lena-data-table what="Workers" .revision=${this.revision} .data=${() => laneTable(timeline)}></lena-data-table>`;
  }
}
customElements.define("lena-lanes-panel", LanesPanel);

function totals(pieces: readonly Piece[]): Map<LanePart, number> {
  const sums = new Map<LanePart, number>();
  for (const { part, ms } of pieces) sums.set(part, (sums.get(part) ?? 0) + ms);
  return sums;
}

function lengthsOf(pieces: readonly Piece[]): string {
  return [...totals(pieces)].map(([part, ms]) => `${partName(part)} ${formatMs(ms)} ms`).join(", ");
}

function laneTable(timeline: Timeline | undefined): TableData {
  if (!timeline) return { caption: "Milliseconds, from the first update on", columns: [], rows: [] };
  const { updates, workers, coordinator } = timeline;
  const parts: readonly LanePart[] = [...allCosts, "work"];
  const row = (name: string, pieces: readonly Piece[]) => {
    const sums = totals(pieces);
    return [name, ...parts.map((part) => formatMs(sums.get(part)))];
  };
  const [first, last] = [updates[0]!.update, updates.at(-1)!.update].map(formatCount);
  return {
    caption: `Milliseconds in ${first === last ? `update ${last}` : `updates ${first} to ${last}, in all`}`,
    columns: ["who", ...allCosts.map(costName), "not measured"],
    rows: [...workers.map((pieces, rank) => row(`worker ${rank}`, pieces)), row("coordinator", coordinator)],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-lanes-panel": LanesPanel;
  }
}
