/** @file Reads the data sets' files from a folder of this machine. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../core/errors.ts";
import type { ReadFile } from "../data/dataset.ts";

export function readFrom(root: string): ReadFile {
  return async (path, { signal, onBytes }) => {
    const file = join(root, path);
    try {
      const bytes = await readFile(file, { signal });
      onBytes?.(bytes.length);
      return bytes;
    } catch (cause) {
      signal.throwIfAborted();
      throw new DataError(
        {
          where: file,
          wanted: "a file of the data set",
          found: cause instanceof Error ? cause.message : String(cause),
          tryThis: "give the folder that holds fashion-mnist/ with --data, or make the data again: npm run data",
        },
        { cause },
      );
    }
  };
}
