/** @file A run as the Compare view shows it, wherever it comes from, and the place in the palette that it keeps. */
import type { LayerInfo } from "../../nn/layer-info.ts";
import type { ReadBundle } from "../../session/import/read-bundle.ts";
import type { RunStore } from "../../session/run-store.ts";
import type { RunConfig } from "../../train/config.ts";
import type { RunSummary } from "../../train/events.ts";

export interface ShownRun {
  /** The same for as long as the page knows the run. */
  readonly id: string;
  readonly name: string;
  readonly config: RunConfig;
  readonly layers: readonly LayerInfo[];
  /** Absent before the first update of a race. */
  readonly store: RunStore | undefined;
  readonly summary: RunSummary | undefined;
  readonly outcome: ReadBundle["outcome"];
  /** Why it diverged. */
  readonly reason?: string | undefined;
}

export function shownRun(id: string, name: string, bundle: ReadBundle, reason?: string): ShownRun {
  const { config, layers, store, summary, outcome } = bundle;
  return { id, name, config, layers, store, summary, outcome, reason };
}

/** Gives each run the first free place, which it keeps until it is let go. */
export class Places {
  readonly #taken: (string | undefined)[] = [];

  of(id: string): number {
    const place = this.#taken.indexOf(id);
    if (place >= 0) return place;
    const free = this.#taken.indexOf(undefined);
    const given = free < 0 ? this.#taken.length : free;
    this.#taken[given] = id;
    return given;
  }

  rename(from: string, to: string): void {
    const place = this.#taken.indexOf(from);
    if (place >= 0) this.#taken[place] = to;
  }

  release(id: string): void {
    const place = this.#taken.indexOf(id);
    if (place >= 0) this.#taken[place] = undefined;
  }
}
