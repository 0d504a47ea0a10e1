/** @file Validation accuracy against epochs: the paper's Figure 6 (a panel for each rule) and Figure 4 (a panel for each n). */
import type { CellResult, Estimate } from "../sweep.ts";
import { accuracyCurve } from "./curves.ts";
import type { Figure } from "./figure.ts";
import { batchOf, type Grid } from "./grid.ts";
import type { Line, LinePanel } from "./line-panel.ts";
import { epochAxis, type LineStyle, padded, pointsOf, rowStyle, seriesStyles } from "./line-styles.ts";
import { accuracyText, countText } from "./numbers.ts";

/** More panels than this say nothing: the rest is in the tables and in CSV. */
const MOST_PANELS = 24;

interface Sheet {
  readonly title: string;
  readonly subtitle: string;
  readonly lines: readonly { readonly label: string; readonly cell: CellResult; readonly style: LineStyle }[];
}

export function accuracyFigure(grid: Grid): Figure {
  const sheets = grid.nAxis
    ? grid.series.map(({ title, cells }): Sheet => {
        const lines = cells.map((cell) => ({
          label: `n = ${cell.n}`,
          cell,
          style: rowStyle(grid.ns.indexOf(cell.n), grid.ns.length),
        }));
        return { title, subtitle: "", lines };
      })
    : [{ title: grid.result.sweep.title, subtitle: "", lines: bySeries(grid, () => true) }];
  return {
    id: grid.result.sweep.preset ? "figure6" : "accuracy",
    title: "Validation accuracy against epochs",
    caption: `${form(grid, "Figure 6")}A panel for each choice, a line for each n; the band is the 95% interval over seeds${grid.result.target ? ", the dotted line the target" : ""}.`,
    panels: panelsOf(grid, sheets),
  };
}

export function figure4(grid: Grid): Figure {
  const sheets = grid.ns.map((n): Sheet => {
    const lines = bySeries(grid, (cell) => cell.n === n);
    const batch = lines.map(({ cell }) => batchOf(cell)).find((size) => size !== undefined);
    return { title: `n = ${n}`, subtitle: batch ? `B = ${countText(batch)}` : "", lines };
  });
  return {
    id: "figure4",
    title: "Accuracy with a rate of their own for some, half or all layers",
    caption: `${form(grid, "Figure 4")}A panel for each n, a line for each share of layers with their own rate; the others follow the gain of the whole model. The band is the 95% interval over seeds.`,
    panels: panelsOf(grid, sheets),
  };
}

const form = ({ result }: Grid, figure: string) =>
  result.sweep.preset ? `In the form of the paper's ${figure}. ` : "";

function bySeries(grid: Grid, fits: (cell: CellResult) => boolean) {
  const styles = seriesStyles(grid);
  return grid.series.flatMap(({ title, cells }, i) => {
    const cell = cells.find(fits);
    return cell ? [{ label: title, cell, style: styles[i]! }] : [];
  });
}

function panelsOf({ result }: Grid, sheets: readonly Sheet[]): LinePanel[] {
  const shown = sheets.slice(0, MOST_PANELS).map((sheet) => ({
    ...sheet,
    lines: sheet.lines
      .map((item) => ({ ...item, curve: accuracyCurve(item.cell) }))
      .filter(({ curve }) => curve.length),
  }));
  const curves = shown.flatMap(({ lines }) => lines.map(({ curve }) => curve));
  const last = Math.max(1, ...curves.map(({ length }) => length));
  const means = curves.flatMap((curve) => curve.map(({ mean }) => mean));
  const target = result.target?.accuracy;
  const domain = padded(target === undefined ? means : [...means, target], 0, 1);
  return shown.map(({ title, subtitle, lines }) => ({
    kind: "lines",
    title,
    subtitle,
    width: 340,
    height: 236,
    x: epochAxis(last),
    y: { name: "accuracy", log: false, domain, format: (value) => String(Number(value.toFixed(3))) },
    lines: lines.map(({ label, style, curve }) => lineOf(label, style, curve)),
    target,
    hasNever: false,
  }));
}

function lineOf(label: string, { swatch, dash }: LineStyle, curve: readonly Estimate[]): Line {
  const spoken = `${label}: ${accuracyText(curve.at(-1)!.mean)} after ${curve.length} epochs`;
  return { label, spoken, swatch, dash, width: 1.6, points: pointsOf(curve) };
}
