/**
 * @file What this browser keeps of sweeps: in its private file system a folder for each, with sweep.json, and for every
 * run its result (<key>.json) and its bundle without the weights (<key>.zip). What cannot be kept there is kept in memory, and
 * `problem` says so. Not here: which runs are made (sweep/runner.ts).
 */
import { canonicalJson, shortHash } from "../../core/canonical.ts";
import type { ErrorReport } from "../../core/errors.ts";
import type { Overlap } from "../../data/overlap.ts";
import { planSweep } from "../../sweep/plan.ts";
import { parseRunResult } from "../../sweep/result.ts";
import type { RunArchive } from "../../sweep/runner.ts";
import type { RunResult, Sweep } from "../../sweep/sweep.ts";
import { zipFiles } from "../../train/export/zip.ts";

export interface KeptSweep {
  readonly sweep: Sweep;
  /** Whether the splits share images, once that was looked at. */
  readonly overlap?: Overlap | undefined;
}

const ROOT = "sweeps";
const SWEEP_FILE = "sweep.json";

/** The same for every number of seeds, so that a sweep may get more of them. */
export function shelfName(sweep: Sweep): string {
  const plain = sweep.id.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${plain.slice(0, 60)}-${shortHash(canonicalJson({ ...sweep, id: "", title: "", seeds: [] }))}`;
}

export class Shelf {
  /** Why something is not kept beyond this page; absent while everything is. */
  problem: ErrorReport | undefined;
  readonly #root: FileSystemDirectoryHandle | undefined;
  /** Files that found no place, by folder and name. */
  readonly #memory = new Map<string, Map<string, File>>();

  private constructor(root: FileSystemDirectoryHandle | undefined, problem?: ErrorReport) {
    this.#root = root;
    this.problem = problem;
  }

  /** In memory where the browser has no storage for this site, or refuses it. */
  static async open(storage: Pick<StorageManager, "getDirectory"> | undefined): Promise<Shelf> {
    try {
      if (!storage?.getDirectory) throw new Error("a browser without private files");
      const origin = await storage.getDirectory();
      return new Shelf(await origin.getDirectoryHandle(ROOT, { create: true }));
    } catch (cause) {
      return new Shelf(undefined, problemOf(cause));
    }
  }

  /** The one begun last comes first. Those that this version cannot run are left out. */
  async list(): Promise<KeptSweep[]> {
    const found: { kept: KeptSweep; changed: number }[] = [];
    for (const folder of await this.#folders()) {
      const file = (await this.#files(folder)).get(SWEEP_FILE);
      const kept = file && readSweep(await file.text());
      if (kept) found.push({ kept, changed: file.lastModified });
    }
    return found.sort((a, b) => b.changed - a.changed).map(({ kept }) => kept);
  }

  async begin(kept: KeptSweep): Promise<void> {
    await this.#write(shelfName(kept.sweep), SWEEP_FILE, JSON.stringify(kept));
  }

  archive(sweep: Sweep): RunArchive {
    const folder = shelfName(sweep);
    return {
      read: async () => {
        const results = new Map<string, RunResult>();
        for (const [name, file] of await this.#files(folder)) {
          const result = name.endsWith(".json") ? parseRunResult(await file.text()) : undefined;
          if (result && name === `${result.key}.json`) results.set(result.key, result);
        }
        return results;
      },
      write: async (result, bundle) => {
        const light = new Map([...bundle].filter(([name]) => !name.endsWith(".safetensors")));
        if (light.size > 0) await this.#write(folder, `${result.key}.zip`, zipFiles(light, new Date()));
        // Last, since it is what says that the run is there.
        await this.#write(folder, `${result.key}.json`, JSON.stringify(result));
      },
    };
  }

  /** Bundles as zip archives, by the key of their run. */
  async bundles(sweep: Sweep): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for (const [name, file] of await this.#files(shelfName(sweep))) {
      if (name.endsWith(".zip") && file.size > 0)
        found.set(name.slice(0, -4), new Uint8Array(await file.arrayBuffer()));
    }
    return found;
  }

  async remove(sweep: Sweep): Promise<void> {
    const folder = shelfName(sweep);
    this.#memory.delete(folder);
    await this.#root?.removeEntry(folder, { recursive: true }).catch((cause) => {
      if (nameOf(cause) !== "NotFoundError") throw cause;
    });
  }

  async #folders(): Promise<Set<string>> {
    const names = new Set(this.#memory.keys());
    if (this.#root) for await (const name of this.#root.keys()) names.add(name);
    return names;
  }

  async #files(folder: string): Promise<Map<string, File>> {
    const found = new Map<string, File>();
    const directory = await this.#root?.getDirectoryHandle(folder).catch(() => undefined);
    if (directory) {
      for await (const [name, handle] of directory.entries()) {
        if (handle instanceof FileSystemFileHandle) found.set(name, await handle.getFile());
      }
    }
    for (const [name, file] of this.#memory.get(folder) ?? []) found.set(name, file);
    return found;
  }

  /** The file appears whole or not at all: what was written counts once its stream is closed. */
  async #write(folder: string, name: string, content: string | Uint8Array): Promise<void> {
    const file = new File([typeof content === "string" ? content : new Uint8Array(content)], name);
    try {
      if (!this.#root) throw new Error("no storage");
      const directory = await this.#root.getDirectoryHandle(folder, { create: true });
      const stream = await (await directory.getFileHandle(name, { create: true })).createWritable();
      try {
        await stream.write(file);
        await stream.close();
      } catch (cause) {
        await stream.abort().catch(() => {});
        throw cause;
      }
    } catch (cause) {
      this.problem ??= problemOf(cause);
      const files = this.#memory.get(folder) ?? new Map<string, File>();
      this.#memory.set(folder, files.set(name, file));
    }
  }
}

function readSweep(text: string): KeptSweep | undefined {
  try {
    const kept = JSON.parse(text) as KeptSweep; // written by `begin`; a plan of it says whether it can still be used
    planSweep(kept.sweep);
    return kept;
  } catch {
    return undefined;
  }
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : "");

function problemOf(cause: unknown): ErrorReport {
  const isFull = nameOf(cause) === "QuotaExceededError";
  return {
    name: "StorageError",
    where: "storage of this browser",
    wanted: "room to keep finished runs",
    found: isFull ? "none left" : cause instanceof Error ? cause.message : String(cause),
    tryThis: isFull
      ? "delete kept sweeps, or download everything before you close the page"
      : "another browser window, not a private one; or download everything before you close the page",
  };
}
