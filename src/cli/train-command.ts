/**
 * @file `lena train`: one session from its start to its bundle on disk.
 * Not here: flags (args.ts), the run itself (session/).
 */
import { DivergedError, describeReport, reportOf, StoppedError } from "../core/errors.ts";
import { Session } from "../session/session.ts";
import type { TrainCommand } from "./args.ts";
import { prepareFolder, writeBundle } from "./bundle-folder.ts";
import { costText } from "./cost-report.ts";
import { chooseDriver } from "./gpu.ts";
import { nodeHost } from "./host.ts";
import { jsonReport, textReport } from "./report.ts";
import { resultText } from "./result.ts";
import type { Output } from "./status-line.ts";

export const exitCodes = { finished: 0, failed: 1, wrong: 2, stopped: 130 } as const;

export interface Surroundings extends Output {
  /** For errors. */
  writeError(text: string): void;
  /** Folder of the worker scripts. */
  readonly scripts: URL;
  readonly dataRoot: string;
  /** Aborted when the person wants the run to end. */
  readonly stop: AbortSignal;
}

/** Returns the exit code. */
export async function train(command: TrainCommand, here: Surroundings): Promise<number> {
  try {
    await prepareFolder(command.out, command.force);
  } catch (error) {
    here.writeError(`${describeReport(reportOf(error, "lena train"))}\n`);
    return exitCodes.wrong;
  }
  try {
    await chooseDriver();
    return await runSession(command, here);
  } catch (error) {
    if (error instanceof StoppedError) {
      here.writeError("stopped before the first update; nothing was written\n");
      return exitCodes.stopped;
    }
    here.writeError(`${describeReport(reportOf(error, "lena train"))}\n`);
    return exitCodes.failed;
  }
}

async function runSession(command: TrainCommand, here: Surroundings): Promise<number> {
  if (here.stop.aborted) throw new StoppedError(); // its event will not come again
  const { config, out, json, recordOrder } = command;
  const host = nodeHost(here.scripts, here.dataRoot);
  const session = new Session(config, host, { recordOrder });
  session.subscribe(json ? jsonReport(here.write) : textReport(config, here));
  here.stop.addEventListener("abort", () => {
    session.stop().catch(() => {}); // a run that fails while stopping says so through start()
  });
  try {
    const summary = await session.start().catch((error: unknown) => {
      if (!(error instanceof DivergedError)) throw error;
      here.writeError(`${describeReport(error)}\n`);
      return undefined; // a result all the same: what led there is in the bundle
    });
    if (!session.store) throw new StoppedError();
    await writeBundle(out, await session.exportBundle());
    const result = summary ? resultText(summary, session.store) : "";
    if (!json) here.write(`${costText(session.store)}${result}bundle: ${out}\n`);
    if (!summary) return exitCodes.failed;
    return summary.outcome === "finished" ? exitCodes.finished : exitCodes.stopped;
  } finally {
    await session.dispose();
    await host.ended();
  }
}
