import { expect, test } from "vitest";
import { productVersion } from "../core/version.ts";
import { runSweep } from "../sweep/runner.ts";
import { summarise } from "../sweep/summary.ts";
import { FakeSession, MemoryArchive, madeUpResult, tinyPlan } from "../sweep/testing.ts";
import type { Output } from "./status-line.ts";
import { jsonSweepReport, type SweepReport, sweepText, textSweepReport } from "./sweep-report.ts";

const reason = { name: "DivergedError", where: "update 9", wanted: "finite", found: "NaN", tryThis: "less" };

/** The text of a sweep of which the first run is done already. */
async function reported(width: number | undefined, reportOf: (output: Output) => SweepReport) {
  let text = "";
  let now = 0;
  const write = (more: string) => {
    text += more;
  };
  const archive = new MemoryArchive();
  archive.results.set(tinyPlan.runs[0]!.key, madeUpResult(tinyPlan.runs[0]!, [0.5], { productVersion }));
  const output = { write, width, clock: () => (now += 5_000) };
  await runSweep(tinyPlan, {
    createSession: (config) => new FakeSession(config),
    archive,
    clock: output.clock,
    signal: new AbortController().signal,
    onEvent: reportOf(output),
  });
  return text;
}
test("a log has a line per run, and says what was done already", async () => {
  const lines = (await reported(undefined, textSweepReport)).split("\n");
  expect(lines[0]).toBe("10 runs, 1 of them done already");
  expect(lines.filter((line) => line.startsWith("run "))).toHaveLength(9);
  expect(lines).toContainEqual(
    expect.stringMatching(/^run 3\/10 {2}rule linear, n 2, seed 1: validation 75\.00%, test 50\.00%, /),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/run 3\/10 {2}rule linear, n 2, seed 1 {2}epoch 3\/3 {2}validation 50\.00% {2}.* left$/),
  );
});

test("a terminal has one line that is redrawn and never wraps", async () => {
  const drawn = (await reported(60, textSweepReport)).split("\r\x1b[K").flatMap((part) => part.split("\n"));
  const bars = drawn.filter((line) => line.startsWith("["));
  expect(bars.length).toBeGreaterThan(50);
  expect(Math.max(...bars.map((line) => line.length))).toBe(59);
});

test("with JSON every line is an event: the plan, runs, epochs and results", async () => {
  const lines = (await reported(undefined, ({ write }) => jsonSweepReport(write))).trimEnd().split("\n");
  const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds.slice(0, 6)).toEqual(["plan", "run", "epoch", "epoch", "epoch", "result"]);
  expect(kinds).toHaveLength(1 + 9 * 5);
});

test("at the end there is a line per cell with runs, with spread, target, never and overlap", () => {
  const accuracies: Record<string, number[]> = { "": [0.5, 0.8], linear: [0.4, 0.5], lena: [0.79, 0.82] };
  const results = tinyPlan.runs
    .filter(({ coordinates }) => coordinates.n !== "4")
    .map((run) => madeUpResult(run, accuracies[run.coordinates.rule ?? ""]!));
  const diverged = madeUpResult(tinyPlan.runs[2]!, [], { outcome: "diverged", reason, testAccuracy: null });
  const all = new Map([...results, diverged].map((result) => [result.key, result]));
  const text = sweepText(summarise(tinyPlan, all, { productVersion, overlap: { compared: 9, shared: 1 } }));
  expect(text.replace(/ {2,}/g, "  ")).toBe(`Tiny
rule  n  runs  validation accuracy  best  epochs to target  updates
baseline  2  80.00% ± 0.00%  80.00% ± 0.00%  2.00 ± 0.00  16.0 ± 0.00
linear  2  2  30.00% ± 254.12%  30.00% ± 254.12%  never (0 of 2)  never (0 of 2)
lena  2  2  82.00% ± 0.00%  82.00% ± 0.00%  1.00 ± 0.00  4.00 ± 0.00
target: 79.00%, the baseline's 80.00% minus 1.00%
data: of 9 images compared, 1 are in more than one split
6 of 10 runs done, 1:00 in all
`);
});
