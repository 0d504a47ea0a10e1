/**
 * @file The browser as the place where a session runs: workers are module workers
 * on this page's own scripts. Not here: what they do (parallel/).
 */
import type { Port, SessionHost, WorkerHandle } from "../../parallel/protocol.ts";

/** The one message that a worker gets outside its port. */
export interface BrowserWorkerData {
  readonly port: Port;
  /** Address of the folder data/. */
  readonly dataRoot: string;
}

// Written out one by one: the build finds worker scripts by this very form.
const open = {
  replica: (name: string) => new Worker(new URL("./replica.worker.ts", import.meta.url), { type: "module", name }),
  coordinator: (name: string) =>
    new Worker(new URL("./coordinator.worker.ts", import.meta.url), { type: "module", name }),
};

export function browserHost(dataRoot: string): SessionHost {
  return {
    clock: () => performance.now(),
    startWorker: (kind, name) => handleOf(open[kind](name), dataRoot),
  };
}

function handleOf(worker: Worker, dataRoot: string): WorkerHandle {
  const { port1, port2 } = new MessageChannel();
  const died = new Promise<string>((resolve) => {
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // told to the person by whoever waits for `died`
      resolve(event.message || "its script could not be loaded");
    });
    worker.addEventListener("messageerror", () => resolve("it could not read its first message"));
  });
  const data: BrowserWorkerData = { port: port2, dataRoot };
  worker.postMessage(data, [port2]);
  return { port: port1, died, terminate: () => worker.terminate() };
}
