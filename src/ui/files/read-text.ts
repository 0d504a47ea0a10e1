/** @file A JSON file from outside as text, its size looked at before it is read. Not here: what is in it. */
import { DataError } from "../../core/errors.ts";
import { formatBytes } from "../format.ts";

/** A configuration holds at most a model of some hundred layers, and a grid one of those. */
const MOST_BYTES = 1_000_000;

/** `what`: what is wanted, for the error. */
export async function readText(file: File, what: string): Promise<string> {
  if (file.size > MOST_BYTES) throw tooLarge(file, what, MOST_BYTES);
  return file.text();
}

export function tooLarge({ name, size }: File, what: string, most: number): DataError {
  return new DataError({
    where: name,
    wanted: `${what} of at most ${formatBytes(most)}`,
    found: formatBytes(size),
    tryThis: "a file that this page or the command line wrote",
  });
}
