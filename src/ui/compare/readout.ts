/**
 * @file The numbers of a chart of several runs at one place along its axis: at the cursor, or the newest. Each line by
 * name, so that they can be read without the colours. Not here: the chart itself (overlay-chart.ts).
 */
import { css, html } from "lit";
import { formatCount, formatFixed, formatNumber, formatShare } from "../format.ts";
import type { Line, OverlayScale } from "./overlay-lines.ts";
import { swatch } from "./swatch.ts";

/** At that place or before it; undefined where the line has not begun or has ended. `at` null: the newest. */
export function valueAt({ x, y }: Line, at: number | null): number | undefined {
  if (at === null) return y.at(-1);
  if (!(at <= x[x.length - 1]!)) return undefined;
  let [low, high] = [-1, x.length - 1]; // x[low] <= at < x[high + 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (x[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return y[low];
}

/** Where the cursor counts as being: updates and images are whole. */
export function placeOf(unit: string, x: number): number {
  return unit === "updates" || unit === "images" ? Math.max(0, Math.round(x)) : x;
}

export function placeWords(unit: string, at: number | null): string {
  if (at === null) return "newest";
  if (unit === "seconds") return `at ${formatFixed(at, 1)} s`;
  const whole = unit === "updates" || unit === "images";
  return `at ${unit.slice(0, -1)} ${whole ? formatCount(at) : formatFixed(at, 2)}`;
}

interface Readout {
  readonly lines: readonly Line[];
  readonly unit: string;
  readonly scale: OverlayScale;
  /** Along the axis; null: no cursor. */
  readonly at: number | null;
}

export function readout({ lines, unit, scale, at }: Readout) {
  const write = scale === "share" ? formatShare : formatNumber;
  return html`<div class="readout">
    <p class="where mono">${placeWords(unit, at)}</p>
    <dl>
      ${lines
        .filter(({ faint }) => !faint)
        .map(
          (line) =>
            html`<div>${swatch(line)}<dt>${line.name}</dt><dd class="mono">${write(valueAt(line, at))}</dd></div>`,
        )}
    </dl>
  </div>`;
}

export const readoutStyles = css`
  .readout {
    min-width: 0;
    font-size: 12px;
    line-height: 16px;
  }
  .readout .where {
    margin: 0 0 4px;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  .readout dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 210px), 1fr));
    gap: 2px 20px;
    margin: 0;
  }
  .readout dl div {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr) auto;
    align-items: center;
    gap: 8px;
  }
  .readout dt {
    overflow-wrap: anywhere;
  }
  .readout dd {
    min-width: 7ch;
    margin: 0;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
`;
