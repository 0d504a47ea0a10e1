/** @file What a session leaves behind: nothing. Its workers run in this thread, so that what they make can be counted. */
import { expect, test, vi } from "vitest";
import { fetchFileFrom } from "../data/fetch-file.ts";
import { createCoordinator } from "../parallel/coordinator.ts";
import { serve } from "../parallel/link.ts";
import type { SessionHost } from "../parallel/protocol.ts";
import { createReplica } from "../parallel/replica.ts";
import { defaultRunConfig, type RunConfig } from "../train/config.ts";
import type { RunEvent } from "../train/events.ts";
import { Session } from "./session.ts";

/** The smallest run there is: it is made fifty times. */
const config: RunConfig = {
  ...defaultRunConfig,
  model: { name: "linear", layers: [{ type: "flatten" }, { type: "dense", name: "fc", units: 10, bias: true }] },
  local: 1,
  microBatch: 4,
  trainSize: 400,
  epochs: 1,
};

/** How a run ends: what it is waited for, then what is done to it. */
const endings: readonly { after: (event: RunEvent) => boolean; end: (session: Session) => Promise<void> }[] = [
  { after: (event) => event.kind === "update" && event.row.update === 1, end: (session) => session.stop() },
  { after: (event) => event.kind === "update" && event.row.update === 1, end: (session) => session.dispose() },
  { after: (event) => event.kind === "ready", end: (session) => session.stop() },
  { after: (event) => event.kind === "ready", end: (session) => session.dispose() },
  { after: (event) => event.kind === "progress", end: (session) => session.dispose() },
];

interface Destroyable {
  destroy(): void;
}

/** Everything that is made and must be ended: how many there were, and which of them are left. */
class Counted {
  made = 0;
  readonly alive = new Set<string>();

  add(kind: string): () => void {
    const name = `${kind} ${this.made++}`;
    this.alive.add(name);
    return () => void this.alive.delete(name);
  }

  /** Gives what `make` makes, which counts until it is destroyed. */
  watch<D extends { label?: string | undefined }, T extends Destroyable>(kind: string, make: (descriptor: D) => T) {
    return (descriptor: D): T => {
      const made = make(descriptor);
      const destroy = made.destroy.bind(made);
      const end = this.add(`${kind} ${descriptor.label}`);
      made.destroy = () => {
        end();
        destroy();
      };
      return made;
    };
  }
}

function countingGpu(counted: Counted): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = (await navigator.gpu.requestAdapter(options))!;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      counted.watch("device", () => device)({ label: descriptor?.label });
      device.createBuffer = counted.watch("buffer", device.createBuffer.bind(device));
      device.createQuerySet = counted.watch("queries", device.createQuerySet.bind(device));
      return device;
    };
    return adapter;
  };
  return { requestAdapter } as GPU;
}

/** Workers in this thread. */
function hostHere(counted: Counted): SessionHost {
  const clock = () => performance.now();
  const gpu = countingGpu(counted);
  const fetched = fetchFileFrom(new URL("/data/", location.href).href);
  const files = new Map<string, ReturnType<typeof fetched>>();
  const tileStore = { read: async () => undefined, write: async () => {} };
  const readFile: typeof fetched = (path, options) => {
    const file = files.get(path) ?? fetched(path, options);
    files.set(path, file);
    return file;
  };
  return {
    clock,
    startWorker(kind, name) {
      const { port1, port2 } = new MessageChannel();
      const api =
        kind === "replica" ? createReplica({ gpu, clock }) : createCoordinator({ gpu, clock, readFile, tileStore });
      serve(port2, api, name);
      const end = counted.add(name);
      return {
        port: port1,
        died: new Promise(() => {}),
        terminate() {
          end();
          port2.close();
        },
      };
    },
  };
}

test("fifty runs, started and stopped in every way, leave no buffer, device or worker behind", async () => {
  const counted = new Counted();
  const host = hostHere(counted);
  for (let cycle = 0; cycle < 50; cycle++) {
    const { after, end } = endings[cycle % endings.length]!;
    const session = new Session({ ...config, workers: 1 + (cycle % 2) }, host);
    const reached = new Promise<void>((resolve) => {
      session.subscribe((event) => void (after(event) && resolve()));
    });
    const run = session.start().catch((error: Error) => error.name);
    await Promise.race([reached, run]);
    await end(session);
    expect(["StoppedError", "stopped"]).toContain(await run.then((it) => (typeof it === "string" ? it : it.outcome)));
    await session.dispose();
    // A device that is being opened right now is closed when it is open.
    await vi.waitFor(() => expect([...counted.alive], `after run ${cycle}`).toEqual([]));
  }
  expect(counted.made).toBeGreaterThan(50 * 2);
});
