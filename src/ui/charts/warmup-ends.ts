/**
 * @file Where each layer's warm-up ended, found as the run goes: only updates that
 * are new since the last call are looked at.
 */
import type { RunStore } from "../../session/run-store.ts";
import { isReleased } from "../../train/schedule.ts";
import { type RunPlan, warmupEnded } from "./run-plan.ts";

export class WarmupEnds {
  readonly #store: RunStore;
  readonly #plan: RunPlan;
  #ends: (number | null)[];
  #seen = 0;

  constructor(store: RunStore, plan: RunPlan) {
    this.#store = store;
    this.#plan = plan;
    this.#ends = store.layers.map(() => null);
  }

  /** By layer: the update at which its warm-up ended, or null while it lasts. */
  get(): readonly (number | null)[] {
    const count = this.#store.updateCount;
    const updates = this.#store.column("update");
    const behind = isReleased(this.#plan.config) ? 1 : 0; // that variant goes by S as it was before
    this.#ends.forEach((end, k) => {
      if (end !== null) return;
      const state = this.#store.layerColumn("state", k);
      for (let i = this.#seen; i < count; i++) {
        if (!warmupEnded(this.#plan, state[i - behind] ?? 0, updates[i]!)) continue;
        this.#ends[k] = updates[i]!;
        break;
      }
    });
    this.#seen = count;
    return this.#ends;
  }
}
