/**
 * @file What a file from outside is: a run bundle, a configuration as JSON or a grid of them; anything else is refused with
 * a message that says what would be taken. Not here: how the file came (file-drop.ts), nor who shows it (ui/app.ts).
 */
import { DataError, fromReport } from "../../core/errors.ts";
import { type ReadBundle, readBundle } from "../../session/import/read-bundle.ts";
import { archiveLimits } from "../../session/import/unzip.ts";
import type { RunConfig } from "../../train/config.ts";
import { configOfBundle } from "../../train/export/bundle.ts";
import { givenConfig } from "../permalink.ts";
import { readText, tooLarge } from "./read-text.ts";

export type OpenedFile =
  | { readonly kind: "bundle"; readonly name: string; readonly bundle: ReadBundle }
  | { readonly kind: "config"; readonly name: string; readonly config: RunConfig }
  /** Not read further: only the Replicate view takes it. */
  | { readonly kind: "grid"; readonly name: string; readonly text: string };

const WANTED = "a run bundle (zip) or a configuration (JSON)";

/** Sizes are looked at before anything is read. Rejects with a LenaError that says why the file is not taken. */
export async function openFile(file: File): Promise<OpenedFile> {
  const { name, size } = file;
  if (size > archiveLimits.archiveBytes) throw tooLarge(file, "a file", archiveLimits.archiveBytes);
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
  return readJson(await readText(file, "a configuration (JSON)"), name);
}

function readJson(text: string, name: string): OpenedFile {
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
    return { kind: "grid", name, text };
  }
  const given = givenConfig(configOfBundle(json), name);
  if ("error" in given) throw fromReport(given.error);
  return { kind: "config", name, config: given.config };
}
