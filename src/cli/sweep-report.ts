/** @file What a sweep's events look like outside: lines for people, or JSON lines. Not here: the run's own (report.ts). */
import { describeReport } from "../core/errors.ts";
import { nameOf } from "../sweep/plan.ts";
import type { SweepEvent } from "../sweep/runner.ts";
import type { CellResult, Estimate, RunResult, SweepResult } from "../sweep/sweep.ts";
import { scheduleOf } from "../train/schedule.ts";
import { type Output, StatusLine } from "./status-line.ts";
import { bar, duration, percent, table } from "./words.ts";

export type SweepReport = (event: SweepEvent) => void;

/** Of what happens within a run, its epochs only. */
export function jsonSweepReport(write: (text: string) => void): SweepReport {
  return (event) => {
    if (event.kind !== "progress") return write(`${JSON.stringify(event)}\n`);
    const { run, leftMs } = event;
    if (event.event.kind === "epoch")
      write(`${JSON.stringify({ kind: "epoch", key: run.key, ...event.event.row, leftMs })}\n`);
  };
}

export function textSweepReport(output: Output): SweepReport {
  const line = new StatusLine(output);
  let at = { place: 0, planned: 1 };
  let accuracy: number | null = null;
  return (event) => {
    switch (event.kind) {
      case "plan":
        return line.print(`${event.planned} runs${event.kept > 0 ? `, ${event.kept} of them done already` : ""}`);
      case "run":
        at = event;
        accuracy = null;
        return;
      case "progress": {
        const { run, event: inner, leftMs } = event;
        if (inner.kind === "epoch") accuracy = inner.row.validationAccuracy;
        if (inner.kind !== "update") return;
        const share = (inner.row.update + 1) / scheduleOf(run.config).updateCount;
        return line.show(
          [
            `${bar((at.place - 1 + share) / at.planned, 20)} run ${at.place}/${at.planned}`,
            nameOf(run),
            `epoch ${inner.row.epoch + 1}/${run.config.epochs}`,
            `validation ${percent(accuracy)}`,
            `${leftMs === null ? "–" : duration(leftMs)} left`,
          ].join("  "),
        );
      }
      case "result":
        return line.print(`run ${event.place}/${at.planned}  ${nameOf(event.run)}: ${outcomeOf(event.result)}`);
      default:
        return event satisfies never;
    }
  };
}

function outcomeOf({ outcome, reason, epochs, testAccuracy, wallSeconds }: RunResult): string {
  if (reason) return `${outcome}, ${describeReport(reason)}`;
  const final = percent(epochs.at(-1)?.accuracy ?? null);
  return `validation ${final}, test ${percent(testAccuracy)}, ${duration(wallSeconds * 1000)}`;
}

/** What the sweep says, one line per cell that has runs. */
export function sweepText({ sweep, target, baseline, cells, facts, doneRuns, plannedRuns }: SweepResult): string {
  const axes = sweep.axes.map(({ name }) => name);
  const head = [...axes, "runs", "validation accuracy", "best", "epochs to target", "updates"];
  const row = (names: readonly string[], cell: CellResult) => [
    ...names,
    String(cell.runs.length),
    range(cell.finalAccuracy, percent),
    range(cell.bestAccuracy, percent),
    ...(target ? [arrival(cell, cell.toTarget.epochs), arrival(cell, cell.toTarget.updates)] : ["–", "–"]),
  ];
  const shown = cells.filter(({ runs }) => runs.length > 0);
  const rows = shown.map((cell) =>
    row(
      axes.map((axis) => cell.coordinates[axis]!),
      cell,
    ),
  );
  if (baseline && baseline.runs.length > 0) rows.unshift(row(["baseline", ...axes.slice(1).map(() => "")], baseline));
  const reach = target
    ? `target: ${percent(target.accuracy)}, the baseline's ${percent(target.baselineAccuracy)} minus ${percent(target.tolerance)}\n`
    : "";
  const overlap = facts.overlap
    ? `data: of ${facts.overlap.compared} images compared, ${facts.overlap.shared} are in more than one split\n`
    : "";
  return `${sweep.title}\n${table([head, ...rows])}${reach}${overlap}${doneRuns} of ${plannedRuns} runs done, ${duration(facts.wallSeconds * 1000)} in all\n`;
}

/** Mean, and half the width of its interval where there is one. */
function range(value: Estimate | null, words: (value: number) => string): string {
  if (!value) return "–";
  return value.high === null ? words(value.mean) : `${words(value.mean)} ± ${words(value.high - value.mean)}`;
}

function arrival({ toTarget }: CellResult, value: Estimate | null): string {
  return value ? range(value, (number) => number.toPrecision(3)) : `never (${toTarget.reached} of ${toTarget.of})`;
}
