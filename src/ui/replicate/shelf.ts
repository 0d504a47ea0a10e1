/**
 * @file What this browser keeps of sweeps: in its private file system a folder for each, with sweep.json, and for every
 * run its result (<key>.json) and its bundle without the weights (<key>.zip).
 * Not here: which runs are made (sweep/runner.ts), how files are kept (ui/storage/private-files.ts).
 */
import { canonicalJson, shortHash } from "../../core/canonical.ts";
import type { ErrorReport } from "../../core/errors.ts";
import type { Overlap } from "../../data/overlap.ts";
import { planSweep } from "../../sweep/plan.ts";
import { parseRunResult } from "../../sweep/result.ts";
import type { RunArchive } from "../../sweep/runner.ts";
import type { RunResult, Sweep } from "../../sweep/sweep.ts";
import { withoutWeights } from "../../train/export/bundle.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { type FileStorage, PrivateFiles } from "../storage/private-files.ts";

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
  readonly #files: PrivateFiles;

  private constructor(files: PrivateFiles) {
    this.#files = files;
  }

  static async open(storage: FileStorage | undefined): Promise<Shelf> {
    return new Shelf(await PrivateFiles.open(storage, ROOT, "sweeps"));
  }

  /** Why something is not kept beyond this page; absent while everything is. */
  get problem(): ErrorReport | undefined {
    return this.#files.problem;
  }

  /** The one begun last comes first. Those that this version cannot run are left out. */
  async list(): Promise<KeptSweep[]> {
    const found: { kept: KeptSweep; changed: number }[] = [];
    for (const folder of await this.#files.folders()) {
      const file = (await this.#files.files(folder)).get(SWEEP_FILE);
      const kept = file && readSweep(await file.text());
      if (kept) found.push({ kept, changed: file.lastModified });
    }
    return found.sort((a, b) => b.changed - a.changed).map(({ kept }) => kept);
  }

  async begin(kept: KeptSweep): Promise<void> {
    await this.#files.write(shelfName(kept.sweep), SWEEP_FILE, JSON.stringify(kept));
  }

  archive(sweep: Sweep): RunArchive {
    const folder = shelfName(sweep);
    return {
      read: async () => {
        const results = new Map<string, RunResult>();
        for (const [name, file] of await this.#files.files(folder)) {
          const result = name.endsWith(".json") ? parseRunResult(await file.text()) : undefined;
          if (result && name === `${result.key}.json`) results.set(result.key, result);
        }
        return results;
      },
      write: async (result, bundle) => {
        const light = withoutWeights(bundle); // inspection.safetensors stays, so that Compare shows all of the run
        if (light.size > 0) await this.#files.write(folder, `${result.key}.zip`, zipFiles(light, new Date()));
        // Last, since it is what says that the run is there.
        await this.#files.write(folder, `${result.key}.json`, JSON.stringify(result));
      },
    };
  }

  /** Bundles as zip archives, by the key of their run. */
  async bundles(sweep: Sweep): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for (const [name, file] of await this.#files.files(shelfName(sweep))) {
      if (name.endsWith(".zip") && file.size > 0)
        found.set(name.slice(0, -4), new Uint8Array(await file.arrayBuffer()));
    }
    return found;
  }

  async remove(sweep: Sweep): Promise<void> {
    await this.#files.remove(shelfName(sweep));
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
