/**
 * @file The runs that this browser keeps: each in a folder with run.json, a few numbers to choose by, and its bundle
 * without the weights. Beyond the limits the oldest that is not pinned makes room, and whoever added a run hears of it.
 * Not here: when a run is kept (keep-run.ts), how files are kept (private-files.ts).
 */
import * as v from "valibot";
import { canonicalJson, shortHash } from "../../core/canonical.ts";
import type { ErrorReport } from "../../core/errors.ts";
import { runConfigSchema } from "../../train/config.ts";
import { withoutWeights } from "../../train/export/bundle.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { type FileStorage, PrivateFiles } from "./private-files.ts";

const ROOT = "runs";
const INDEX = "run.json";
const BUNDLE = "bundle.zip";
const NAME_LENGTH = 80;
export const historyLimits = { runs: 60, bytes: 200_000_000 };
type HistoryLimits = typeof historyLimits;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));

const keptRunSchema = v.strictObject({
  id: v.string(),
  name: v.pipe(v.string(), v.maxLength(NAME_LENGTH)),
  /** Milliseconds since 1970. */
  savedAt: v.number(),
  /** Never makes room. */
  pinned: v.boolean(),
  config: runConfigSchema,
  outcome: v.picklist(["finished", "stopped", "diverged"]),
  /** Why it diverged. */
  reason: v.optional(v.string()),
  updates: count,
  finalAccuracy: share,
  testAccuracy: share,
  /** Of the bundle. */
  byteLength: count,
});
export type KeptRun = v.InferOutput<typeof keptRunSchema>;
export type NewRun = Omit<KeptRun, "id" | "savedAt" | "pinned" | "byteLength">;

/** Fires "change" when there is more, less or something else in it. */
export class History extends EventTarget {
  /** Runs that made room since the page was opened, newest last. */
  readonly gone: KeptRun[] = [];
  readonly #files: PrivateFiles;
  readonly #now: () => number;
  readonly #limits: HistoryLimits;

  private constructor(files: PrivateFiles, now: () => number, limits: HistoryLimits) {
    super();
    [this.#files, this.#now, this.#limits] = [files, now, limits];
  }

  static async open(storage: FileStorage | undefined, now: () => number, limits = historyLimits): Promise<History> {
    return new History(await PrivateFiles.open(storage, ROOT, "runs"), now, limits);
  }

  /** Why some runs are kept only while the page is open; absent while all stay. */
  get problem(): ErrorReport | undefined {
    return this.#files.problem;
  }

  /** Whether the run is kept only while the page is open. */
  isPassing(id: string): boolean {
    return this.#files.isInMemory(id);
  }

  /** The newest first. Those of another version's form are left where they are, unlisted. */
  async list(): Promise<KeptRun[]> {
    const runs: KeptRun[] = [];
    for (const folder of await this.#files.folders()) {
      const file = (await this.#files.files(folder)).get(INDEX);
      const run = file && parseKeptRun(await file.text().catch(() => "")); // another tab may delete it meanwhile
      if (run?.id === folder) runs.push(run);
    }
    return runs.sort((a, b) => b.savedAt - a.savedAt || (a.id < b.id ? 1 : -1));
  }

  async add(run: NewRun, bundle: ReadonlyMap<string, Uint8Array>): Promise<KeptRun> {
    const savedAt = this.#now();
    const zip = zipFiles(withoutWeights(bundle), new Date(savedAt));
    const id = `${savedAt.toString(36)}-${shortHash(canonicalJson(run.config))}`;
    const name = run.name.slice(0, NAME_LENGTH);
    const kept: KeptRun = { ...run, name, id, savedAt, pinned: false, byteLength: zip.length };
    await this.#files.write(id, BUNDLE, zip);
    // Last, since it is what says that the run is there.
    await this.#files.write(id, INDEX, JSON.stringify(kept));
    await this.#makeRoom(id);
    this.dispatchEvent(new Event("change"));
    return kept;
  }

  async change(id: string, change: Partial<Pick<KeptRun, "name" | "pinned">>): Promise<void> {
    const run = (await this.list()).find((one) => one.id === id);
    if (!run) return;
    const name = (change.name ?? run.name).trim().slice(0, NAME_LENGTH) || run.name;
    await this.#files.write(id, INDEX, JSON.stringify({ ...run, ...change, name }));
    this.dispatchEvent(new Event("change"));
  }

  async remove(id: string): Promise<void> {
    await this.#files.remove(id);
    this.dispatchEvent(new Event("change"));
  }

  /** As a zip archive; undefined where it is gone. */
  async bundle(id: string): Promise<Uint8Array | undefined> {
    const file = (await this.#files.files(id)).get(BUNDLE);
    const bytes = await file?.arrayBuffer().catch(() => undefined); // another tab may delete it meanwhile
    return bytes && new Uint8Array(bytes);
  }

  async #makeRoom(newest: string): Promise<void> {
    const runs = await this.list();
    let bytes = runs.reduce((sum, { byteLength }) => sum + byteLength, 0);
    let left = runs.length;
    for (const run of runs.reverse()) {
      if (left <= this.#limits.runs && bytes <= this.#limits.bytes) return;
      if (run.pinned || run.id === newest) continue;
      await this.#files.remove(run.id);
      this.gone.push(run);
      bytes -= run.byteLength;
      left--;
    }
  }
}

function parseKeptRun(text: string): KeptRun | undefined {
  try {
    const result = v.safeParse(keptRunSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
