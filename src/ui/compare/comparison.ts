/**
 * @file What several runs say beside each other: where their configurations differ, what each came to, how far along it
 * is by updates, epochs, images or seconds. Pure: plain data in, plain data out.
 */

import { canonicalJson } from "../../core/canonical.ts";
import type { RunStore } from "../../session/run-store.ts";
import { type RunConfig, runConfigKeys } from "../../train/config.ts";
import { scheduleOf } from "../../train/schedule.ts";
import type { ShownRun } from "./shown-run.ts";

export const xAxes = ["updates", "epochs", "images", "seconds"] as const;
export type XAxis = (typeof xAxes)[number];

/** Along the axis, where an update began: as in the Train view (charts/x-axis.ts). */
function distance({ config, store }: Pick<ShownRun, "config" | "store">, axis: XAxis, update: number): number {
  const { totalBatch, updatesPerEpoch } = scheduleOf(config);
  switch (axis) {
    case "updates":
      return update;
    case "epochs":
      return update / updatesPerEpoch;
    case "images":
      return update * totalBatch;
    case "seconds":
      return update === 0 ? 0 : store!.column("elapsedMs")[update - 1]! / 1000;
    default:
      return axis satisfies never;
  }
}

/** One number per update: where its numbers stand on the axis. */
export function updatePlaces(run: ShownRun, axis: XAxis): Float64Array {
  return Float64Array.from({ length: run.store?.updateCount ?? 0 }, (_, t) => distance(run, axis, t));
}

/** One number per validation: that of the update before it. */
export function epochPlaces(run: ShownRun, axis: XAxis): Float64Array {
  return Float64Array.from(run.store?.epochs ?? [], ({ update }) => distance(run, axis, update - 1));
}

export interface Difference {
  readonly field: string;
  /** By run. */
  readonly values: readonly string[];
}

const words = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value);
  if ("name" in value && typeof value.name === "string") return value.name;
  return "id" in value && typeof value.id === "string" ? value.id : canonicalJson(value).slice(0, 60);
};

/** Only fields in which at least two runs differ, n and B among them where they do. */
export function differences(configs: readonly RunConfig[]): Difference[] {
  const derived = configs.map(scheduleOf);
  const rows = [
    ...runConfigKeys.map((key) => ({ field: key as string, raw: configs.map((config) => config[key]) })),
    { field: "n = workers × local", raw: derived.map(({ n }) => n) },
    { field: "images per update", raw: derived.map(({ totalBatch }) => totalBatch) },
    { field: "updates in all", raw: derived.map(({ updateCount }) => updateCount) },
  ];
  return rows
    .filter(({ raw }) => new Set(raw.map(canonicalJson)).size > 1)
    .map(({ field, raw }) => ({ field, values: raw.map(words) }));
}

export interface Result {
  readonly finalAccuracy: number | null;
  readonly bestAccuracy: number | null;
  readonly testAccuracy: number | null;
  /** Updates until a validation first reached the target; null where none did. */
  readonly updatesToTarget: number | null;
  readonly updates: number;
  /** Of training alone. */
  readonly seconds: number | null;
}

export function resultOf({ store, summary }: ShownRun, target: number): Result {
  const epochs = store?.epochs ?? [];
  const accuracies = epochs.map(({ validationAccuracy }) => validationAccuracy);
  const updates = store?.updateCount ?? 0;
  return {
    finalAccuracy: accuracies.at(-1) ?? null,
    bestAccuracy: accuracies.length > 0 ? Math.max(...accuracies) : null,
    testAccuracy: summary?.testAccuracy ?? null,
    updatesToTarget: updatesTo(store, target),
    updates,
    seconds: updates > 0 ? store!.column("elapsedMs")[updates - 1]! / 1000 : null,
  };
}

function updatesTo(store: RunStore | undefined, target: number): number | null {
  return store?.epochs.find(({ validationAccuracy }) => validationAccuracy >= target)?.update ?? null;
}

/** Layers by name that at least one of the runs has, in data order of the first that has them. */
export function layerNames(runs: readonly ShownRun[]): string[] {
  return [...new Set(runs.flatMap(({ layers }) => layers.map(({ name }) => name)))];
}
