/** @file Where the time of an update goes, as a picture for its files: a bar per worker, and one for the coordinator. */
import { chartInk } from "../../core/palette.ts";
import { type TypicalUpdate, totalMs } from "../../train/cost-summary.ts";
import { words } from "../charts/export/marks.ts";
import type { DrawnPicture } from "../charts/export/picture.ts";
import { runWords } from "../charts/export/picture-parts.ts";
import type { RunPlan } from "../charts/run-plan.ts";
import { formatCount, formatMs } from "../format.ts";
import type { Theme } from "../theme.ts";
import { inOrder } from "./cost-look.ts";
import { type PartBar, partBars } from "./part-bars.ts";

export function costPicture(plan: RunPlan, { workers, coordinator, count }: TypicalUpdate, theme: Theme): DrawnPicture {
  const ink = chartInk[theme];
  const rows = [
    ...workers.map((parts, rank) => ({ name: `worker ${rank}`, parts })),
    { name: "coordinator", parts: coordinator },
  ];
  const longest = Math.max(...rows.map(({ parts }) => totalMs(parts)));
  const bars = rows.map(({ name, parts }): PartBar => {
    const busyMs = totalMs(parts.filter(({ cost }) => cost !== "wait"));
    let fromMs = 0;
    const pieces = inOrder(parts).map(({ cost, ms }) => {
      const piece = { part: cost, fromMs, ms };
      fromMs += ms;
      return piece;
    });
    return { name, facts: `busy ${formatMs(busyMs)} ms`, pieces };
  });
  const { marks, bottom, keys, across } = partBars(bars, longest, theme);
  const end = words(`${formatMs(longest)} ms`, { x: across(longest), y: bottom + 18, anchor: "end", colour: ink.soft });
  return {
    form: "drawn",
    ink,
    title: "Where the time goes",
    subtitle: `${runWords(plan)} · ${count === 1 ? "one update" : `average of ${formatCount(count)} updates`}`,
    body: { marks: [...marks, end], bottom: bottom + 22 },
    keys,
    table: {
      header: ["worker", "phase", "ms"],
      rows: () =>
        [...workers.map((parts, rank) => [`${rank}`, parts] as const), ["coordinator", coordinator] as const].flatMap(
          ([who, parts]) => parts.map(({ cost, ms }) => [who, cost, ms]),
        ),
    },
  };
}
