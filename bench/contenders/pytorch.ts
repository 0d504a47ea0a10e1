/**
 * @file PyTorch as a contender: pytorch.py in a process of its own, with the same
 * weights and batches in files. It runs on the processor, or on CUDA in full float32.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WorkerLostError } from "../../src/core/errors.ts";
import type { ReadFile } from "../../src/data/dataset.ts";
import type { AdapterFacts } from "../../src/gpu/adapter-facts.ts";
import { datasetOf, modelOf, type RunConfig } from "../../src/train/config.ts";
import { scheduleOf } from "../../src/train/schedule.ts";
import { initialTensors, readBatches } from "../batches.ts";
import type { Contender, UpdateResult } from "../contender.ts";

export interface PyTorchPlace {
  readonly python: string;
  readonly device: "cpu" | "cuda";
  readonly version: string;
}

const SCRIPT = "bench/contenders/pytorch.py";

/** Where PyTorch runs on this machine: the first Python that has it, on each device it offers. */
export function findPyTorch(root: string): PyTorchPlace[] {
  for (const python of ["/usr/bin/python3", "python3"]) {
    const places = (["cpu", "cuda"] as const).flatMap((device): PyTorchPlace[] => {
      const { status, stdout } = spawnSync(python, [join(root, SCRIPT), device], { encoding: "utf8" });
      return status === 0 ? [{ python, device, version: (JSON.parse(stdout) as { version: string }).version }] : [];
    });
    if (places.length > 0) return places;
  }
  return [];
}

export class PyTorch implements Contender {
  #folder = "";
  #process: ChildProcess | undefined;
  #answers: AsyncIterator<string> | undefined;

  constructor(
    private readonly root: string,
    private readonly place: PyTorchPlace,
    private readonly read: ReadFile,
  ) {}

  async open(config: RunConfig): Promise<AdapterFacts> {
    const { python, device } = this.place;
    this.#folder = await mkdtemp(join(tmpdir(), "lena-lab-pytorch-"));
    await this.#writeJob(config);
    const child = spawn(python, [join(this.root, SCRIPT), device, this.#folder], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { device: name } = (await this.#answer()) as { device: string };
    return { vendor: "", architecture: "", device: "", description: name, software: device === "cpu" };
  }

  async run(updates: number): Promise<UpdateResult[]> {
    this.#process!.stdin!.write(`${updates}\n`);
    return (await this.#answer()) as UpdateResult[];
  }

  async close(): Promise<void> {
    this.#process?.kill();
    if (this.#folder) await rm(this.#folder, { recursive: true });
  }

  async #writeJob(config: RunConfig): Promise<void> {
    const { n } = scheduleOf(config);
    const batches = (await readBatches(config, this.read)).flat();
    const { microBatch, momentum, weightDecay, baseRate } = config;
    const { layers } = modelOf(config);
    const { imageShape } = datasetOf(config);
    const job = { layers, imageShape, microBatch, n, momentum, weightDecay, rate: baseRate * n };
    const write = (name: string, content: string | Uint8Array) => writeFile(join(this.#folder, name), content);
    await write("job.json", JSON.stringify(job));
    await write("weights.f32", joined(initialTensors(config).map(({ values }) => values)));
    await write("images.f32", joined(batches.map(({ images }) => images)));
    await write("labels.i32", joined(batches.map(({ labels }) => labels)));
  }

  async #answer(): Promise<unknown> {
    const { value, done } = await this.#answers!.next();
    if (!done) return JSON.parse(value);
    throw new WorkerLostError({
      where: SCRIPT,
      wanted: "an answer",
      found: "the end of the process",
      tryThis: "read what it printed above, or leave it out: --peers none",
    });
  }
}

function joined(parts: readonly (Float32Array | Int32Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}
