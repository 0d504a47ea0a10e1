import { describe, expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { defaultRunConfig, type RunConfig } from "../train/config.ts";
import type { RunEvent } from "../train/events.ts";
import { readSafetensors } from "../train/export/safetensors.ts";
import { browserHost } from "./browser/host.ts";
import { type FinishedRun, runUpdates } from "./browser/testing.ts";
import { Session } from "./session.ts";

const DATA_ROOT = new URL("/data/", location.href).href;

const short: RunConfig = {
  ...defaultRunConfig,
  model: "small-cnn",
  workers: 2,
  local: 1,
  microBatch: 4,
  trainSize: 400,
  epochs: 1,
};
const losses = (run: { store: { column(metric: "loss"): Float64Array } }) => [...run.store.column("loss")];

describe("how n micro-batches are split", () => {
  const n8 = { ...short, trainSize: 3000 };

  test("8×1, 4×2, 2×4 and 1×8 give the same losses over 20 updates", async () => {
    const splits = [
      [8, 1],
      [4, 2],
      [2, 4],
      [1, 8],
    ] as const;
    const runs = [];
    for (const [workers, local] of splits) runs.push(losses(await runUpdates({ ...n8, workers, local }, 20)));
    const reference = runs[0]!;
    expect(reference).toHaveLength(20);
    const off = runs.map((run) => Math.max(...run.map((loss, t) => Math.abs(loss - reference[t]!) / reference[t]!)));
    expect(off.filter((worst) => !(worst < 1e-4))).toEqual([]);
  });
});

test("batch-norm statistics do not depend on the split either", async () => {
  const config = { ...short, model: "small-cnn-bn", microBatch: 8 };
  const statistics = async (workers: number, local: number) => {
    const { bundle } = await runUpdates({ ...config, workers, local }, 2);
    const tensors = readSafetensors(bundle.get("final.safetensors")!, "final.safetensors");
    return tensors.filter(({ name }) => name.includes("running")).flatMap(({ values }) => Array.from(values, Number));
  };
  const [two, one] = [await statistics(2, 1), await statistics(1, 2)];
  expect(two).toHaveLength(2 * 16 + 2 * 32);
  expect(worstMismatch(one, two, { abs: 1e-6, rel: 1e-4 })).toBeUndefined();
});

test.each([
  { workers: 16, local: 1, microBatch: 1, trainSize: 17 },
  { workers: 1, local: 256, microBatch: 1, trainSize: 257 },
])("the ends of the range train too: %j", async (sizes) => {
  const run = await runUpdates({ ...short, ...sizes }, 1);
  const [loss] = losses(run);
  expect(loss).toBeGreaterThan(0.5);
  expect(loss).toBeLessThan(20);
});

describe("a run again", () => {
  test("gives the same bits", async () => {
    const config = { ...short, model: "small-cnn-bn", local: 2 };
    const [first, second] = [await runUpdates(config, 10), await runUpdates(config, 10)];
    const files = ["layers.csv", "agreement.csv", "initial.safetensors", "final.safetensors", "inspection.safetensors"];
    for (const file of files) {
      expect(second.bundle.get(file)).toEqual(first.bundle.get(file));
    }
  });

  test("with another seed gives other numbers", async () => {
    const [first, second] = [await runUpdates(short, 2), await runUpdates({ ...short, seed: 2 }, 2)];
    expect(losses(second)).not.toEqual(losses(first));
  });
});

describe("what inspected updates show", () => {
  const tensorsOf = ({ bundle }: Pick<FinishedRun, "bundle">, file: string) =>
    new Map(readSafetensors(bundle.get(file)!, file).map((tensor) => [tensor.name, tensor]));

  test("four workers: norms and cosines account for the measured a(k) and c(k)", async () => {
    const { store } = await runUpdates({ ...short, workers: 4 }, 2);
    expect(store.agreements.map(({ update }) => update)).toEqual([0, 1]);
    for (const { update, norm, cosine } of store.agreements) {
      const layerCount = store.layers.length;
      expect(norm).toHaveLength(4 * layerCount);
      store.layers.forEach(({ name }, k) => {
        const ofWorkers = [0, 1, 2, 3].map((rank) => rank * layerCount + k);
        const mean = (each: (i: number) => number) => ofWorkers.reduce((sum, i) => sum + each(i), 0) / 4;
        const [a, c] = (["meanSquare", "squareMean"] as const).map((metric) => store.layerColumn(metric, k)[update]!);
        // With K = 1: a = mean of ‖g‖², and ‖ḡ‖ = mean of ‖g‖·cos.
        const got = [mean((i) => norm[i]! ** 2), mean((i) => norm[i]! * cosine[i]!)];
        expect(worstMismatch(got, [a!, Math.sqrt(c!)], { abs: 1e-9, rel: 1e-4 }), name).toBeUndefined();
      });
    }
  });

  test("an epoch: its last snapshot is of the final weights, and the confusion has the accuracy", async () => {
    const { bundle, store } = await runUpdates({ ...short, trainSize: 32 }, 4);
    const { snapshots, strip, epochs } = store;
    expect(snapshots.map(({ updates }) => updates)).toEqual([0, 1, 2, 3, 4]);
    const weightOf = (file: string) => tensorsOf({ bundle }, file).get("conv1.weight");
    const shown = (at: number) => ({ shape: snapshots[at]!.filterShape, values: snapshots[at]!.filters });
    expect(shown(0)).toEqual({ shape: [16, 1, 3, 3], values: weightOf("initial.safetensors")!.values });
    expect(shown(4).values).toEqual(weightOf("final.safetensors")!.values);

    expect(strip).toMatchObject({ shape: [1, 28, 28], labels: { length: 16 }, pixels: { length: 16 * 784 } });
    for (const { probabilities } of snapshots) {
      const sums = Array.from({ length: 16 }, (_, i) =>
        probabilities.slice(10 * i, 10 * i + 10).reduce((sum, each) => sum + each, 0),
      );
      expect(worstMismatch(sums, new Float32Array(16).fill(1))).toBeUndefined();
    }
    expect(snapshots[4]!.probabilities).not.toEqual(snapshots[0]!.probabilities);

    expect(epochs).toHaveLength(1);
    const { predictions, validationAccuracy } = epochs[0]!;
    const { confusion, worst } = predictions!;
    const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0);
    expect(sum(confusion)).toBe(6000);
    expect(sum(confusion.filter((_, i) => i % 11 === 0)) / 6000).toBe(validationAccuracy);
    expect(worst).toHaveLength(24);
    expect(worst.every(({ loss }, i) => i === 0 || loss <= worst[i - 1]!.loss)).toBe(true);
    const tensors = tensorsOf({ bundle }, "inspection.safetensors");
    expect(tensors.get("strip_pixels")!.values).toEqual(strip!.pixels);
    expect(tensors.get("filters")!.shape).toEqual([5, 16, 1, 3, 3]);
    expect(tensors.get("worst_pixels")!.shape).toEqual([24, 1, 28, 28]);
  });

  test("looking changes no bit: a longer run, inspected less often, has the same weights", async () => {
    const constant = { rule: "linear", warmup: "none", decay: "none" } as const;
    const config = { ...short, ...constant, model: "small-cnn-bn" };
    const often = await runUpdates(config, 6);
    const seldom = await runUpdates({ ...config, epochs: 8 }, 6); // 400 updates
    expect(often.store.snapshots.map(({ updates }) => updates)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seldom.store.snapshots.map(({ updates }) => updates)).toEqual([0, 1, 5]);
    expect(seldom.bundle.get("final.safetensors")).toEqual(often.bundle.get("final.safetensors"));
    expect(losses(seldom)).toEqual(losses(often));
  });
});

describe("commands", () => {
  /** A session, its events, and a way to wait for one. */
  function watched(config: RunConfig) {
    const session = new Session(config, browserHost(DATA_ROOT));
    const events: RunEvent[] = [];
    const waiting: { matches: (event: RunEvent) => boolean; resolve: () => void }[] = [];
    session.subscribe((event) => {
      events.push(event);
      for (const each of waiting) if (each.matches(event)) each.resolve();
    });
    const until = (matches: (event: RunEvent) => boolean) =>
      new Promise<void>((resolve) => waiting.push({ matches, resolve }));
    return { session, events, until, updates: () => events.filter((event) => event.kind === "update").length };
  }

  test("started paused, one update at a time, then on, then stopped", async () => {
    const { session, until, updates } = watched(short);
    const paused = until((event) => event.kind === "state" && event.state === "paused");
    const end = session.start({ paused: true });
    await paused;
    expect(updates()).toBe(0);
    await session.singleUpdate();
    expect(updates()).toBe(1);
    await session.singleUpdate();
    expect(updates()).toBe(2);
    const fifth = until((event) => event.kind === "update" && event.row.update === 4);
    await session.resume();
    await fifth;
    await session.pause();
    const atRest = updates();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(updates()).toBe(atRest);
    await session.stop();
    const summary = await end;
    expect(summary).toMatchObject({ outcome: "stopped", updates: atRest, testAccuracy: null });
    await session.dispose();
  });

  test("pausing does not change the numbers", async () => {
    const { session, until } = watched(short);
    const third = until((event) => event.kind === "update" && event.row.update === 2);
    const end = session.start();
    await third;
    await session.pause();
    await session.resume();
    const sixth = until((event) => event.kind === "update" && event.row.update === 5);
    await sixth;
    await session.stop();
    const { updates } = await end;
    const interrupted = [...session.store!.column("loss")];
    await session.dispose();
    expect(interrupted).toEqual(losses(await runUpdates(short, updates)));
  });

  test("stopped while it prepares: ends without an update", async () => {
    const { session, until, events } = watched(short);
    const preparing = until((event) => event.kind === "progress");
    const end = session.start();
    await preparing;
    await session.stop();
    expect(await end).toMatchObject({ outcome: "stopped", updates: 0 });
    const told = events.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events).toHaveLength(told);
    await session.dispose();
  });

  test("disposed in the middle: start() ends, and nothing is told afterwards", async () => {
    const { session, until, updates } = watched(short);
    const second = until((event) => event.kind === "update" && event.row.update === 1);
    const end = session.start().catch((error: Error) => error.name);
    await second;
    await session.dispose();
    expect(await end).toBe("StoppedError");
    const before = updates();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(updates()).toBe(before);
  });
});

describe("failures", () => {
  test("a rate far too high: the run ends, and says which layer at which update", async () => {
    const session = new Session(
      { ...short, rule: "linear", warmup: "none", baseRate: 50, weightDecay: 1 },
      browserHost(DATA_ROOT),
    );
    await expect(session.start()).rejects.toMatchObject({
      name: "DivergedError",
      message: expect.stringMatching(/^update \d+: .*training diverged.*layer .*Try: a smaller base rate/),
    });
    expect(session.state).toBe("failed");
    await session.dispose();
  });

  test("a worker that dies: the run ends with its rank and cause", async () => {
    const host = browserHost(DATA_ROOT);
    let kill = (_: string) => {};
    const session = new Session(short, {
      ...host,
      startWorker(kind, name) {
        const handle = host.startWorker(kind, name);
        if (name !== "lena-worker-1") return handle;
        const died = new Promise<string>((resolve) => {
          kill = resolve;
        });
        return { ...handle, died };
      },
    });
    session.subscribe((event) => {
      if (event.kind === "update" && event.row.update === 1) kill("out of memory");
    });
    await expect(session.start()).rejects.toMatchObject({
      name: "WorkerLostError",
      message: expect.stringContaining("worker 1: wanted a running worker, found out of memory"),
    });
    await session.dispose();
  });

  test("an impossible model: a message that names the layer, before any worker starts", async () => {
    const model = {
      name: "tiny",
      layers: [{ type: "conv2d", name: "conv1", filters: 4, kernel: 40, stride: 1, padding: 0, bias: true }],
    };
    const session = new Session({ ...short, model: model as RunConfig["model"] }, browserHost(DATA_ROOT));
    await expect(session.start()).rejects.toMatchObject({ name: "ShapeError", where: "conv1" });
    await session.dispose();
  });

  test("a model too large for the device: the buffer is named before anything is allocated", async () => {
    const layers = [
      { type: "conv2d", name: "wide", filters: 4096, kernel: 1, stride: 1, padding: 0, bias: true },
      { type: "global-average-pool" },
      { type: "flatten" },
      { type: "dense", name: "fc", units: 10, bias: true },
    ];
    const model = { name: "wide", layers } as RunConfig["model"];
    const session = new Session({ ...short, model, microBatch: 400, workers: 1 }, browserHost(DATA_ROOT));
    await expect(session.start()).rejects.toMatchObject({ name: "GpuError", where: "buffer wide.y" });
    await session.dispose();
  });

  test("no data where it should be: the file is named", async () => {
    const session = new Session(short, browserHost(new URL("/nowhere/", location.href).href));
    await expect(session.start()).rejects.toMatchObject({
      name: "DataError",
      where: expect.stringContaining("index.json"),
    });
    await session.dispose();
  });
});
