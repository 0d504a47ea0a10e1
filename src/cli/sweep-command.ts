/**
 * @file `lena sweep`: a plan from its folder to its results. Not here: flags (sweep-args.ts), the runs (sweep/runner.ts).
 */
import { describeReport, reportOf } from "../core/errors.ts";
import { productVersion } from "../core/version.ts";
import { Session } from "../session/session.ts";
import { sweepOverlap } from "../sweep/overlap.ts";
import { reportFiles } from "../sweep/report/report.ts";
import { type RunArchive, runSweep } from "../sweep/runner.ts";
import { summarise } from "../sweep/summary.ts";
import type { RunConfig } from "../train/config.ts";
import { readFrom } from "./files.ts";
import { chooseDriver } from "./gpu.ts";
import { type NodeHost, nodeHost } from "./host.ts";
import type { SweepCommand } from "./sweep-args.ts";
import { openSweepFolder, reuseRuns, writeFiles, writeWhole } from "./sweep-folder.ts";
import { jsonSweepReport, sweepText, textSweepReport } from "./sweep-report.ts";
import { exitCodes, type Surroundings } from "./train-command.ts";

/** Returns the exit code. */
export async function sweep(command: SweepCommand, here: Surroundings): Promise<number> {
  let archive: RunArchive;
  try {
    archive = await openSweepFolder(command.out, command.plan.sweep);
    if (command.reuse) await reuseRuns(command.plan, archive, command.reuse);
  } catch (error) {
    here.writeError(`${describeReport(reportOf(error, "lena sweep"))}\n`);
    return exitCodes.wrong;
  }
  try {
    await chooseDriver();
    return await makeRuns(command, archive, here);
  } catch (error) {
    if (here.stop.aborted) return stopped(here);
    here.writeError(`${describeReport(reportOf(error, "lena sweep"))}\n`);
    return exitCodes.failed;
  }
}

async function makeRuns({ plan, out, json, words }: SweepCommand, archive: RunArchive, here: Surroundings) {
  const overlap = await sweepOverlap(plan, readFrom(here.dataRoot), here.stop);
  const { outcome, results } = await runSweep(plan, {
    createSession: (config) => new ThreadedSession(config, nodeHost(here.scripts, here.dataRoot)),
    archive,
    clock: here.clock,
    signal: here.stop,
    onEvent: json ? jsonSweepReport(here.write) : textSweepReport(here),
  });
  const result = summarise(plan, results, { productVersion, command: words, overlap });
  await writeWhole(out, "results.json", `${JSON.stringify(result, null, 2)}\n`);
  await writeFiles(out, reportFiles(result));
  if (!json) here.write(`${sweepText(result)}results: ${out}\n`);
  if (outcome === "stopped") return stopped(here);
  const failed = plan.runs.length - result.doneRuns;
  if (failed === 0) return exitCodes.finished;
  here.writeError(
    `${failed} of ${plan.runs.length} runs failed. Try: the same command again, which makes only those\n`,
  );
  return exitCodes.failed;
}

function stopped(here: Surroundings): number {
  here.writeError("stopped; the run under way is not kept. The same command goes on from here\n");
  return exitCodes.stopped;
}

/** One whose threads have all ended once it is disposed of: the next run has the machine to itself. */
class ThreadedSession extends Session {
  constructor(
    config: RunConfig,
    private readonly threads: NodeHost,
  ) {
    super(config, threads);
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await this.threads.ended();
  }
}
