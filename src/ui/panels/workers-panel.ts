/**
 * @file Who trains: one row per worker, and in plain words what their adapter means
 * for speed.
 */
import { css, html, LitElement, nothing } from "lit";
import type { AdapterFacts, RunState } from "../../train/events.ts";
import { formatCount } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { adapterName, adapterNotes } from "./adapter-words.ts";

export class WorkersPanel extends LitElement {
  static override properties = {
    count: { type: Number },
    imagesPerUpdate: { type: Number },
    adapters: { attribute: false },
    workerMs: { attribute: false },
    state: {},
  };
  declare count: number;
  /** Images that one worker sees per update, K·b. */
  declare imagesPerUpdate: number;
  /** By rank; empty before a run is ready. */
  declare adapters: readonly AdapterFacts[];
  /** Of the newest update, by rank. */
  declare workerMs: Float32Array;
  declare state: RunState;

  constructor() {
    super();
    this.count = 1;
    this.imagesPerUpdate = 1;
    this.adapters = [];
    this.workerMs = new Float32Array();
    this.state = "idle";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .scroll {
        overflow-x: auto;
        max-height: 260px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        margin-top: 8px;
      }
      th {
        font: 400 12px/16px var(--sans);
        color: var(--ink-soft);
        text-align: left;
        padding: 4px 12px 4px 0;
      }
      td {
        padding: 5px 12px 5px 0;
        border-top: 1px solid var(--line);
        font-size: 13px;
      }
      td:first-child,
      .number {
        font-family: var(--mono);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      .number {
        text-align: right;
        padding-right: 36px;
      }
      th.number {
        font: 400 12px/16px var(--sans);
      }
      .note {
        margin-top: 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--ink-soft);
        max-width: 62ch;
      }
    `,
  ];

  override render() {
    const ranks = Array.from({ length: this.count }, (_, rank) => rank);
    return html`
      <h2>Workers</h2>
      ${adapterNotes(this.adapters).map((note) => html`<p class="note">${note}</p>`)}
      <div class="scroll" tabindex="0" role="region" aria-label="Workers">
        <table>
          <thead>
            <tr>
              <th scope="col">Rank</th>
              <th scope="col">Adapter</th>
              <th scope="col" class="number">Images/s</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            ${ranks.map((rank) => {
              const ms = this.workerMs[rank];
              const speed = ms ? (this.imagesPerUpdate * 1000) / ms : undefined;
              return html`<tr>
                <td>${rank}</td>
                <td class=${this.adapters[rank] ? "" : "soft"}>${adapterName(this.adapters[rank])}</td>
                <td class="number">${formatCount(speed)}</td>
                <td>${this.#stateOf(rank)}</td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      ${this.adapters.length > 0 ? html`<p class="note">A worker's speed is that of its newest update, while it computes; the run's includes the exchange.</p>` : nothing}
    `;
  }

  #stateOf(rank: number): string {
    if (this.state === "idle") return "idle";
    if (this.state === "preparing") return this.adapters[rank] ? "ready" : "starting";
    if (this.state === "running") return "training";
    return this.state === "paused" ? "paused" : "ended";
  }
}
customElements.define("lena-workers-panel", WorkersPanel);

declare global {
  interface HTMLElementTagNameMap {
    "lena-workers-panel": WorkersPanel;
  }
}
