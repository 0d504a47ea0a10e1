/**
 * @file Node as the place where a session runs: workers are threads on the built
 * scripts beside the command line's own. Not here: what they do (parallel/).
 */
import { type MessagePort as NodePort, parentPort, Worker } from "node:worker_threads";
import type { Port, SessionHost, WorkerHandle } from "../parallel/protocol.ts";
import { gpuQuiet } from "./gpu.ts";

/** What a worker finds as `workerData`. */
export interface NodeWorkerData {
  readonly port: Port;
  readonly dataRoot: string;
}

export interface NodeHost extends SessionHost {
  /** Resolves when every worker has ended. */
  ended(): Promise<void>;
}

/** For a worker that does not end by itself. */
const END_LIMIT_MS = 5_000;

/** `scripts`: address of the folder with replica.node.js and coordinator.node.js. */
export function nodeHost(scripts: URL, dataRoot: string): NodeHost {
  const ends: Promise<unknown>[] = [];
  return {
    clock: () => performance.now(),
    startWorker(kind, name) {
      const { port1, port2 } = new MessageChannel();
      const workerData: NodeWorkerData = { port: port2, dataRoot };
      // The same object in both declarations; only the browser's types and Node's differ.
      const transferList = [port2 as unknown as NodePort];
      const worker = new Worker(new URL(`${kind}.node.js`, scripts), { name, workerData, transferList });
      ends.push(new Promise((resolve) => worker.once("exit", resolve)));
      return handleOf(worker, port1);
    },
    ended: async () => void (await Promise.all(ends)),
  };
}

function handleOf(worker: Worker, port: Port): WorkerHandle {
  const died = new Promise<string>((resolve) => {
    worker.once("error", (error) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once("exit", (code) => resolve(`it ended with exit code ${code}`));
  });
  return {
    port,
    died,
    terminate() {
      worker.postMessage("end");
      const limit = setTimeout(() => void worker.terminate(), END_LIMIT_MS);
      worker.once("exit", () => clearTimeout(limit));
    },
  };
}

/** In a worker: ends the thread when it is told to, as soon as its GPU allows. */
export function endWhenTold(): void {
  parentPort?.once("message", async () => {
    await gpuQuiet();
    process.exit(); // of this thread only
  });
}
