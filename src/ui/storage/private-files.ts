/**
 * @file Folders of small files in the browser's private file system, below one root. What cannot be kept there is kept in
 * memory, and `problem` says so; it moves out as soon as there is room. Not here: what the files are
 * (ui/replicate/shelf.ts, history.ts).
 */
import type { ErrorReport } from "../../core/errors.ts";

export type FileStorage = Pick<StorageManager, "getDirectory">;

export class PrivateFiles {
  /** Why something is not kept beyond this page; absent while everything is. */
  problem: ErrorReport | undefined;
  readonly #root: FileSystemDirectoryHandle | undefined;
  readonly #what: string;
  #last = Promise.resolve();
  /** Files on their way to storage, or without a place there, by folder and name. */
  readonly #memory = new Map<string, Map<string, File>>();

  private constructor(what: string, root: FileSystemDirectoryHandle | undefined, cause?: unknown) {
    this.#what = what;
    this.#root = root;
    if (!root) this.problem = problemOf(cause, what);
  }

  /** In memory where the browser has no storage for this site, or refuses it. `what`: kept things, for the problem's words. */
  static async open(storage: FileStorage | undefined, root: string, what: string): Promise<PrivateFiles> {
    try {
      if (!storage?.getDirectory) throw new Error("a browser without private files");
      const origin = await storage.getDirectory();
      return new PrivateFiles(what, await origin.getDirectoryHandle(root, { create: true }));
    } catch (cause) {
      return new PrivateFiles(what, undefined, cause);
    }
  }

  async folders(): Promise<Set<string>> {
    const names = new Set(this.#memory.keys());
    await unlessGone(async () => {
      if (this.#root) for await (const name of this.#root.keys()) names.add(name);
    });
    return names;
  }

  /** By name. */
  async files(folder: string): Promise<Map<string, File>> {
    const found = new Map<string, File>();
    const directory = await this.#root?.getDirectoryHandle(folder).catch(() => undefined);
    await unlessGone(async () => {
      for await (const [name, handle] of directory?.entries() ?? []) {
        if (handle instanceof FileSystemFileHandle) found.set(name, await handle.getFile());
      }
    });
    for (const [name, file] of this.#memory.get(folder) ?? []) found.set(name, file);
    return found;
  }

  /** Whether files of the folder are gone when the page is closed. */
  isInMemory(folder: string): boolean {
    return this.#memory.has(folder);
  }

  /**
   * The file appears whole or not at all: what was written counts once its stream is closed. Those of a folder come to
   * storage in the order in which they were written, so that one which says that another is there never lies.
   */
  async write(folder: string, name: string, content: string | Uint8Array): Promise<void> {
    const files = this.#memory.get(folder) ?? new Map<string, File>();
    files.delete(name); // it goes to the end
    files.set(name, new File([typeof content === "string" ? content : new Uint8Array(content)], name));
    this.#memory.set(folder, files);
    await this.#inTurn(() => this.#moveOut());
  }

  async remove(folder: string): Promise<void> {
    this.#memory.delete(folder);
    await this.#inTurn(async () => {
      await unlessGone(async () => this.#root?.removeEntry(folder, { recursive: true }));
      await this.#moveOut();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Everything in memory, as far as there is room. */
  async #moveOut(): Promise<void> {
    if (!this.#root) return;
    let problem: ErrorReport | undefined;
    for (const [folder, files] of this.#memory) {
      try {
        for (const [name, file] of files) {
          await store(await this.#root.getDirectoryHandle(folder, { create: true }), name, file);
          if (files.get(name) === file) files.delete(name); // else it was written again meanwhile
        }
        this.#memory.delete(folder);
      } catch (cause) {
        problem = problemOf(cause, this.#what);
      }
    }
    this.problem = problem;
  }
}

async function store(folder: FileSystemDirectoryHandle, name: string, file: File): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await stream.write(file);
    await stream.close();
  } catch (cause) {
    await stream.abort().catch(() => {});
    throw cause;
  }
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : "");

/** What another tab, or the browser, deletes meanwhile is not there: no error. */
async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (nameOf(cause) !== "NotFoundError") throw cause;
  }
}

function problemOf(cause: unknown, what: string): ErrorReport {
  const isFull = nameOf(cause) === "QuotaExceededError";
  return {
    name: "StorageError",
    where: "storage of this browser",
    wanted: "room to keep finished runs",
    found: isFull ? "no room left" : cause instanceof Error ? cause.message : String(cause),
    tryThis: isFull
      ? `delete kept ${what}, or download everything before you close the page`
      : "another browser window, not a private one; or download everything before you close the page",
  };
}
