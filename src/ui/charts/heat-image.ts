/**
 * @file The pixels of a heat map, layer × update, painted as the run goes: only updates that are new since the last
 * call. Where several updates share a pixel column the largest rate is on show, so that no spike is lost.
 */
import type { RunNumbers } from "../../session/run-store.ts";

const MOST_COLUMNS = 1024;
const STEPS = 256;

/** Where a rate stands between the lightest colour, 0, and the strongest, 1. */
export type Share = (rate: number) => number;

export class HeatImage {
  readonly width: number;
  readonly height: number;
  /** Updates that share a pixel column. */
  readonly stride: number;
  /** Red, green, blue and alpha, row by row; what has not happened is clear. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly #ramp: Uint8Array;
  readonly #share: Share;
  #seen = 0;

  constructor(
    layerCount: number,
    updateCount: number,
    share: Share,
    ramp: (steps: number) => Uint8Array,
    mostColumns = MOST_COLUMNS,
  ) {
    this.stride = Math.max(1, Math.ceil(updateCount / mostColumns));
    this.width = Math.max(1, Math.ceil(updateCount / this.stride));
    this.height = layerCount;
    this.pixels = new Uint8ClampedArray(4 * this.width * layerCount);
    this.#ramp = ramp(STEPS);
    this.#share = share;
  }

  /** Paints what is new; gives the pixel columns that changed, from and one past the last. */
  add(store: Pick<RunNumbers, "updateCount" | "layerColumn">): [number, number] {
    const from = Math.floor(this.#seen / this.stride);
    const to = Math.min(this.width, Math.ceil(store.updateCount / this.stride));
    for (let k = 0; k < this.height; k++) {
      const rates = store.layerColumn("rate", k);
      for (let column = from; column < to; column++) {
        const first = column * this.stride;
        let largest = Number.NaN;
        for (let i = first; i < Math.min(first + this.stride, rates.length); i++) {
          if (!(rates[i]! <= largest)) largest = rates[i]!;
        }
        this.#paint(4 * (k * this.width + column), largest);
      }
    }
    this.#seen = store.updateCount;
    return [from, to];
  }

  #paint(at: number, rate: number): void {
    const share = this.#share(rate);
    if (Number.isNaN(share)) return; // a rate that is not a number stays clear
    const step = 3 * Math.round(share * (STEPS - 1));
    for (let channel = 0; channel < 3; channel++) this.pixels[at + channel] = this.#ramp[step + channel]!;
    this.pixels[at + 3] = 255;
  }
}
