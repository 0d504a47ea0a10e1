/** @file The charts of the Compare view as plain data, for their files (ui/charts/export/). */
import { chartInk } from "../../core/palette.ts";
import type { Cell } from "../../train/export/csv.ts";
import type { ChartPicture, LanesPicture, PictureCurve, PictureTable } from "../charts/export/picture.ts";
import { indicesWithin } from "../charts/thin.ts";
import { formatTick } from "../format.ts";
import type { Theme } from "../theme.ts";
import { standingTracks } from "./comparison-tables.ts";
import { type Line, type OverlayScale, overlayEnd, overlayRange } from "./overlay-lines.ts";
import type { Standing } from "./race.ts";
import type { RunStyle } from "./run-styles.ts";

export interface OverlaySource {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly scale: OverlayScale;
  /** What runs along the axis. */
  readonly unit: string;
  /** Where the axis ends at least. */
  readonly end: number;
  /** Part of the axis that is on show; absent: all. */
  readonly span?: readonly [number, number] | undefined;
  readonly target: number | undefined;
  readonly theme: Theme;
}

const FAINT = 0.25;

export function overlayPicture(source: OverlaySource): ChartPicture {
  const { title, lines, scale, unit, theme, target } = source;
  const ink = chartInk[theme];
  const end = overlayEnd(lines, source.end);
  const domain = source.span ?? [0, end];
  const format = scale === "share" ? (value: number) => `${Math.round(value * 100)}%` : formatTick;
  const curves = lines.map(({ name, colour, dash, faint, dots, x: xs, y: ys }): PictureCurve => {
    const line = { colour, dash, xs, ys };
    return faint ? { ...line, width: 1, opacity: FAINT } : { ...line, name, width: 2, dotted: dots ?? false };
  });
  const mark: PictureCurve[] = [];
  if (target !== undefined) {
    const [xs, ys] = [Float64Array.of(0, end), Float64Array.of(target, target)];
    mark.push({ name: `target ${format(target)}`, colour: ink.soft, width: 1, dash: [3, 4], xs, ys });
  }
  const runCount = new Set(lines.map(({ id }) => id)).size;
  return {
    form: "curves",
    title,
    subtitle: runCount === 1 ? "1 run" : `${runCount} runs`,
    ink,
    x: { name: unit, log: false, domain, format: formatTick },
    left: {
      name: title.toLowerCase(),
      log: scale === "log",
      domain: overlayRange(scale, ...extent(lines, scale, domain)),
      format,
    },
    curves: [...curves, ...mark],
    table: overlayTable(source),
  };
}

/** One row per number: runs have theirs at different places. */
function overlayTable({ title, lines, unit }: OverlaySource): PictureTable {
  const isPlain = unit === "updates";
  // Where a trend is drawn, the values as measured are faint behind it.
  const measured = lines.some(({ faint }) => faint) ? lines.filter(({ faint }) => faint) : lines;
  return {
    header: ["line", "update", ...(isPlain ? [] : [unit]), title.toLowerCase()],
    *rows() {
      for (const { name, updates, x, y } of measured) {
        for (let i = 0; i < y.length; i++) {
          const value: Cell = Number.isNaN(y[i]) ? "" : y[i]!;
          yield [name, updates[i]!, ...(isPlain ? [] : [x[i]!]), value];
        }
      }
    },
  };
}

function extent(lines: readonly Line[], scale: OverlayScale, domain: readonly [number, number]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { x, y } of lines) {
    for (const value of y.subarray(...indicesWithin(x, domain))) {
      if (!Number.isFinite(value) || (scale === "log" && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

export interface RaceSource {
  readonly rows: readonly Standing[];
  readonly styleOf: (id: string) => RunStyle;
  /** In percent. */
  readonly target: string;
  /** Who leads, in a sentence. */
  readonly verdict: string;
  readonly theme: Theme;
}

export function racePicture({ rows, styleOf, target, verdict, theme }: RaceSource): LanesPicture {
  return {
    form: "lanes",
    title: `Race to ${target}% validation accuracy`,
    subtitle: verdict,
    ink: chartInk[theme],
    lanes: standingTracks(rows).map(({ run, share, reached, words }) => ({
      name: run.name,
      colour: styleOf(run.id).colour,
      opacity: reached ? 1 : FAINT,
      share,
      words,
    })),
    table: {
      header: ["run", "place", "updates to target", "best accuracy", "updates", "outcome"],
      rows: () =>
        rows.map(({ run, place, updatesToTarget, bestAccuracy }): Cell[] => {
          return [
            run.name,
            place ?? "",
            updatesToTarget ?? "",
            bestAccuracy ?? "",
            run.store?.updateCount ?? 0,
            run.outcome,
          ];
        }),
    },
  };
}
