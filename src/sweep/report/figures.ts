/** @file Which figures a sweep has, and what is in them. Not here: how a panel is drawn (line-panel.ts, bar-panel.ts). */
import type { CellResult, SweepResult } from "../sweep.ts";
import { accuracyFigure, figure4 } from "./accuracy-figures.ts";
import type { Figure } from "./figure.ts";
import { figure3, figure7 } from "./gain-figures.ts";
import { gridOf, hasRuns } from "./grid.ts";
import { accuracyOverview, updatesOverview } from "./overview-figures.ts";

/** Only figures with something in them. */
export function figuresOf(result: SweepResult): Figure[] {
  const grid = gridOf(result);
  if (!result.cells.some(hasRuns)) return [];
  const curves = result.sweep.preset === "figure4" ? figure4(grid) : accuracyFigure(grid);
  const gained = (cell: CellResult) => cell.runs.some(({ modelGains }) => modelGains.length > 0);
  const overviews: Figure[] = [];
  if (grid.ns.length > 1) {
    if (result.target) overviews.push(updatesOverview(grid));
    overviews.push(accuracyOverview(grid));
  }
  return [...overviews, curves, ...optional(figure3(grid, gained)), ...optional(figure7(grid))];
}

const optional = (figure: Figure | null) => (figure ? [figure] : []);
