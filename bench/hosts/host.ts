/** @file A place where our engine runs and is measured: a browser page or Node. */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { RunConfig } from "../../src/train/config.ts";
import type { Contender, ContenderId } from "../contender.ts";
import type { KernelReport } from "../kernels.ts";
import { writeRandomImages } from "../random-data.ts";

/** Folders. */
export interface Places {
  /** Of the repository. */
  readonly root: string;
  /** Of the workers' built scripts. */
  readonly scripts: URL;
  readonly dataRoot: string;
}

export interface Host {
  /** True where its adapter computes on the processor. */
  readonly software: boolean;
  /** A new contender that waits to be opened. */
  start(id: ContenderId): Promise<Contender>;
  kernels(configs: readonly RunConfig[]): Promise<KernelReport>;
  close(): Promise<void>;
}

/** Every data set of the benchmark, in one data root. */
export async function writeData({ root, dataRoot }: Places): Promise<void> {
  await cp(join(root, "public/data"), dataRoot, { recursive: true });
  await writeRandomImages(dataRoot);
}
