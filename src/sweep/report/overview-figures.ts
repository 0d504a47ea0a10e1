/** @file The whole sweep at a glance, against n: updates to the target, and final accuracy; a line for each series. */
import type { Figure } from "./figure.ts";
import { type Grid, hasRuns } from "./grid.ts";
import type { Line, LineAxis, LinePanel, Point } from "./line-panel.ts";
import { padded, seriesStyles } from "./line-styles.ts";
import { accuracyText, countText } from "./numbers.ts";

const SIZE = { width: 420, height: 300 } as const;

const nAxis = (ns: readonly number[]): LineAxis => ({
  name: "n, micro-batches per update",
  log: true,
  domain: [ns[0]!, ns.at(-1)!],
  format: String,
  ticks: ns,
});

function linesOf(
  grid: Grid,
  pointOf: (cell: Grid["series"][number]["cells"][number]) => Omit<Point, "x">,
  say: (y: number) => string,
): Line[] {
  const styles = seriesStyles(grid);
  return grid.series.map(({ title, cells, settings }, i) => {
    const points = cells.filter(hasRuns).map((cell) => ({ x: cell.n, ...pointOf(cell) }));
    const spoken = points.map(({ x, y }) => `${y === null ? "never" : say(y)} at n = ${x}`).join(", ");
    const isLena = settings.rule === "lena" && grid.series.some((other) => other.settings.rule !== "lena");
    return {
      label: title,
      spoken: `${title}: ${spoken || "no runs"}`,
      ...styles[i]!,
      width: isLena ? 2.4 : 1.6,
      points,
    };
  });
}

export function updatesOverview(grid: Grid): Figure {
  const lines = linesOf(
    grid,
    ({ toTarget: { updates } }) => ({
      y: updates?.mean ?? null,
      low: updates?.low ?? null,
      high: updates?.high ?? null,
    }),
    (y) => `${countText(y)} updates`,
  );
  const points = lines.flatMap((item) => item.points);
  const known = points.flatMap(({ y }) => (y === null ? [] : y));
  const domain: [number, number] = known.length ? [Math.min(...known) * 0.8, Math.max(...known) * 1.25] : [1, 10];
  const panel: LinePanel = {
    kind: "lines",
    title: "Updates to the target",
    subtitle: "both axes logarithmic",
    ...SIZE,
    x: nAxis(grid.ns),
    y: { name: "updates", log: true, domain, format: countText, ticks: known.length > 0 ? undefined : [] },
    lines,
    hasNever: points.some(({ y }) => y === null),
  };
  return {
    id: "updates-to-target",
    title: "Updates until the target accuracy, against n",
    caption:
      "A straight line down means that n times the images per update need n times fewer updates. Hollow marks on top: at least half of the runs never reached the target.",
    panels: [panel],
  };
}

export function accuracyOverview(grid: Grid): Figure {
  const lines = linesOf(
    grid,
    ({ finalAccuracy }) => ({ y: finalAccuracy!.mean, low: finalAccuracy!.low, high: finalAccuracy!.high }),
    (y) => accuracyText(y),
  );
  const target = grid.result.target?.accuracy;
  const values = lines.flatMap((item) => item.points.flatMap(({ y }) => y ?? []));
  const domain = padded(target === undefined ? values : [...values, target], 0, 1);
  const panel: LinePanel = {
    kind: "lines",
    title: "Final validation accuracy",
    subtitle: "",
    ...SIZE,
    x: nAxis(grid.ns),
    y: { name: "accuracy", log: false, domain, format: (value) => String(Number(value.toFixed(3))) },
    lines,
    target,
    hasNever: false,
  };
  return {
    id: "accuracy-by-n",
    title: "Final validation accuracy, against n",
    caption: "Mean over seeds with its 95% interval. A diverged run counts with the accuracy of chance.",
    panels: [panel],
  };
}
