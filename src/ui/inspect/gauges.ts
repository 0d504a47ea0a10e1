/** @file Where a number stands between its least and its most, as a line with a mark. Widths are in percent: no layout. */
import { html, nothing, svg } from "lit";

/** From here on most gains would stand at the left of a linear line. As in the gain chart. */
const LOG_FROM = 24;

const HEIGHT = 22;
const MIDDLE = 11;

/** Of [1, n], in [0, 1]. */
export function gainShare(gain: number, n: number): number {
  const share = n >= LOG_FROM ? Math.log(gain) / Math.log(n) : (gain - 1) / (n - 1);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** A layer's gain from 1 to n, and as a tick that of the whole model; NaN: not known yet. */
export function gainGauge({ gain, modelGain, n }: { gain: number; modelGain: number; n: number }, colour: string) {
  const [at, whole] = [gain, modelGain].map((value) => `${(100 * gainShare(value, n)).toFixed(2)}%`);
  return html`<svg class="gauge" height=${HEIGHT} aria-hidden="true">
    ${svg`<line class="track" x1="0" x2="100%" y1=${MIDDLE} y2=${MIDDLE} />
      ${
        Number.isFinite(gain)
          ? svg`<line x1="0" x2=${at} y1=${MIDDLE} y2=${MIDDLE} stroke=${colour} stroke-width="4" />
              <line class="whole" x1=${whole} x2=${whole} y1="3" y2=${HEIGHT - 3} />
              <circle cx=${at} cy=${MIDDLE} r="5" fill=${colour} />`
          : nothing
      }`}
  </svg>`;
}

/** The tick, for where it is said what it is. */
export const wholeTick = html`<svg class="tick" width="2" height="12" aria-hidden="true">${svg`<line class="whole" x1="1" x2="1" y2="12" />`}</svg>`;

/** The part of a warm-up that is done. */
export function warmupGauge(share: number, colour: string) {
  const width = `${(100 * Math.min(1, Math.max(0, share || 0))).toFixed(2)}%`;
  return html`<svg class="gauge" height=${HEIGHT} aria-hidden="true">
    ${svg`<line class="track" x1="0" x2="100%" y1=${MIDDLE} y2=${MIDDLE} />
      <line x1="0" x2=${width} y1=${MIDDLE} y2=${MIDDLE} stroke=${colour} stroke-width="4" />
      <line class="whole" x1="100%" x2="100%" y1="3" y2=${HEIGHT - 3} />`}
  </svg>`;
}
