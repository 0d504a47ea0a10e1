/** @file The numbers that a figure is drawn from, as one table of all its panels. */
import type { Figure } from "./figure.ts";

export interface FigureTable {
  readonly header: readonly string[];
  /** An empty cell: no number, as where a target was never reached. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A row for each point of each line, or for each bar. */
export function figureTable({ panels }: Figure): FigureTable {
  const [first] = panels;
  if (first?.kind === "bars") {
    const rows = panels.flatMap((panel) =>
      panel.kind === "bars"
        ? [...panel.counts.map((count, i) => [panel.title, i + 1, count]), [panel.title, panel.neverName, panel.never]]
        : [],
    );
    return { header: ["panel", first.xName, first.yName], rows };
  }
  const rows = panels.flatMap((panel) =>
    panel.kind === "lines"
      ? panel.lines.flatMap(({ label, points }) =>
          points.map(({ x, y, low, high }) => [panel.title, label, x, y ?? "", low ?? "", high ?? ""]),
        )
      : [],
  );
  // Of "n, micro-batches per update" the n.
  const [x, y] = [first?.x.name, first?.y.name].map((name = "") => name.split(",")[0]!);
  return { header: ["panel", "line", x!, y!, "low", "high"], rows };
}
