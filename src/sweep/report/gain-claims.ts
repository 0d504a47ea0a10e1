/** @file The paper's claims on gains (Figure 3) and on the ends of warm-ups (Figure 7), computed from LENA's runs. */

import type { CellResult, RunResult } from "../sweep.ts";
import { countedRuns, warmupEnds } from "./curves.ts";
import { contrast, meanOf } from "./difference.ts";
import { lenaSeries } from "./gain-figures.ts";
import type { Grid } from "./grid.ts";
import { factorText, listText } from "./numbers.ts";
import { type Claim, claim, count, larger, type Outcome, outcomeOf, together, verdictOf } from "./verdict.ts";

export function gainClaims(grid: Grid): Claim[] {
  const series = lenaSeries(grid);
  if (!series) return [];
  const cells = series.cells
    .map((cell) => ({ n: cell.n, runs: countedRuns(cell).filter(({ gains }) => gains.length > 0) }))
    .filter(({ n, runs }) => n > 1 && runs.length > 0);
  const ends = series.settings.warmup === "state-aware" ? warmupClaim(series.cells) : [];
  return cells.length > 0 ? [figure3Claim(cells), ...ends] : ends;
}

interface Gains {
  readonly n: number;
  readonly runs: readonly RunResult[];
}

const layerGain = (run: RunResult, k: number) => meanOf(run.gains.map((row) => row[k]!));
const modelGain = (run: RunResult) => meanOf(run.modelGains);

/** Mean over runs of what is compared within each. */
const within = (runs: readonly RunResult[], of: (run: RunResult) => number) =>
  contrast([{ weight: 1, values: runs.map(of) }]);

/** The layers of largest and of smallest gain, compared within each run. */
function betweenLayers({ n, runs }: Gains) {
  const means = runs[0]!.layers.map((_, k) => meanOf(runs.map((run) => layerGain(run, k))));
  const [top, bottom] = [means.indexOf(Math.max(...means)), means.indexOf(Math.min(...means))];
  const ratio = within(runs, (run) => Math.log(layerGain(run, top) / layerGain(run, bottom)));
  return { n, factor: Math.exp(ratio.mean), outcome: outcomeOf(ratio) };
}

function figure3Claim(cells: readonly Gains[]): Claim {
  const layers = cells.map(betweenLayers);
  const epochs = cells.map(({ runs }) =>
    outcomeOf(within(runs, ({ modelGains }) => modelGains.at(-1)! - modelGains[0]!)),
  );
  const batches = cells.slice(1).map(({ runs }, i) => larger(runs.map(modelGain), cells[i]!.runs.map(modelGain)));
  const widest = layers.reduce((a, b) => (b.factor > a.factor ? b : a));
  const [first, last] = [cells[0]!, cells.at(-1)!];
  const of = (outcomes: readonly Outcome[]) => `${count(outcomes, "win")} of ${outcomes.length}`;
  const average = ({ runs }: Gains) => factorText(meanOf(runs.map(modelGain)));
  const byN =
    cells.length > 1
      ? `is ${average(first)} at n = ${first.n} and ${average(last)} at n = ${last.n} (from one n to the next it surely grows in ${of(batches)} cases) and `
      : "";
  const finding =
    `Gains differ between layers by a factor of up to ${factorText(widest.factor)} (n = ${widest.n}); ` +
    `the whole model's ${byN}rises surely over the epochs at ${of(epochs)} values of n`;
  const paper = "Gains differ between layers, and grow with B and with epochs.";
  // Of growth with B a single n says nothing: that part stays open.
  const parts = [layers.map(({ outcome }) => outcome), epochs, batches].map(verdictOf);
  return claim("figure3", paper, finding, together(parts));
}

/** First, mean and last epoch, counted from 1, in which layers of a cell ended their warm-up. */
function spanOf(cell: CellResult) {
  const { counts, never } = warmupEnds(cell);
  const epochs = counts.flatMap((ended, i) => (ended > 0 ? i + 1 : []));
  const ended = counts.reduce((sum, value) => sum + value, 0);
  const mean = counts.reduce((sum, value, i) => sum + value * (i + 1), 0) / ended;
  return { n: cell.n, first: epochs[0], last: epochs.at(-1), mean, never };
}

/** Whether the layers of one run went different ways. */
const isSpread = ({ warmupEnd }: RunResult) => new Set(Object.values(warmupEnd).map((end) => end?.epoch)).size > 1;

function warmupClaim(cells: readonly CellResult[]): Claim[] {
  const known = cells.filter((cell) => countedRuns(cell).length > 0);
  if (known.length === 0) return [];
  const outcomes = known.map((cell): Outcome => {
    const runs = countedRuns(cell);
    if (runs.length < 2) return "tie";
    if (runs.every(isSpread)) return "win";
    return runs.some(isSpread) ? "tie" : "loss";
  });
  const spans = known.map(spanOf).filter(({ first }) => first !== undefined);
  const say = ({ n, first, last, mean, never }: (typeof spans)[number]) =>
    `n = ${n} in ${first === last ? `epoch ${first}` : `epochs ${first} to ${last}, on average ${mean.toFixed(1)}`}${never > 0 ? `, with ${Number(never.toFixed(1))} not ended` : ""}`;
  const shown = [...new Set([spans[0], spans.at(-1)])].flatMap((span) => (span ? say(span) : []));
  const finding = `Layers end their warm-up at different epochs at ${count(outcomes, "win")} of ${known.length} values of n, in every run of them (${listText(shown) || "no layer ended it"})`;
  return [
    claim("figure7", "Each layer ends its warm-up when its own training state says so.", finding, verdictOf(outcomes)),
  ];
}
