/** @file The filters of the first convolution as a picture for its files: their weights, or what changed of them. */
import { chartInk } from "../../../core/palette.ts";
import { filled, HEIGHT, MARGIN, type Mark, TOP, WIDTH, words } from "../../charts/export/marks.ts";
import type { DrawnPicture } from "../../charts/export/picture.ts";
import { runWords } from "../../charts/export/picture-parts.ts";
import type { RunPlan } from "../../charts/run-plan.ts";
import { formatNumber } from "../../format.ts";
import type { Theme } from "../../theme.ts";
import type { Mode } from "../filters-panel.ts";
import { diverging, filterPicture } from "../pixels.ts";

export interface FiltersSource {
  readonly plan: RunPlan;
  readonly theme: Theme;
  readonly mode: Mode;
  /** (F, C, K, K): weights, or their change. */
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** In absolute value, of the whole run. */
  readonly largest: number;
  /** Where in the run. */
  readonly place: string;
}

const KEY_STEPS = 64;
/** Room for the colours and their numbers. */
const [KEY, KEY_WIDTH] = [110, 12];
const ROOM = WIDTH - 2 * MARGIN - KEY;

export function filtersPicture({ plan, theme, mode, values, shape, largest, place }: FiltersSource): DrawnPicture {
  const ink = chartInk[theme];
  const [count = 0, channels = 1, height = 0, width = 0] = shape;
  const { across, zoom } = sheetOf(shape);
  const pixels = filterPicture(values, shape, { largest, across, theme });
  const sheet: Mark = {
    ...{ kind: "image", x: MARGIN, y: TOP - 16, pixels },
    ...{ width: zoom * pixels.width, height: zoom * pixels.height },
  };
  const bottom = sheet.y + sheet.height;
  const left = sheet.x + sheet.width + 28;
  const step = sheet.height / KEY_STEPS;
  const key = Array.from({ length: KEY_STEPS }, (_, i) => {
    const [low, high] = [bottom - i * step, bottom - (i + 1) * step].map(Math.round);
    const colour = diverging((2 * i) / (KEY_STEPS - 1) - 1, theme);
    return filled(`M${left} ${low}h${KEY_WIDTH}V${high}h${-KEY_WIDTH}z`, `rgb(${colour.map(Math.round).join()})`);
  });
  const numbers = [largest, 0, -largest].map((value, i) =>
    words(formatNumber(value), {
      ...{ x: left + KEY_WIDTH + 8, y: sheet.y + (i * sheet.height) / 2 + [10, 4, 0][i]! },
      colour: ink.soft,
    }),
  );
  const on = channels > 1 ? ` on ${channels} channels` : "";
  return {
    form: "drawn",
    ink,
    title: mode === "weights" ? "First-layer filters" : "What training has changed of the first-layer filters",
    subtitle: `${runWords(plan)} · ${count} filters of ${height} × ${width}${on} · ${place}`,
    body: { marks: [sheet, ...key, ...numbers], bottom },
    table: {
      header: ["filter", "channel", "row", "column", mode === "weights" ? "weight" : "change"],
      *rows() {
        for (const [i, value] of values.entries()) {
          const rest = Math.floor(i / width);
          const [row, channel] = [rest % height, Math.floor(rest / height) % channels];
          yield [Math.floor(rest / height / channels), channel, row, i % width, value];
        }
      },
    },
  };
}

/** As large as there is room, in full rows; wide rather than high. On whole pixels, so that all are the same size. */
function sheetOf([count = 1, channels = 1, height = 1, width = 1]: readonly number[]) {
  const zoomFor = (across: number) =>
    Math.min(ROOM / (across * (width + 1) - 1), HEIGHT / ((count / across) * channels * (height + 1) - 1));
  const choices = Array.from({ length: count }, (_, i) => count - i).filter((across) => count % across === 0);
  const across = choices.reduce((best, other) =>
    Math.floor(zoomFor(other)) > Math.floor(zoomFor(best)) ? other : best,
  );
  return { across, zoom: Math.max(1, Math.floor(zoomFor(across))) };
}
