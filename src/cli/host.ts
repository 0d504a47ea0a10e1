/**
 * @file Node as the place where a session runs: workers are threads on the built
 * scripts beside the command line's own. Not here: what they do (parallel/).
 */
import { type MessagePort as NodePort, Worker } from "node:worker_threads";
import type { Port, SessionHost, WorkerHandle } from "../parallel/protocol.ts";

/** What a worker finds as `workerData`. */
export interface NodeWorkerData {
  readonly port: Port;
  readonly dataRoot: string;
}

/** `scripts`: address of the folder with replica.node.js and coordinator.node.js. */
export function nodeHost(scripts: URL, dataRoot: string): SessionHost {
  return {
    clock: () => performance.now(),
    startWorker: (kind, name) => startWorker(new URL(`${kind}.node.js`, scripts), name, dataRoot),
  };
}

function startWorker(script: URL, name: string, dataRoot: string): WorkerHandle {
  const { port1, port2 } = new MessageChannel();
  const workerData: NodeWorkerData = { port: port2, dataRoot };
  // The same object in both declarations; only the browser's types and Node's differ.
  const worker = new Worker(script, { name, workerData, transferList: [port2 as unknown as NodePort] });
  const died = new Promise<string>((resolve) => {
    worker.once("error", (error) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once("exit", (code) => resolve(`it ended with exit code ${code}`));
  });
  return { port: port1, died, terminate: () => void worker.terminate() };
}
