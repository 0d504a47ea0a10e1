/** @file The same numbers as the charts, as rows of text for the tables under them. */
import type { RunStore } from "../../session/run-store.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatNumber, formatShare } from "../format.ts";
import type { RunPlan } from "./run-plan.ts";

const ROWS = 12;

/** Every layer at one update. */
export function layerTable(store: RunStore | undefined, update: number | null): TableData {
  const columns = ["layer", "rate η", "gain G", "warm-up w", "state S", "a", "c"];
  if (!store?.updateCount) return { caption: "No updates yet", columns, rows: [] };
  const at = Math.min(update ?? store.updateCount - 1, store.updateCount - 1);
  const metrics = ["rate", "gain", "warmup", "state", "meanSquare", "squareMean"] as const;
  const rows = store.layers.map(({ name }, k) => [
    name,
    ...metrics.map((metric) => formatNumber(store.layerColumn(metric, k)[at])),
  ]);
  return { caption: `Every layer at update ${formatCount(at)}`, columns, rows };
}

/** What the network strip shows of every layer, at one update. */
export function networkTable(store: RunStore | undefined, { schedule }: RunPlan, update: number | null): TableData {
  const columns = ["layer", "rate η", "warm-up w", "state S", "of θ"];
  if (!store?.updateCount) return { caption: "No updates yet", columns, rows: [] };
  const at = Math.min(update ?? store.updateCount - 1, store.updateCount - 1);
  const rows = store.layers.map(({ name }, k) => {
    const [rate, warmup, state] = (["rate", "warmup", "state"] as const).map(
      (metric) => store.layerColumn(metric, k)[at],
    );
    return [name, formatNumber(rate), formatShare(warmup), formatNumber(state), formatNumber(schedule.threshold)];
  });
  return { caption: `Rate and warm-up of every layer at update ${formatCount(at)}`, columns, rows };
}

/** The updates around one, newest first; the newest of all where there is none. */
export function lossTable(store: RunStore | undefined, update: number | null): TableData {
  const columns = ["update", "epoch", "loss", "accuracy", "model gain", "validation"];
  const count = store?.updateCount ?? 0;
  if (!store || count === 0) return { caption: "No updates yet", columns, rows: [] };
  const validation = new Map(store.epochs.map((row) => [row.update - 1, row.validationAccuracy]));
  const newest = Math.min(count - 1, Math.max(ROWS - 1, (update ?? count) + ROWS / 2));
  const rows = Array.from({ length: Math.min(ROWS, count) }, (_, back) => {
    const at = newest - back;
    return [
      formatCount(at),
      formatCount(store.column("epoch")[at]! + 1),
      formatNumber(store.column("loss")[at]),
      formatShare(store.column("accuracy")[at]),
      formatNumber(store.column("modelGain")[at]),
      formatShare(validation.get(at)),
    ];
  });
  const [first, last] = [newest - rows.length + 1, newest].map(formatCount);
  const caption = update === null ? `The newest ${rows.length} updates` : `Updates ${first} to ${last}`;
  return { caption, columns, rows };
}
