/**
 * @file Everything that crosses a worker boundary, and nothing else. All sides
 * import these names with `import type`; no code is shared through here.
 * Gradients and parameters travel as transferred ArrayBuffers.
 */

/** A message port of the browser or of Node's worker_threads, which is one too. */
export type Port = MessagePort;

/** A worker that was started and told to serve on `port`. */
export interface WorkerHandle {
  readonly port: Port;
  /** Resolves with the cause, in words, when the worker fails or ends. Never rejects. */
  readonly died: Promise<string>;
  terminate(): void;
}

/** What a session needs from where it runs: a browser page or Node. */
export interface SessionHost {
  startWorker(kind: "replica" | "coordinator", name: string): WorkerHandle;
  /** Milliseconds, monotonic. */
  clock(): number;
}
