/** @file Keeps a run in the history once it has come to its end: finished, stopped or diverged. */
import { type ErrorReport, StoppedError } from "../../core/errors.ts";
import { modelOf, type RunConfig } from "../../train/config.ts";
import type { SessionLike } from "../session-like.ts";
import type { History, KeptRun } from "./history.ts";

/**
 * Resolves when the run has ended and is kept; with nothing where there is nothing to keep: no update was made, it failed
 * in another way, or it left the page before it could be asked. Rejects where its bundle cannot be made.
 */
export async function keepRun(
  session: SessionLike,
  history: () => Promise<History>,
  name?: string,
): Promise<KeptRun | undefined> {
  const { outcome, reason } = await endOf(session);
  const { store } = session;
  if (!outcome || !store?.updateCount) return undefined;
  try {
    const bundle = await session.exportBundle();
    return await (await history()).add(
      {
        name: name ?? nameOfRun(session.config),
        config: session.config,
        outcome,
        ...(reason && { reason: `${reason.where}: ${reason.found}` }),
        updates: store.updateCount,
        finalAccuracy: store.epochs.at(-1)?.validationAccuracy ?? null,
        testAccuracy: session.summary?.testAccuracy ?? null,
      },
      bundle,
    );
  } catch (thrown) {
    if (thrown instanceof StoppedError) return undefined;
    throw thrown;
  }
}

interface End {
  readonly outcome?: KeptRun["outcome"];
  readonly reason?: ErrorReport;
}

function endOf(session: SessionLike): Promise<End> {
  return new Promise((resolve) => {
    const end = session.subscribe((event) => {
      if (event.kind === "failed" && event.error.name === "DivergedError")
        finish({ outcome: "diverged", reason: event.error });
      else if (event.kind === "failed") finish({});
      else if (event.kind === "finished") finish({ outcome: event.summary.outcome });
    });
    function finish(how: End): void {
      end();
      resolve(how);
    }
  });
}

/** What tells it from others at a glance. */
function nameOfRun(config: RunConfig): string {
  const { rule, warmup, workers, local } = config;
  return `${modelOf(config).name}, ${rule}${warmup === "none" ? "" : ` + ${warmup}`}, n ${workers * local}`;
}
