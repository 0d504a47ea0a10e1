/**
 * @file One training run: the only thing that the page, the command line, the
 * tests and the benchmarks drive. It starts the workers, watches them, collects
 * what they tell, and ends them.
 */

import type { SessionHost } from "../parallel/protocol.ts";
import type { RunConfig } from "../train/config.ts";
import type { RunEvent, RunState, RunSummary } from "../train/events.ts";
import type { RunStore } from "./run-store.ts";

export interface SessionOptions {
  /** Keep the sample order for order.csv. */
  readonly recordOrder?: boolean;
}

export declare class Session {
  constructor(config: RunConfig, host: SessionHost, options?: SessionOptions);
  readonly config: RunConfig;
  readonly state: RunState;
  /** From the event "ready" on. */
  readonly store: RunStore | undefined;
  readonly summary: RunSummary | undefined;
  /** Calls `listener` with every event from now on; returns what ends that. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** Prepares and trains; resolves at the end, finished or stopped. Rejects with a LenaError where the run fails. */
  start(options?: { paused?: boolean }): Promise<RunSummary>;
  /** Resolves when no update is under way any more. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One update, then paused again. Only while paused. */
  singleUpdate(): Promise<void>;
  /** Ends the run after the update under way; start() then resolves. */
  stop(): Promise<void>;
  /** The run bundle: file name to bytes. From "ready" on, also after the end. */
  exportBundle(): Promise<Map<string, Uint8Array>>;
  /** Ends workers and devices at once, whatever is under way. Idempotent. */
  dispose(): Promise<void>;
}
