/**
 * @file Puts a run bundle into a folder: checked before the run, written after it.
 * Not here: what the files hold (train/export/bundle.ts).
 */
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../core/errors.ts";

/** Files that not every bundle has; an older run's would be taken for this one's. */
const OPTIONAL_FILES = ["order.csv", "summary.json"];

/** Makes the folder. One with files in it is refused unless `force`. */
export async function prepareFolder(folder: string, force: boolean): Promise<void> {
  const content = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((cause: Error) => {
      const tryThis = "another folder, one that you may write to";
      throw new ConfigError(
        { where: `--out ${folder}`, wanted: "a folder to write to", found: cause.message, tryThis },
        { cause },
      );
    });
  if (content.length === 0 || force) return;
  throw new ConfigError({
    where: `--out ${folder}`,
    wanted: "an empty folder or a new one",
    found: `${content.length} files in it`,
    tryThis: "another folder, or --force to write over an older bundle",
  });
}

/** Every file appears whole or not at all: written under another name, then renamed. */
export async function writeBundle(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const name of OPTIONAL_FILES) {
    if (!files.has(name)) await rm(join(folder, name), { force: true });
  }
  for (const [name, bytes] of files) await writeFile(join(folder, `${name}.part`), bytes);
  for (const name of files.keys()) await rename(join(folder, `${name}.part`), join(folder, name));
}
