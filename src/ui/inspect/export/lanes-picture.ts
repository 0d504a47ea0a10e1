/** @file The workers' lanes as a picture for its files: the parts of some updates, as long as they took. */
import { type ChartInk, chartInk } from "../../../core/palette.ts";
import type { RunStore } from "../../../session/run-store.ts";
import { COORDINATOR_COSTS, WORKER_COSTS } from "../../../train/costs.ts";
import type { Cell } from "../../../train/export/csv.ts";
import { filled, MARGIN, type Mark, round, rule, TOP, WIDTH, words } from "../../charts/export/marks.ts";
import type { DrawnPicture, PictureKey } from "../../charts/export/picture.ts";
import { runWords } from "../../charts/export/picture-parts.ts";
import type { RunPlan } from "../../charts/run-plan.ts";
import { formatCount, formatMs } from "../../format.ts";
import { costColour } from "../../panels/cost-look.ts";
import type { Theme } from "../../theme.ts";
import { type LanePart, nameOf, type Timeline } from "../timeline.ts";

export interface LanesSource {
  readonly plan: RunPlan;
  readonly store: RunStore;
  readonly theme: Theme;
  readonly timeline: Timeline;
  /** Speed and agreement, in words, by rank. */
  readonly facts: readonly string[];
}

const [LANE, NARROW_LANE, MOST_WIDE] = [30, 18, 12];
const LEFT = 300;
const RIGHT = WIDTH - MARGIN;

export function lanesPicture({ plan, store, theme, timeline, facts }: LanesSource): DrawnPicture {
  const ink = chartInk[theme];
  const { updates, workers, coordinator, totalMs } = timeline;
  const lane = workers.length > MOST_WIDE ? NARROW_LANE : LANE;
  const rows = [
    ...workers.map((pieces, rank) => ({ name: `worker ${rank}`, facts: facts[rank] ?? "", pieces })),
    { name: "coordinator", facts: "", pieces: coordinator },
  ];
  const across = (ms: number) => round(LEFT + (ms / totalMs) * (RIGHT - LEFT));
  const look = (part: LanePart) => lookOf(part, theme, ink);
  const parts = new Set<LanePart>();
  const bottom = TOP - 16 + rows.length * lane;
  const marks = rows.flatMap(({ name, facts: said, pieces }, i): Mark[] => {
    const top = TOP - 16 + i * lane;
    const y = top + lane / 2 + 4;
    const paths = new Map<LanePart, string>();
    for (const { part, fromMs, ms } of pieces) {
      const [left, right] = [across(fromMs), across(fromMs + ms)];
      if (right > left) paths.set(part, `${paths.get(part) ?? ""}M${left} ${top + 3}H${right}v${lane - 6}H${left}z`);
    }
    for (const part of paths.keys()) parts.add(part);
    return [
      words(name, { x: MARGIN, y, colour: ink.ink }),
      words(said, { x: LEFT - 14, y, anchor: "end", colour: ink.soft }),
      ...[...paths].map(([part, d]) => filled(d, look(part).colour, look(part).opacity)),
    ];
  });
  const starts = updates.slice(1).map(({ fromMs }) => `M${across(fromMs)} ${TOP - 16}V${bottom}`);
  const names = updates.map(({ update, fromMs, ms }) => {
    const text = updates.length === 1 ? `update ${formatCount(update)}, ${formatMs(ms)} ms` : formatCount(update);
    return words(text, { x: across(fromMs + ms / 2), y: bottom + 18, anchor: "middle", colour: ink.soft });
  });
  const [first, last] = [updates[0]!.update, updates.at(-1)!.update].map(formatCount);
  const keys = [...parts].map((part): PictureKey => ({ name: nameOf(part), width: 10, dash: [], ...look(part) }));
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

function lookOf(part: LanePart, theme: Theme, { soft }: ChartInk): { colour: string; opacity?: number } {
  if (part === "wait") return { colour: soft, opacity: 0.16 };
  return part === "work" ? { colour: soft, opacity: 0.4 } : { colour: costColour(part, theme) };
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
