/** @file What is said of time at the end of a run: a typical update by part, the slowest kernels, one worker beside all. */
import {
  averageOf,
  type CostNumbers,
  costName,
  type Part,
  speedUp,
  totalMs,
  typicalUpdate,
} from "../train/cost-summary.ts";
import { type CoordinatorCost, kernelRate, type WorkerCost } from "../train/costs.ts";
import { percent, table } from "./words.ts";

const KERNELS_SHOWN = 5;

/** Empty where nothing was measured. */
export function costText(numbers: CostNumbers): string {
  const parts = [partsText(numbers), kernelsText(numbers), speedText(numbers)].filter(Boolean);
  return parts.map((part) => `${part}\n`).join("");
}

function partsText(numbers: CostNumbers): string {
  const typical = typicalUpdate(numbers);
  if (!typical) return "";
  const rows = (who: string, parts: readonly Part<WorkerCost | CoordinatorCost>[]) =>
    parts.map(({ cost, ms }) => [`${who} ${costName(cost)}`, ms.toFixed(1), percent(ms / totalMs(parts))]);
  const clock = numbers.timeSource === "device" ? "timestamps of the device" : "wall time";
  return table([
    [`time of an update, by ${clock}`, "ms", "share"],
    ...rows("worker", averageOf(typical.workers)),
    ...rows("coordinator", typical.coordinator),
  ]);
}

function kernelsText({ kernels }: CostNumbers): string {
  if (kernels.length === 0) return "";
  const whole = totalMs(kernels);
  const slowest = [...kernels].sort((a, b) => b.ms - a.ms).slice(0, KERNELS_SHOWN);
  return table([
    ["slowest kernels of a micro-batch", "layer", "ms", "share", "GFLOP/s"],
    ...slowest.map((cost) => [
      cost.kernel,
      cost.layer || "–",
      (cost.ms / cost.runs).toFixed(2),
      percent(cost.ms / whole),
      kernelRate(cost)?.toPrecision(3) ?? "–",
    ]),
  ]);
}

function speedText(numbers: CostNumbers): string {
  const found = speedUp(numbers);
  if (!found) return "";
  const { imagesPerSecond, oneWorker } = found;
  const ratio = (imagesPerSecond / oneWorker).toFixed(2);
  const [all, one] = [Math.round(imagesPerSecond), Math.round(oneWorker)];
  return `${numbers.workers} workers: ${all} images/s; one worker alone: ${one} images/s; ratio ${ratio}\n`;
}
