/**
 * @file The runs that the Compare view knows: kept in this browser, recorded with the page, opened as files. Reads a run
 * when it is chosen, and gives it a place in the palette for as long as it is. Not here: how any of it looks.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { DataError, type ErrorReport, reportOf } from "../../core/errors.ts";
import type { ReadFile } from "../../data/dataset.ts";
import { type ReadBundle, readBundle } from "../../session/import/read-bundle.ts";
import type { RunConfig } from "../../train/config.ts";
import type { History, KeptRun } from "../storage/history.ts";
import { listRecorded, type RecordedRun, readRecorded } from "./recorded.ts";
import { mostRuns } from "./run-styles.ts";
import { Places, type ShownRun, shownRun } from "./shown-run.ts";

/** Chosen for a person who comes without a wish. */
const FIRST_CHOICE = 4;

export interface LibrarySources {
  readonly history: () => Promise<History>;
  readonly readRecorded: ReadFile;
}

export class RunLibrary implements ReactiveController {
  /** The newest first. */
  kept: readonly KeptRun[] = [];
  recorded: readonly RecordedRun[] = [];
  /** The newest first. */
  opened: readonly ShownRun[] = [];
  /** Ids of the runs that are overlaid, in the order of choice. */
  chosen: readonly string[] = [];
  readonly places = new Places();
  error: ErrorReport | undefined;
  history: History | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #sources: LibrarySources;
  readonly #bundles = new Map<string, ReadBundle>();
  readonly #shown = new Map<string, ShownRun>();
  #files = 0;
  #isFirst = true;

  constructor(host: ReactiveControllerHost, sources: LibrarySources) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  hostConnected(): void {
    void this.#begin();
  }

  hostDisconnected(): void {
    this.history?.removeEventListener("change", this.#reread);
  }

  /** Chosen runs that are read. */
  get shown(): ShownRun[] {
    return this.chosen.flatMap((id) => this.#shown.get(id) ?? []);
  }

  configOf(id: string): RunConfig | undefined {
    return this.#shown.get(id)?.config ?? this.kept.find((run) => run.id === id)?.config;
  }

  async toggle(id: string): Promise<void> {
    this.#isFirst = false;
    if (this.chosen.includes(id)) this.#release(id);
    else await this.choose([id]);
  }

  /** Adds to what is chosen, while that is wanted; a run that cannot be read says why, and the others stay. */
  async choose(ids: readonly string[], isWanted = () => true): Promise<void> {
    for (const id of ids) {
      if (!isWanted()) return;
      this.error = undefined;
      try {
        if (this.chosen.length >= mostRuns) throw tooMany();
        await this.bundleOf(id);
        if (this.chosen.includes(id) || !isWanted()) continue;
        this.places.of(id);
        this.chosen = [...this.chosen, id];
      } catch (thrown) {
        this.error = reportOf(thrown, "run");
      }
      this.#host.requestUpdate();
    }
  }

  /** Of a run from any source; it is read at most once. */
  async bundleOf(id: string): Promise<ReadBundle> {
    const there = this.#bundles.get(id);
    if (there) return there;
    const kept = this.kept.find((run) => run.id === id);
    const recorded = this.recorded.find(({ file }) => file === id);
    const bundle = recorded
      ? await readRecorded(this.#sources.readRecorded, recorded)
      : readBundle((await this.history?.bundle(id)) ?? gone(kept?.name ?? id), kept?.name ?? id);
    this.#bundles.set(id, bundle);
    this.#shown.set(id, shownRun(id, recorded?.title ?? kept?.name ?? id, bundle, kept?.reason));
    return bundle;
  }

  /** Takes a bundle from outside, and overlays it. */
  async addFile(name: string, bundle: ReadBundle): Promise<void> {
    const id = `file ${++this.#files}`;
    this.#isFirst = false; // whoever opens a file wants to see it, not what might be shown first
    this.#bundles.set(id, bundle);
    const run = shownRun(id, name, bundle);
    this.#shown.set(id, run);
    this.opened = [run, ...this.opened];
    await this.choose([id]);
  }

  /** Overlays the runs of a race, and nothing else. */
  showOnly(runs: readonly ShownRun[]): void {
    this.#isFirst = false;
    for (const id of this.chosen) this.places.release(id);
    this.chosen = runs.map(({ id }) => id);
    for (const run of runs) this.places.of(run.id);
    this.update(runs);
  }

  /** Runs that know more than before. */
  update(runs: readonly ShownRun[]): void {
    for (const run of runs) this.#shown.set(run.id, run);
  }

  /** A run goes by another id from now on: it is kept. */
  rename(from: string, to: string): void {
    this.places.rename(from, to);
    this.chosen = this.chosen.map((id) => (id === from ? to : id));
    const run = this.#shown.get(from);
    this.#shown.delete(from);
    if (run) this.#shown.set(to, { ...run, id: to });
  }

  /** Lets go of what a race did not come to. */
  releaseEmpty(): void {
    for (const { id, store } of this.shown) if (!store?.updateCount) this.#release(id);
  }

  async remove(id: string): Promise<void> {
    this.#release(id);
    this.#shown.delete(id);
    this.#bundles.delete(id);
    await this.history?.remove(id);
  }

  async change(id: string, change: Partial<Pick<KeptRun, "name" | "pinned">>): Promise<void> {
    await this.history?.change(id, change);
    await this.#reread();
    const run = this.#shown.get(id);
    const name = this.kept.find((kept) => kept.id === id)?.name;
    if (run && name) this.#shown.set(id, { ...run, name });
    this.#host.requestUpdate();
  }

  #release(id: string): void {
    this.places.release(id);
    this.chosen = this.chosen.filter((one) => one !== id);
    this.#host.requestUpdate();
  }

  async #begin(): Promise<void> {
    try {
      this.history = await this.#sources.history();
      this.history.addEventListener("change", this.#reread);
      this.kept = await this.history.list();
      this.recorded = await listRecorded(this.#sources.readRecorded);
      const first = this.kept.length > 0 ? this.kept.map(({ id }) => id) : this.recorded.map(({ file }) => file);
      await this.choose(first.slice(0, FIRST_CHOICE), () => this.#isFirst);
    } catch (thrown) {
      this.error = reportOf(thrown, "runs");
    }
    this.#host.requestUpdate();
  }

  readonly #reread = async (): Promise<void> => {
    this.kept = (await this.history?.list()) ?? [];
    this.#host.requestUpdate();
  };
}

function tooMany(): DataError {
  const wanted = `at most ${mostRuns} runs at once`;
  return new DataError({ where: "Compare", wanted, found: "one more", tryThis: "let go of a run first" });
}

function gone(name: string): never {
  throw new DataError({
    where: name,
    wanted: "the bundle of a kept run",
    found: "none: it made room for others, or the browser deleted it",
    tryThis: "the bundle from where it was downloaded, or the same run again",
  });
}
