/** @file The numbers of a sweep as CSV, for other programs: every cell, and in long form every run, epoch, gain and warm-up. */
import type { CellResult, Estimate, RunResult, SweepResult } from "../sweep.ts";
import { settingsOf } from "./grid.ts";
import { paperNumber } from "./paper.ts";

type Value = string | number | null | undefined;

/** Quoted where it must be. A label that a spreadsheet would take for a formula is kept from being one. */
function written(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = /^[=+\-@\t\r]/.test(value) && !Number.isFinite(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csv = (header: readonly string[], rows: readonly (readonly Value[])[]) =>
  `${[header, ...rows].map((row) => row.map(written).join(",")).join("\n")}\n`;

const MEASURES = [
  "final_accuracy",
  "best_accuracy",
  "test_accuracy",
  "epochs_to_target",
  "updates_to_target",
  "images_to_target",
  "seconds_to_target",
];

function measuresOf({ finalAccuracy, bestAccuracy, testAccuracy, toTarget }: CellResult): Value[] {
  const { epochs, updates, images, seconds } = toTarget;
  const all: (Estimate | null)[] = [finalAccuracy, bestAccuracy, testAccuracy, epochs, updates, images, seconds];
  return all.flatMap((value) => [value?.mean, value?.low, value?.high]);
}

const outcomes = ["finished", "diverged", "failed"] as const;

/** By file name. */
export function csvFiles(result: SweepResult): Map<string, string> {
  const { sweep, cells, baseline } = result;
  const axes = sweep.axes.map(({ name }) => name);
  const place = (cell: CellResult) =>
    axes.map((name) => cell.coordinates[name] ?? (cell === baseline ? "baseline" : ""));
  const all = baseline ? [baseline, ...cells] : [...cells];
  const runs = all.flatMap((cell) => cell.runs.map((run) => ({ run, at: [run.key, ...place(cell), run.config.seed] })));
  const each = (rowsOf: (run: RunResult) => readonly (readonly Value[])[]) =>
    runs.flatMap(({ run, at }) => rowsOf(run).map((row) => [...at, ...row]));
  const head = ["run", ...axes, "seed"];
  const layerRows = (run: RunResult) =>
    run.gains.flatMap((row, epoch) => [
      [epoch + 1, "whole model", run.modelGains[epoch]],
      ...row.map((gain, k) => [epoch + 1, run.layers[k]!.name, gain]),
    ]);

  return new Map([
    [
      "cells.csv",
      csv(
        [
          ...axes,
          "n",
          "runs",
          ...outcomes,
          ...MEASURES.flatMap((name) => [name, `${name}_low`, `${name}_high`]),
          "reached_target",
          "paper_accuracy",
          "paper_updates",
        ],
        all.map((cell) => {
          const paper = cell === baseline ? null : paperNumber(sweep.preset, settingsOf(sweep, cell));
          const counts = outcomes.map((outcome) => cell.runs.filter((run) => run.outcome === outcome).length);
          return [
            ...place(cell),
            cell.n,
            cell.runs.length,
            ...counts,
            ...measuresOf(cell),
            cell.toTarget.reached,
            paper?.accuracy,
            paper?.updates,
          ];
        }),
      ),
    ],
    [
      "runs.csv",
      csv(
        [
          ...head,
          "n",
          "total_batch",
          "outcome",
          "reason",
          "updates",
          "wall_seconds",
          "final_accuracy",
          "test_accuracy",
          "adapter",
          "version",
        ],
        each((run) => [
          [
            run.n,
            run.totalBatch,
            run.outcome,
            run.reason && `${run.reason.where}: ${run.reason.found}`,
            run.updates,
            run.wallSeconds,
            run.epochs.at(-1)?.accuracy,
            run.testAccuracy,
            run.adapter,
            run.productVersion,
          ],
        ]),
      ),
    ],
    [
      "epochs.csv",
      csv(
        [...head, "epoch", "updates", "accuracy", "loss", "seconds"],
        each(({ epochs }) =>
          epochs.map(({ epoch, updates, accuracy, loss, seconds }) => [epoch + 1, updates, accuracy, loss, seconds]),
        ),
      ),
    ],
    ["gains.csv", csv([...head, "epoch", "layer", "gain"], each(layerRows))],
    [
      "warmups.csv",
      csv(
        [...head, "layer", "ended_in_epoch", "ended_at_update"],
        each(({ warmupEnd }) =>
          Object.entries(warmupEnd).map(([name, end]) => [name, end && end.epoch + 1, end?.update]),
        ),
      ),
    ],
  ]);
}
