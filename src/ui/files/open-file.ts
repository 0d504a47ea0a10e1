/**
 * @file What a file from outside is: a run bundle, or a configuration as JSON; anything else is refused with a message
 * that says what would be taken. Not here: how the file came (file-drop.ts), nor who shows it (ui/app.ts).
 */
import { ConfigError, DataError, fromReport } from "../../core/errors.ts";
import { type ReadBundle, readBundle } from "../../session/import/read-bundle.ts";
import { archiveLimits } from "../../session/import/unzip.ts";
import type { RunConfig } from "../../train/config.ts";
import { configOfBundle } from "../../train/export/bundle.ts";
import { formatBytes } from "../format.ts";
import { givenConfig } from "../permalink.ts";

export type OpenedFile =
  | { readonly kind: "bundle"; readonly name: string; readonly bundle: ReadBundle }
  | { readonly kind: "config"; readonly name: string; readonly config: RunConfig };

/** A configuration holds at most a model of some hundred layers. */
const MOST_JSON = 1_000_000;
const WANTED = "a run bundle (zip) or a configuration (JSON)";

/** Sizes are looked at before anything is read. Rejects with a LenaError that says why the file is not taken. */
export async function openFile(file: File): Promise<OpenedFile> {
  const { name, size } = file;
  const tooLarge = (most: number, what: string) =>
    new DataError({
      where: name,
      wanted: `${what} of at most ${formatBytes(most)}`,
      found: formatBytes(size),
      tryThis: "a file that this page or the command line wrote",
    });
  if (size > archiveLimits.archiveBytes) throw tooLarge(archiveLimits.archiveBytes, "a file");
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] === 0x50 && head[1] === 0x4b) {
    const bundle = readBundle(new Uint8Array(await file.arrayBuffer()), name);
    return { kind: "bundle", name: name.replace(/\.zip$/i, ""), bundle };
  }
  if (/\.zip$/i.test(name)) {
    throw new DataError({
      where: name,
      wanted: WANTED,
      found: "no zip archive, in spite of its name",
      tryThis: "the file as it was downloaded",
    });
  }
  if (size > MOST_JSON) throw tooLarge(MOST_JSON, "a configuration (JSON)");
  return { kind: "config", name, config: readConfig(await file.text(), name) };
}

function readConfig(text: string, name: string): RunConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const found = text === "" ? "an empty file" : `"${text.slice(0, 40)}"`;
    throw new DataError({
      where: name,
      wanted: WANTED,
      found,
      tryThis: "a file that this page or the command line wrote",
    });
  }
  if (typeof json === "object" && json !== null && ("vary" in json || "seeds" in json)) {
    throw new ConfigError({
      where: name,
      wanted: WANTED,
      found: "a grid of many runs",
      tryThis: "the Replicate view: it takes grids",
    });
  }
  const given = givenConfig(configOfBundle(json), name);
  if ("error" in given) throw fromReport(given.error);
  return given.config;
}
