/**
 * @file The filters of the first convolution at an update as small pictures, either their weights or what training has
 * changed of them. Not here: filters of deeper layers, which have no picture that says much.
 */
import { css, html } from "lit";
import "../controls/data-table.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatNumber } from "../format.ts";
import { shared } from "../shared-styles.ts";
import { InspectPanel } from "./inspect-panel.ts";
import { inspectStyles } from "./inspect-styles.ts";
import "./pixel-image.ts";
import { firstFilters, type SnapshotRow } from "../../train/inspection.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { DIVERGING, filterPicture, filtersAcross } from "./pixels.ts";
import { newestUpTo } from "./up-to.ts";

const MODES = [
  ["weights", "Weights", "The filters as they are"],
  ["change", "Change", "What training has added since before the first update"],
] as const;
export type Mode = (typeof MODES)[number][0];

/** In pixels. Wide enough for rows of twice as many filters. */
const WIDE = 600;

export class FiltersPanel extends InspectPanel {
  static override properties = { ...InspectPanel.properties, mode: { state: true }, wide: { state: true } };
  declare mode: Mode;
  declare wide: boolean;

  /** In the next frame: another sheet has another height, which would be observed within the observation. */
  readonly #resized = new ResizeObserver(([entry]) => {
    const wide = entry!.contentRect.width >= WIDE;
    requestAnimationFrame(() => (this.wide = wide));
  });

  constructor() {
    super();
    this.mode = "weights";
    this.wide = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  static override styles = [
    shared,
    inspectStyles,
    css`
      lena-pixel-image {
        max-width: 420px;
        padding-block: 6px 10px;
      }
      lena-pixel-image.many {
        max-width: 840px;
      }
      .scale {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .scale svg {
        width: 120px;
        height: 10px;
      }
    `,
  ];

  override render() {
    const snapshots = this.store?.snapshots ?? [];
    const row = newestUpTo(snapshots, this.shownUpdate + 1, ({ updates }) => updates);
    return html`<div class="head">
        <h2>First-layer filters</h2>
        <p class="mono soft">${row?.filters.length ? place(row) : "from before the first update on"}</p>
      </div>
      ${this.#sheet(row, snapshots)}`;
  }

  #note(text: string) {
    return html`<p class="note">${text}</p>`;
  }

  /** Before a run its place, in the middle of the scale: what comes later would move the page. */
  #sheet(row: SnapshotRow | undefined, snapshots: readonly SnapshotRow[]) {
    const { filters, filterShape } = row ?? emptyFilters(this.plan);
    if (filters.length === 0) return this.#note("This model does not begin with a convolution.");
    const shownOf = ({ filters }: Pick<SnapshotRow, "filters">) =>
      this.mode === "weights" ? filters : filters.map((value, i) => value - snapshots[0]!.filters[i]!);
    // One scale for the whole run, so that colours mean the same at every update.
    const largest = snapshots.reduce((most, one) => Math.max(most, largestOf(shownOf(one))), 0);
    const shown = row ? shownOf(row) : filters;
    const when = row ? place(row) : "from before the first update on";
    const picture = async (known: SnapshotRow) => {
      const { filtersPicture } = await import("./export/filters-picture.ts");
      const { plan, theme, mode } = this;
      return filtersPicture({ plan, theme, mode, values: shown, shape: filterShape, largest, place: place(known) });
    };
    const [filterCount = 0, channels = 1, height = 0, width = 0] = filterShape;
    const words = `${filterCount} filters of ${height} × ${width}${channels > 1 ? ` on ${channels} channels` : ""}`;
    const across = filtersAcross(filterShape, this.wide ? 4 : 2);
    return html`
      <div class="head">
        <div class="choices" role="group" aria-label="What to show of the filters">
          ${MODES.map(
            ([mode, name, help]) =>
              html`<button title=${help} aria-pressed=${mode === this.mode} @click=${() => (this.mode = mode)}>${name}</button>`,
          )}
        </div>
        ${row ? html`<p class="scale mono" aria-hidden="true">−${formatNumber(largest)}${this.#scale()}${formatNumber(largest)}</p>` : ""}
      </div>
      <lena-pixel-image
        class=${across >= 8 ? "many" : ""}
        .picture=${filterPicture(shown, filterShape, { largest, across, theme: this.theme })}
        .label=${`${words}, ${when}; numbers are in the table`}
      ></lena-pixel-image>
      ${this.exportMenu("filters", "First-layer filters", row && (() => picture(row)))}
      <lena-data-table what="First-layer filters" .revision=${this.revision} .data=${() => filterTable(row ? shown : new Float32Array(), row ? filterShape : [0], when)}></lena-data-table>
    `;
  }

  #scale() {
    const [low, middle, high] = DIVERGING[this.theme].map((parts) => `rgb(${parts.join(" ")})`);
    return html`<svg>
      <defs>
        <linearGradient id="scale">
          <stop stop-color=${low} /><stop offset="0.5" stop-color=${middle} /><stop offset="1" stop-color=${high} />
        </linearGradient>
      </defs>
      <rect width="120" height="10" fill="url(#scale)" />
    </svg>`;
  }
}
customElements.define("lena-filters-panel", FiltersPanel);

const place = ({ updates }: SnapshotRow) =>
  updates === 0 ? "before the first update" : `after update ${formatCount(updates - 1)}`;

const emptyFilters = ({ layers }: RunPlan) => firstFilters(layers, new Float32Array(layers[0]!.size));

const largestOf = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function filterTable(filters: Float32Array, shape: readonly number[], when: string): TableData {
  const [count = 0] = shape;
  const size = filters.length / count;
  const rows = Array.from({ length: count }, (_, filter) => {
    const values = filters.subarray(filter * size, (filter + 1) * size);
    const norm = Math.hypot(...values);
    return [`${filter}`, ...[Math.min(...values), Math.max(...values), norm].map(formatNumber)];
  });
  return { caption: `Filters ${when}`, columns: ["filter", "least", "most", "norm"], rows };
}

declare global {
  interface HTMLElementTagNameMap {
    "lena-filters-panel": FiltersPanel;
  }
}
