/** @file What a benchmark run found, as data for a JSON file and as Markdown. */
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { scheduleOf } from "../src/train/schedule.ts";
import type { Ceilings } from "./ceilings.ts";
import type { KernelReport, KernelRow } from "./kernels.ts";
import type { LaneResult, TrialResult } from "./run-trial.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import type { Comparison } from "./workloads.ts";

/** Kernels below it share a row. */
const LEAST_SHARE = 0.01;

export interface Machine {
  readonly processor: string;
  readonly processorCount: number;
  /** Programs that wanted a processor, before the run and after it: what is above 0 before competes with it. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

export interface Report {
  /** By package name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: Machine;
  readonly rounds: number;
  readonly trials: readonly TrialReport[];
  readonly kernels: KernelReport | null;
}

interface LaneRate {
  readonly lane: string;
  readonly adapter: AdapterFacts;
  readonly rounds: number;
  readonly imagesPerSecond: Spread;
}

export interface TrialReport extends TrialResult {
  /** Floating-point operations of the matrix products for one image. */
  readonly operationsPerImage: number;
  readonly rates: readonly LaneRate[];
  /** Ratios, round by round. */
  readonly ratios: readonly { readonly comparison: Comparison; readonly ratio: Spread }[];
}

export function reportTrial(result: TrialResult, operationsPerImage: number): TrialReport {
  const { trial, lanes } = result;
  const timed = lanes.filter(({ lane }) => !lane.witness);
  const rates = timed.map((one) => ({
    lane: one.lane.name,
    adapter: one.adapter,
    rounds: one.roundMs.length,
    imagesPerSecond: spreadOf(one.roundMs.map((ms) => imagesPerSecond(one, ms))),
  }));
  const ratios = trial.comparisons.map((comparison) => ({ comparison, ratio: spreadOf(ratiosOf(lanes, comparison)) }));
  return { ...result, operationsPerImage, rates, ratios };
}

function imagesPerSecond({ lane }: LaneResult, ms: number): number {
  return (1000 * scheduleOf(lane.config).totalBatch) / ms;
}

/** Of each round in which both took part. */
function ratiosOf(lanes: readonly LaneResult[], { kind, of, to }: Comparison): number[] {
  const [one, other] = [of, to].map((name) => lanes.find(({ lane }) => lane.name === name)!) as [
    LaneResult,
    LaneResult,
  ];
  const shared = Math.min(one.roundMs.length, other.roundMs.length);
  return Array.from({ length: shared }, (_, round) => {
    const speed = imagesPerSecond(one, one.roundMs[round]!) / imagesPerSecond(other, other.roundMs[round]!);
    return kind === "speed" ? speed : 1 / speed - 1;
  });
}

export function markdown(report: Report): string {
  const { machine, versions, rounds, trials, kernels } = report;
  const load = `load ${machine.loadBefore.toFixed(1)} before, ${machine.loadAfter.toFixed(1)} after`;
  return [
    `${machine.processorCount} × ${machine.processor}, ${load}; ${rounds} rounds.`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    ...trials.flatMap((trial) => ["", ...trialLines(trial)]),
    ...(kernels ? ["", ...kernelLines(kernels)] : []),
    "",
  ].join("\n");
}

function trialLines({ trial, rates, ratios, operationsPerImage, lossDifference }: TrialReport): string[] {
  const rows = rates.map(({ lane, adapter, rounds, imagesPerSecond: { median, min, max } }) => {
    const noise = percent((max - min) / median);
    const gflops = operationsPerImage > 0 ? giga(median * operationsPerImage) : "–";
    return `| ${lane} | ${short(median)} | ${short(min)} | ${short(max)} | ${noise} | ${rounds} | ${gflops} | ${device(adapter)} |`;
  });
  const lines = ratios.map(({ comparison: { kind, of, to }, ratio: { median, min, max } }) =>
    kind === "speed"
      ? `- ${of} / ${to}: ${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`
      : `- ${of} takes longer than ${to} by ${percent(median)} (${percent(min)} to ${percent(max)})`,
  );
  return [
    `## ${trial.title}`,
    "",
    `Losses agree within ${lossDifference.toExponential(1)}.`,
    "",
    "| lane | images/s, median | min | max | noise | rounds | GFLOP/s | device |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ...rows,
    ...(lines.length > 0 ? ["", ...lines] : []),
  ];
}

function kernelLines({ adapter, ceilings, rows }: KernelReport): string[] {
  const { operationsPerSecond, bytesPerSecond } = ceilings;
  return [
    `## Kernels on ${device(adapter)}`,
    "",
    `Ceilings, measured in this run: ${giga(operationsPerSecond)} GFLOP/s of multiply-adds in registers, ${giga(bytesPerSecond)} GB/s copied.`,
    "",
    "| model | kernel → buffer | × | ms | share | rate | of the ceiling |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ...[...new Set(rows.map(({ model }) => model))].flatMap((model) =>
      modelLines(
        rows.filter((row) => row.model === model),
        ceilings,
      ),
    ),
  ];
}

/** Of one model: what takes a fair share of its time; the rest in one row. */
function modelLines(rows: readonly KernelRow[], { operationsPerSecond, bytesPerSecond }: Ceilings): string[] {
  const all = rows.reduce((sum, { count, ms }) => sum + count * ms, 0);
  const shareOf = ({ count, ms }: KernelRow) => (count * ms) / all;
  const shown = rows.filter((row) => shareOf(row) >= LEAST_SHARE);
  const lines = shown.map((row) => {
    const { model, name, count, ms, operations, boundBytes } = row;
    const [work, ceiling, unit] =
      operations > 0 ? [operations, operationsPerSecond, "GFLOP/s"] : [boundBytes, bytesPerSecond, "GB/s"];
    const rate = (1000 * work) / ms;
    const cells = [count, ms.toPrecision(3), percent(shareOf(row)), `${giga(rate)} ${unit}`, percent(rate / ceiling)];
    return `| ${model} | ${name} | ${cells.join(" | ")} |`;
  });
  const rest = percent(1 - shown.reduce((sum, row) => sum + shareOf(row), 0));
  const hidden = rows.length - shown.length;
  return hidden > 0 ? [...lines, `| ${rows[0]!.model} | others: ${hidden} | | | ${rest} | | |`] : lines;
}

function device({ vendor, architecture, description, software }: AdapterFacts): string {
  const name = [vendor, architecture, description].filter(Boolean).join(" ");
  return software ? `${name} (software: no GPU's figures)` : name;
}

const percent = (share: number) => `${(100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0)}%`;
const giga = (value: number) => (value / 1e9).toPrecision(3);
const short = (value: number) => (value < 100 ? value.toPrecision(3) : value.toFixed(0));
