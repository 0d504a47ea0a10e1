/** @file What is said at the end of a run: what it reached, and each layer's warm-up and last rate. */
import type { LayerInfo } from "../nn/layer-info.ts";
import type { LayerRows, RunSummary } from "../train/events.ts";
import { duration, percent, table } from "./words.ts";

/** The numbers of a run. A run store is one. */
export interface RunNumbers {
  readonly layers: readonly LayerInfo[];
  readonly updateCount: number;
  layerColumn(metric: keyof LayerRows, k: number): ArrayLike<number>;
}

export function resultText(summary: RunSummary, numbers: RunNumbers): string {
  const last = (metric: keyof LayerRows, k: number) =>
    numbers.layerColumn(metric, k)[numbers.updateCount - 1]?.toPrecision(4) ?? "–";
  const rows = numbers.layers.map(({ name }, k) => {
    const end = summary.warmupEnd[name];
    const warmup = end ? `update ${end.update}, epoch ${end.epoch + 1}` : "not reached";
    return [name, warmup, last("gain", k), last("rate", k)];
  });
  const facts = [
    `validation accuracy ${percent(summary.finalValidationAccuracy)} (best ${percent(summary.bestValidationAccuracy)})`,
    `test accuracy ${percent(summary.testAccuracy)}`,
    `${summary.updates} updates in ${duration(summary.wallMs)}`,
  ];
  return `${table([["layer", "warm-up ended", "last gain", "last rate"], ...rows])}\n${summary.outcome}: ${facts.join(", ")}\n`;
}
