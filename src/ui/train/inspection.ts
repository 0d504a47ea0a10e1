/**
 * @file What the page looks at: which layer, and at which update. The one place that knows, so that all parts agree;
 * they tell of pointers and choices by events, and are handed these numbers.
 */
import type { LitElement, ReactiveController } from "lit";
import { type ErrorReport, reportOf } from "../../core/errors.ts";
import type { RateRuleId } from "../../train/other-rules.ts";
import { pointAll } from "../charts/chart-options.ts";
import { type ChartView, defaultView, type Mode } from "../charts/chart-view.ts";

/** Forms of the rate chart that do not come with the page. */
const load: Partial<Record<Mode, () => Promise<unknown>>> = {
  heat: () => import("../charts/heat-chart.ts"),
  multiples: () => import("../charts/multiples-chart.ts"),
};

/** Each comes when its place is near the window, and all with the first run: the first screen does without most. */
const panels: Readonly<Record<string, () => Promise<unknown>>> = {
  "lena-why-panel": () => import("../inspect/why-panel.ts"),
  "lena-agreement-panel": () => import("../inspect/agreement-panel.ts"),
  "lena-filters-panel": () => import("../inspect/filters-panel.ts"),
  "lena-predictions-panel": () => import("../inspect/predictions-panel.ts"),
  "lena-lanes-panel": () => import("../inspect/lanes-panel.ts"),
};
const NEAR = { rootMargin: "200px 0px" };

export class Inspection implements ReactiveController {
  /** Layer that was clicked; stays until another is. */
  selected: number | null = null;
  /** Layer under the pointer. */
  highlight: number | null = null;
  /** Update under the cursor of any chart. */
  cursor: number | null = null;
  /** Update that the page is held at; null: live. */
  heldAt: number | null = null;
  view: ChartView = defaultView;
  /** Why something that was asked for is not on show. */
  failure: ErrorReport | undefined;
  /** Other rules whose rates are drawn beside the run's own. */
  ghosts: readonly RateRuleId[] = [];

  readonly #host: LitElement;
  #isWatching = false;
  readonly #seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.#loadPanel(target.localName);
  }, NEAR);

  constructor(host: LitElement) {
    host.addController(this);
    this.#host = host;
    const set = (change: Partial<Inspection>) => this.#set(change);
    host.addEventListener("layer-selected", ({ detail }) => set({ selected: detail.layer }));
    host.addEventListener("layer-highlighted", ({ detail }) => {
      if (detail.layer !== this.highlight) set({ highlight: detail.layer });
    });
    host.addEventListener("cursor-moved", ({ detail }) => {
      if (detail.update !== this.cursor) set({ cursor: detail.update });
    });
    host.addEventListener("time-chosen", ({ detail }) => {
      pointAll(null); // one that was set by key stays until then
      set({ heldAt: detail.update, cursor: null });
    });
    host.addEventListener("ghosts-changed", ({ detail }) => set({ ghosts: detail.rules }));
    host.addEventListener("view-changed", async ({ detail: { view } }) => {
      try {
        await load[view.mode]?.();
        set({ view, failure: undefined });
      } catch (thrown) {
        set({ failure: reportOf(thrown, "this form of the chart") });
      }
    });
  }

  hostUpdated(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    for (const tag of Object.keys(panels)) this.#seen.observe(this.#host.renderRoot.querySelector(tag)!);
  }

  #loadPanel(tag: string): void {
    panels[tag]!().catch((thrown: unknown) => this.#set({ failure: reportOf(thrown, "panels of the inspector") }));
  }

  hostDisconnected(): void {
    [this.highlight, this.cursor] = [null, null];
    this.#seen.disconnect();
    this.#isWatching = false;
  }

  #set(change: Partial<Inspection>): void {
    Object.assign(this, change);
    this.#host.requestUpdate();
  }

  /** Update on show; null: the newest. */
  get at(): number | null {
    return this.cursor ?? this.heldAt;
  }

  /** The layer that stands out: under the pointer, else selected. */
  get layer(): number | null {
    return this.highlight ?? this.selected;
  }

  /** Another run begins. A layer stays selected where the new run has it too. */
  restart(layerCount: number): void {
    for (const tag of Object.keys(panels)) this.#loadPanel(tag);
    [this.cursor, this.heldAt, this.highlight] = [null, null, null];
    if (this.selected !== null && this.selected >= layerCount) this.selected = null;
  }
}
