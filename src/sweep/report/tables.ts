/**
 * @file The tables of a report as data: the paper's form (a row for each series, a column for each n, the paper's number in
 * each cell), and a list of all cells. Not here: markup (markup.ts) and files for other programs (csv.ts).
 */
import type { CellResult, SweepResult } from "../sweep.ts";
import { type Grid, gridOf, hasRuns, settingsOf } from "./grid.ts";
import { accuracyText, countText, halfText } from "./numbers.ts";
import { paperNumber } from "./paper.ts";

export interface TableCell {
  readonly ours: string;
  /** Half of the 95% interval. */
  readonly half: string;
  /** What the paper has in this place. */
  readonly paper: string;
  /** What a reader must know of it: diverged, failed or missing runs. */
  readonly note: string;
  readonly isBest: boolean;
}

export interface ResultTable {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** Over the row heads, then over each column. */
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly head: string; readonly cells: readonly TableCell[] }[];
}

interface Measure {
  readonly title: string;
  /** Of a cell that has results. */
  readonly read: (cell: CellResult) => { readonly ours: string; readonly half: string; readonly value: number };
  readonly paper: (cell: CellResult) => string;
  /** 1: the largest is best; -1: the smallest. */
  readonly sense: 1 | -1;
}

export function tablesOf(result: SweepResult): ResultTable[] {
  const grid = gridOf(result);
  const measures = [accuracyMeasure(grid), ...(result.target ? [updatesMeasure(grid)] : [])];
  const pivots = grid.nAxis ? measures.map((measure, i) => pivot(grid, measure, i)) : [];
  return result.sweep.preset ? pivots : [...pivots, allCells(grid)];
}

const NUMBERS = { table1: "Table 1", table2: "Table 2", table3: "Table 3", figure4: "Figure 4, as a table" } as const;

function pivot(grid: Grid, measure: Measure, index: number): ResultTable {
  const { preset } = grid.result.sweep;
  const best = grid.ns.map((n) => bestAt(grid, n, measure));
  return {
    id: `${preset ?? "grid"}-${index === 0 ? "accuracy" : "updates"}`,
    title: preset ? `${NUMBERS[preset]}: ${measure.title}` : capital(measure.title),
    caption: `Mean over seeds ± half of its 95% interval. Bold: the best mean of its column.${paperWords(grid, measure)}`,
    corner: grid.otherAxes.map(({ name }) => name).join(" · "),
    columns: grid.ns.map((n) => `n = ${n}`),
    rows: grid.series.map(({ title, cells }) => ({
      head: title,
      cells: grid.ns.map((n, i) =>
        tableCell(
          cells.find((cell) => cell.n === n),
          measure,
          best[i]!,
        ),
      ),
    })),
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function paperWords({ result }: Grid, measure: Measure): string {
  return result.cells.some((cell) => measure.paper(cell)) ? " In italics: the paper's number." : "";
}

function bestAt({ result }: Grid, n: number, { read, sense }: Measure): number {
  const values = result.cells.filter((cell) => cell.n === n && hasRuns(cell)).map((cell) => read(cell).value);
  // A single value is not the best of anything.
  return values.length < 2 ? Number.NaN : sense * Math.max(...values.map((value) => sense * value));
}

function tableCell(cell: CellResult | undefined, measure: Measure, best: number): TableCell {
  if (!cell) return { ours: "–", half: "", paper: "", note: "not in the grid", isBest: false };
  const paper = measure.paper(cell);
  const note = noteOf(cell);
  if (!hasRuns(cell)) return { ours: "–", half: note ? "" : "not run yet", paper, note, isBest: false };
  const { ours, half, value } = measure.read(cell);
  return { ours, half, paper, note, isBest: value === best && Number.isFinite(value) };
}

function noteOf({ runs }: CellResult): string {
  const count = (outcome: string) => runs.filter((run) => run.outcome === outcome).length;
  const words = (["diverged", "failed"] as const).flatMap((outcome) =>
    count(outcome) > 0 ? `${outcome} ${count(outcome)} of ${runs.length}` : [],
  );
  return words.join(", ");
}

function accuracyMeasure({ result: { sweep } }: Grid): Measure {
  return {
    title: "final validation accuracy",
    sense: 1,
    read: ({ finalAccuracy }) => ({
      ours: accuracyText(finalAccuracy!.mean),
      half: halfText(finalAccuracy!, accuracyText),
      value: finalAccuracy!.mean,
    }),
    paper: (cell) => {
      const number = paperNumber(sweep.preset, settingsOf(sweep, cell));
      return number ? accuracyText(number.accuracy) : "";
    },
  };
}

function updatesMeasure({ result: { sweep } }: Grid): Measure {
  return {
    title: "updates to the target",
    sense: -1,
    read: ({ toTarget: { updates, reached, of } }) => {
      const some = reached > 0 && reached < of ? `${reached} of ${of} reached it` : "";
      if (!updates) return { ours: "never", half: some, value: Number.POSITIVE_INFINITY };
      return { ours: countText(updates.mean), half: some || halfText(updates, countText), value: updates.mean };
    },
    paper: (cell) => {
      const updates = paperNumber(sweep.preset, settingsOf(sweep, cell))?.updates;
      return updates === undefined ? "" : updates === null ? "never" : countText(updates);
    },
  };
}

function allCells(grid: Grid): ResultTable {
  const { result } = grid;
  const plain = (ours: string, half = "", note = ""): TableCell => ({ ours, half, paper: "", note, isBest: false });
  const updates = updatesMeasure(grid);
  return {
    id: "cells",
    title: "All cells",
    caption: "Accuracies are means over seeds ± half of their 95% intervals.",
    corner: "cell",
    columns: ["n", "runs", "final", "best", "test", ...(result.target ? ["updates to target"] : [])],
    rows: result.cells.map((cell) => {
      const head = result.sweep.axes.map(({ name }) => `${name} ${cell.coordinates[name]}`).join(", ");
      const accuracies = [cell.finalAccuracy, cell.bestAccuracy, cell.testAccuracy].map((value) =>
        value ? plain(accuracyText(value.mean), halfText(value, accuracyText)) : plain("–"),
      );
      const target = hasRuns(cell) ? updates.read(cell) : { ours: "–", half: "" };
      const cells = [plain(String(cell.n)), plain(String(cell.runs.length), "", noteOf(cell)), ...accuracies];
      return { head, cells: result.target ? [...cells, plain(target.ours, target.half)] : cells };
    }),
  };
}
