/** @file What a benchmark run found, as data for a JSON file and as a Markdown table. */
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { median, type Spread, spreadOf } from "./statistics.ts";
import type { ContenderId, Round } from "./workload.ts";

export interface Report {
  readonly workload: string;
  readonly adapter: AdapterFacts;
  readonly processorCount: number;
  /** Programs that wanted a processor, before the run: above 0 they compete with it. */
  readonly loadBefore: number;
  readonly contenders: readonly {
    readonly id: ContenderId;
    readonly version: string;
    /** Over rounds; a round counts as its median update. */
    readonly imagesPerSecond: Spread;
    readonly rounds: readonly Round[];
  }[];
  /** Ours by theirs, round by round. */
  readonly ratios: readonly { readonly peer: ContenderId; readonly ratio: Spread }[];
  /** Largest relative difference between contenders' losses. */
  readonly lossDifference: number;
}

type Setting = Omit<Report, "contenders" | "ratios">;

/** `results`: ours first; all with the same number of rounds, taken in turns. */
export function makeReport(
  setting: Setting,
  results: ReadonlyMap<ContenderId, readonly Round[]>,
  versions: Readonly<Record<ContenderId, string>>,
): Report {
  const rates = [...results].map(([id, rounds]) => ({
    id,
    rounds,
    medians: rounds.map(({ imagesPerSecond }) => median(imagesPerSecond)),
  }));
  const [ours, ...peers] = rates;
  return {
    ...setting,
    contenders: rates.map(({ id, rounds, medians }) => ({
      id,
      version: versions[id],
      imagesPerSecond: spreadOf(medians),
      rounds,
    })),
    ratios: peers.map(({ id, medians }) => ({
      peer: id,
      ratio: spreadOf(medians.map((theirs, round) => ours!.medians[round]! / theirs)),
    })),
  };
}

export function markdown(report: Report): string {
  const { adapter, contenders, ratios } = report;
  const name = [adapter.vendor, adapter.architecture, adapter.description].filter(Boolean).join(" ");
  const kind = adapter.software ? "software: its times say nothing about a GPU's" : "hardware";
  const rows = contenders.map(({ id, version, imagesPerSecond: { median, min, max } }) => {
    const noise = ((max - min) / median) * 100;
    return `| ${id} ${version} | ${median.toFixed(0)} | ${min.toFixed(0)} | ${max.toFixed(0)} | ${noise.toFixed(0)}% |`;
  });
  return [
    `${report.workload}, ${contenders[0]!.rounds.length} rounds`,
    `Adapter: ${name} (${kind}). Load before the run: ${report.loadBefore.toFixed(1)} on ${report.processorCount} processors.`,
    "",
    "| contender | images/s, median | min | max | noise, (max − min) / median |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
    "",
    ...ratios.map(
      ({ peer, ratio: { median, min, max } }) =>
        `lena-lab / ${peer}: ${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)}). ` +
        `Losses agree within ${report.lossDifference.toExponential(1)}.`,
    ),
  ].join("\n");
}
