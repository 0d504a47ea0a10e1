/** @file Whole runs for tests: the real session with real workers, in this browser. */
import type { SessionHost } from "../../parallel/protocol.ts";
import type { RunConfig } from "../../train/config.ts";
import type { RunStore } from "../run-store.ts";
import { Session, type SessionOptions } from "../session.ts";
import { browserHost } from "./host.ts";

/** Where the test server has public/data. */
export const DATA_ROOT = new URL("/data/", location.href).href;

export interface FinishedRun {
  readonly store: RunStore;
  readonly bundle: Map<string, Uint8Array>;
}

/** Exactly `updates` updates, without the evaluation that ends a run. */
export async function runUpdates(
  config: RunConfig,
  updates: number,
  options: SessionOptions = {},
  host: SessionHost = browserHost(DATA_ROOT),
): Promise<FinishedRun> {
  const session = new Session(config, host, options);
  const end = session.start({ paused: true });
  try {
    const paused = new Promise<void>((resolve) => {
      session.subscribe((event) => {
        if (event.kind === "state" && event.state === "paused") resolve();
      });
    });
    await Promise.race([paused, end]);
    for (let t = 0; t < updates; t++) await session.singleUpdate();
    return { store: session.store!, bundle: await session.exportBundle() };
  } finally {
    end.catch(() => {}); // dispose() ends it
    await session.dispose();
  }
}
