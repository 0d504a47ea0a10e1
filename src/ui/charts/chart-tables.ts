/** @file The same numbers as the charts, as rows of text for the tables under them. */
import type { RunStore } from "../../session/run-store.ts";
import type { TableData } from "../controls/data-table.ts";
import { formatCount, formatNumber, formatShare } from "../format.ts";

const NEWEST = 12;

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

/** The newest updates, newest first. */
export function lossTable(store: RunStore | undefined): TableData {
  const columns = ["update", "epoch", "loss", "accuracy", "model gain", "validation"];
  const count = store?.updateCount ?? 0;
  if (!store || count === 0) return { caption: "No updates yet", columns, rows: [] };
  const validation = new Map(store.epochs.map((row) => [row.update - 1, row.validationAccuracy]));
  const rows = Array.from({ length: Math.min(NEWEST, count) }, (_, back) => {
    const at = count - 1 - back;
    return [
      formatCount(at),
      formatCount(store.column("epoch")[at]! + 1),
      formatNumber(store.column("loss")[at]),
      formatShare(store.column("accuracy")[at]),
      formatNumber(store.column("modelGain")[at]),
      formatShare(validation.get(at)),
    ];
  });
  return { caption: `The newest ${rows.length} updates`, columns, rows };
}
