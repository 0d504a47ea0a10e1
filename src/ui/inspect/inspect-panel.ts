/**
 * @file What all panels of the inspector share: the run, the layer and the update that they are to show, and that one
 * which is not on screen waits until it is. What is shown is the subclass's.
 *
 * @fires layer-selected
 */
import { html, LitElement, type PropertyValues } from "lit";
import type { RunStore } from "../../session/run-store.ts";
import { runName } from "../../train/command-line.ts";
import "../charts/export/export-menu.ts";
import type { ChartPicture } from "../charts/export/picture.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { currentTheme, type Theme } from "../theme.ts";

/** A panel just outside the window is kept up too, so that scrolling meets none that is behind. */
const NEAR = { rootMargin: "600px 0px" };
/** What changes many times a second. Everything else is shown at once, on screen or not. */
const CAN_WAIT: ReadonlySet<PropertyKey> = new Set(["revision", "layer", "at"]);

export abstract class InspectPanel extends LitElement {
  static override properties = {
    plan: { attribute: false },
    store: { attribute: false },
    revision: { type: Number },
    theme: {},
    layer: { attribute: false },
    at: { attribute: false },
  };
  /** The run on show, or the one that is being configured. */
  declare plan: RunPlan;
  declare store: RunStore | undefined;
  /** Changes when the store has grown. */
  declare revision: number;
  declare theme: Theme;
  /** Index into the plan's layers; null: none is selected, and the first one stands for all. */
  declare layer: number | null;
  /** Update on show; null: the newest. */
  declare at: number | null;

  #near = true;
  readonly #seen = new IntersectionObserver(([entry]) => {
    this.#near = entry?.isIntersecting ?? false;
    if (this.#near) this.requestUpdate();
  }, NEAR);

  constructor() {
    super();
    this.revision = 0;
    this.theme = currentTheme();
    this.layer = null;
    this.at = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    return this.plan !== undefined && (this.#near || [...changed.keys()].some((name) => !CAN_WAIT.has(name)));
  }

  /** −1 where there is none yet. */
  protected get shownUpdate(): number {
    const newest = (this.store?.updateCount ?? 0) - 1;
    return Math.min(this.at ?? newest, newest);
  }

  protected get shownLayer(): number {
    return Math.min(this.layer ?? 0, this.plan.layers.length - 1);
  }

  protected get layerName(): string {
    return this.plan.layers[this.shownLayer]!.name;
  }

  /** Beside the fold with the numbers, which is the next thing under what it saves. Undefined: there is none yet. */
  protected exportMenu(part: string, what: string, picture: (() => Promise<ChartPicture>) | undefined) {
    const name = `${runName(this.plan.config)}-${part}`;
    return html`<lena-export-menu name=${name} what=${what} ?empty=${!picture} .picture=${picture}></lena-export-menu>`;
  }

  protected select(layer: number): void {
    this.dispatchEvent(new CustomEvent("layer-selected", { detail: { layer }, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementEventMap {
    "layer-selected": CustomEvent<{ layer: number | null }>;
  }
}
