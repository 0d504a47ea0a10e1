import { afterEach, expect, test } from "vitest";
import { DataError, StoppedError } from "../core/errors.ts";
import { callback, type Link, link, moved, serve } from "./link.ts";
import type { Port } from "./protocol.ts";

interface Api {
  double(x: number): Promise<number>;
  fail(kind: "known" | "unknown"): Promise<never>;
  hang(): Promise<never>;
  length(values: Float32Array): Promise<number>;
  tell(to: (word: string) => void): Promise<void>;
}

const api: Api = {
  double: async (x) => 2 * x,
  fail: async (kind) => {
    if (kind === "unknown") throw new TypeError("x is not a function");
    throw new DataError({ where: "a.shard", wanted: "10 bytes", found: "7", tryThis: "reload" });
  },
  hang: () => new Promise(() => {}),
  length: async (values) => values.length,
  tell: async (to) => to("hello"),
};

const open: Port[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function connect(options: { died?: Promise<string>; stop?: AbortSignal; timeLimitMs?: number } = {}): Link<Api> {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  serve(port2, api, "worker 3");
  const { died = new Promise<string>(() => {}), stop = new AbortController().signal, timeLimitMs = 5000 } = options;
  return link<Api>(port1, { name: "worker 3", died, stop, timeLimitMs });
}

test("a call gives its result", async () => {
  expect(await connect().call((worker) => worker.double(21))).toBe(42);
});

test("a LenaError arrives as the one it was", async () => {
  const call = connect().call((worker) => worker.fail("known"));
  await expect(call).rejects.toThrow(DataError);
  await expect(call).rejects.toMatchObject({ where: "a.shard", wanted: "10 bytes", found: "7", tryThis: "reload" });
});

test("any other error arrives with where it happened and what it said", async () => {
  const call = connect().call((worker) => worker.fail("unknown"));
  await expect(call).rejects.toMatchObject({ where: "worker 3", found: "TypeError: x is not a function" });
});

test("a call to a worker that dies ends, and so does the next", async () => {
  let die = (_: string) => {};
  const died = new Promise<string>((resolve) => {
    die = resolve;
  });
  const worker = connect({ died });
  const call = worker.call((remote) => remote.hang());
  die("its script failed");
  await expect(call).rejects.toMatchObject({ name: "WorkerLostError", found: "its script failed" });
  await expect(worker.call((remote) => remote.hang())).rejects.toMatchObject({ name: "WorkerLostError" });
});

test("a call can be stopped, before and while it runs", async () => {
  const controller = new AbortController();
  const worker = connect({ stop: controller.signal });
  const call = worker.call((remote) => remote.hang());
  controller.abort(new StoppedError());
  await expect(call).rejects.toThrow(StoppedError);
  await expect(worker.call((remote) => remote.double(1))).rejects.toThrow(StoppedError);
});

test("a call that is never answered ends after its time limit", async () => {
  const call = connect({ timeLimitMs: 20 }).call((worker) => worker.hang());
  await expect(call).rejects.toMatchObject({ name: "WorkerLostError", found: "no answer for 0.02 seconds" });
});

test("moved buffers arrive whole and are empty here", async () => {
  const values = new Float32Array(5);
  expect(await connect().call((worker) => worker.length(moved(values, [values.buffer])))).toBe(5);
  expect(values.length).toBe(0);
});

test("a callback is called on this side", async () => {
  const heard: string[] = [];
  await connect().call((worker) => worker.tell(callback((word: string) => void heard.push(word))));
  expect(heard).toEqual(["hello"]);
});
