/** @file What LENA measured and did: the gain of every layer (the paper's Figure 3), and when warm-ups ended (Figure 7). */
import { roleDash } from "../../core/palette.ts";
import type { CellResult } from "../sweep.ts";
import type { BarPanel } from "./bar-panel.ts";
import { gainCurve, warmupEnds } from "./curves.ts";
import type { Figure } from "./figure.ts";
import { batchOf, type Grid, hasRuns, type Series } from "./grid.ts";
import type { Line, LinePanel } from "./line-panel.ts";
import { epochAxis, pointsOf, rowStyle } from "./line-styles.ts";
import { countText } from "./numbers.ts";
import { rowSwatch } from "./swatches.ts";

const DEFAULT_ALPHA = 0.05;

/** LENA as the paper runs it, or what is nearest to it. */
export function lenaSeries({ series }: Grid): Series | undefined {
  const distance = ({ settings: { warmup, alpha, share } }: Series) =>
    (warmup === "state-aware" ? 0 : 10) + (1 - share) + Math.abs(alpha - DEFAULT_ALPHA);
  return series
    .filter(({ settings, cells }) => settings.rule === "lena" && cells.some(hasRuns))
    .toSorted((a, b) => distance(a) - distance(b))[0];
}

const heading = (cell: CellResult) => {
  const batch = batchOf(cell);
  return { title: `n = ${cell.n}`, subtitle: batch === undefined ? "" : `B = ${countText(batch)}` };
};

export function figure3(grid: Grid, hasGains: (cell: CellResult) => boolean): Figure | null {
  const source = lenaSeries(grid) ?? grid.series.find(({ cells }) => cells.some(hasGains));
  const cells = source?.cells.filter(hasGains) ?? [];
  if (!source || cells.length === 0) return null;
  const sheets = cells.map((cell) => ({ cell, lines: gainLines(cell) }));
  const points = sheets.flatMap(({ lines }) => lines.flatMap((item) => item.points));
  const last = Math.max(...points.map(({ x }) => x));
  const top = Math.max(2, ...cells.map(({ n }) => n));
  return {
    id: "figure3",
    title: "Gain of every layer, by epoch",
    caption: `In the form of the paper's Figure 3, for ${source.title}. Colour goes from violet at the input to yellow at the output; weights are solid, biases dashed, scales of batch norm dotted, its shifts dash-dotted. The thick line with its band is the gain of the whole model. The largest and the smallest at the end are named.`,
    panels: sheets.map(
      ({ cell, lines }): LinePanel => ({
        kind: "lines",
        ...heading(cell),
        width: 340,
        height: 236,
        x: epochAxis(last),
        y: { name: "gain", log: true, domain: [1, top], format: String },
        lines,
        hasNever: false,
      }),
    ),
  };
}

function gainLines(cell: CellResult): Line[] {
  const layers = cell.runs.find(({ gains }) => gains.length > 0)!.layers;
  const curves = layers.map((_, k) => gainCurve(cell, k));
  const ends = curves.map((curve) => curve.at(-1)?.mean ?? Number.NaN);
  const named = new Set([ends.indexOf(Math.max(...ends)), ends.indexOf(Math.min(...ends))]);
  const lines = layers.map(({ name, role }, k): Line => {
    const dash = roleDash[role as keyof typeof roleDash] ?? [];
    const isNamed = named.has(k) && curves[k]!.length > 0;
    return {
      label: name,
      isUnnamed: !isNamed,
      spoken: isNamed ? `${name}: ${ends[k]!.toFixed(1)} at the end` : undefined,
      swatch: rowSwatch(k, layers.length),
      dash,
      width: 1.1,
      // Bands of a dozen layers would hide each other: only the whole model has one.
      points: pointsOf(curves[k]!).map((point) => ({ ...point, low: null, high: null })),
    };
  });
  const model = gainCurve(cell, "model");
  const spoken = `whole model: ${model.at(-1)!.mean.toFixed(1)} at the end`;
  return [...lines, { label: "whole model", spoken, swatch: "ink", dash: [], width: 2.6, points: pointsOf(model) }];
}

export function figure7(grid: Grid): Figure | null {
  const source = lenaSeries(grid);
  if (source?.settings.warmup !== "state-aware") return null;
  const sheets = source.cells.filter(hasRuns).map((cell) => ({ cell, ends: warmupEnds(cell) }));
  const most = Math.max(1, ...sheets.flatMap(({ ends }) => [...ends.counts, ends.never]));
  return {
    id: "figure7",
    title: "Layers that end their warm-up, by epoch",
    caption: `In the form of the paper's Figure 7, for ${source.title}. Mean over seeds; the bar on the right counts layers whose warm-up outlasted the run.`,
    panels: sheets.map(({ cell, ends: { counts, never } }): BarPanel => {
      const spoken = counts.flatMap((count, i) =>
        count > 0 ? `epoch ${i + 1}: ${Number(count.toFixed(1))} layers` : [],
      );
      return {
        kind: "bars",
        ...heading(cell),
        spoken: never > 0 ? [...spoken, `not ended: ${Number(never.toFixed(1))}`] : spoken,
        width: 340,
        height: 190,
        xName: "epoch",
        yName: "layers",
        swatch: rowStyle(grid.ns.indexOf(cell.n), grid.ns.length).swatch,
        counts,
        never,
        neverName: "not ended",
        most,
      };
    }),
  };
}
