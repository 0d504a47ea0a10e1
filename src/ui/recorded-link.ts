/**
 * @file A recorded run as the end of an address, #recorded=small-cnn-lena-n64, and the run behind it. Read back it is
 * hostile input: it is a name in the list of runs that come with the page, or the list is told. Nothing else is fetched.
 * Not here: the runs and their list (compare/recorded.ts), which are loaded when a link asks for them.
 */
import { DataError } from "../core/errors.ts";
import type { ReadFile } from "../data/dataset.ts";
import type { ReadBundle } from "../session/import/read-bundle.ts";
import type { RecordedRun } from "./compare/recorded.ts";

const START = "#recorded=";

/** A run from a bundle, to be shown in the Train view. */
export interface Recording {
  readonly name: string;
  readonly bundle: ReadBundle;
  /** What to look for in it. */
  readonly about?: string;
  /** Its address; only a run that comes with the page has one. */
  readonly link?: string;
}

export const isRecordedLink = (hash: string): boolean => hash.startsWith(START);

const linkTo = (file: string): string => START + file.replace(/\.zip$/, "");

export function recordingOf({ file, title, about }: RecordedRun, bundle: ReadBundle): Recording {
  return { name: title, about, link: linkTo(file), bundle };
}

/** Rejects with a LenaError where there is no such run, or it cannot be read. `read`: from the folder of recorded runs. */
export async function openRecordedLink(hash: string, read: ReadFile): Promise<Recording> {
  const { listRecorded, readRecorded } = await import("./compare/recorded.ts");
  const runs = await listRecorded(read);
  const run = runs.find(({ file }) => linkTo(file) === hash);
  if (!run) throw unknown(hash, runs);
  return recordingOf(run, await readRecorded(read, run));
}

function unknown(hash: string, runs: readonly RecordedRun[]): DataError {
  const names = runs.map(({ file }) => linkTo(file).slice(START.length)).join(", ");
  return new DataError({
    where: "link",
    wanted: names ? `a recorded run: ${names}` : "a recorded run, but this page was published without any",
    found: `"${hash.slice(START.length, START.length + 60)}"`,
    tryThis: names ? "one of these names, or choosing the run under Compare" : "training a run, or opening a bundle",
  });
}
