/** @file The workers' lanes as a picture for its files: the parts of some updates, as long as they took. */
import { chartInk } from "../../../core/palette.ts";
import type { RunStore } from "../../../session/run-store.ts";
import { COORDINATOR_COSTS, WORKER_COSTS } from "../../../train/costs.ts";
import type { Cell } from "../../../train/export/csv.ts";
import { rule, words } from "../../charts/export/marks.ts";
import type { DrawnPicture } from "../../charts/export/picture.ts";
import { runWords } from "../../charts/export/picture-parts.ts";
import type { RunPlan } from "../../charts/run-plan.ts";
import { formatCount, formatMs } from "../../format.ts";
import { partBars } from "../../panels/part-bars.ts";
import type { Theme } from "../../theme.ts";
import type { Timeline } from "../timeline.ts";

export interface LanesSource {
  readonly plan: RunPlan;
  readonly store: RunStore;
  readonly theme: Theme;
  readonly timeline: Timeline;
  /** Speed and agreement, in words, by rank. */
  readonly facts: readonly string[];
}

export function lanesPicture({ plan, store, theme, timeline, facts }: LanesSource): DrawnPicture {
  const ink = chartInk[theme];
  const { updates, workers, coordinator, totalMs } = timeline;
  const lanes = [
    ...workers.map((pieces, rank) => ({ name: `worker ${rank}`, facts: facts[rank] ?? "", pieces })),
    { name: "coordinator", facts: "", pieces: coordinator },
  ];
  const { marks, keys, top, bottom, across } = partBars(lanes, totalMs, theme);
  const starts = updates.slice(1).map(({ fromMs }) => `M${across(fromMs)} ${top}V${bottom}`);
  const names = updates.map(({ update, fromMs, ms }) => {
    const text = updates.length === 1 ? `update ${formatCount(update)}, ${formatMs(ms)} ms` : formatCount(update);
    return words(text, { x: across(fromMs + ms / 2), y: bottom + 18, anchor: "middle", colour: ink.soft });
  });
  const [first, last] = [updates[0]!.update, updates.at(-1)!.update].map(formatCount);
  return {
    form: "drawn",
    ink,
    title: "Workers, and where their time goes",
    subtitle: `${runWords(plan)} · ${first === last ? `update ${last}` : `updates ${first} to ${last}`}, ${formatMs(totalMs)} ms`,
    body: { marks: [...marks, { ...rule(starts.join(""), ink.panel), width: 3 }, ...names], bottom: bottom + 22 },
    keys,
    table: { header: ["worker", "phase", "ms", "update"], rows: () => laneRows(store, timeline) },
  };
}

/** As measured: on the page a part is cut where clocks of several threads do not agree. */
function* laneRows(store: RunStore, { updates, workers }: Timeline): Iterable<readonly Cell[]> {
  const cell = (ms: number | undefined): Cell => (ms === undefined || Number.isNaN(ms) ? "" : ms);
  const place = new Map(Array.from(store.column("update"), (update, t) => [update, t]));
  for (const { update } of updates) {
    const t = place.get(update)!;
    for (const rank of workers.keys()) {
      for (const cost of WORKER_COSTS) yield [rank, cost, cell(store.workerCost(cost, rank)[t]), update];
    }
    for (const cost of COORDINATOR_COSTS) yield ["coordinator", cost, cell(store.coordinatorCost(cost)[t]), update];
  }
}
