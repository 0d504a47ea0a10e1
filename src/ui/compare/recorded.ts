/**
 * @file The runs that come with the page: recorded/index.json says which, each is a bundle without its weights.
 * scripts/record-runs.mjs makes them.
 */
import * as v from "valibot";
import { DataError } from "../../core/errors.ts";
import type { ReadFile } from "../../data/dataset.ts";
import { type ReadBundle, readBundle } from "../../session/import/read-bundle.ts";

const indexSchema = v.array(
  v.strictObject({
    file: v.pipe(v.string(), v.regex(/^[\w.-]+\.zip$/)),
    title: v.string(),
    /** What to look for. */
    about: v.string(),
    byteLength: v.number(),
  }),
);
export type RecordedRun = v.InferOutput<typeof indexSchema>[number];

const signal = new AbortController().signal;

/** Empty where the page was published without any. */
export async function listRecorded(read: ReadFile): Promise<readonly RecordedRun[]> {
  let bytes: Uint8Array;
  try {
    bytes = await read("index.json", { signal });
  } catch {
    return [];
  }
  try {
    return v.parse(indexSchema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new DataError(
      {
        where: "recorded/index.json",
        wanted: "a list of recorded runs",
        found: cause instanceof Error ? cause.message : String(cause),
        tryThis: "publish the folder recorded/ as it was built",
      },
      { cause },
    );
  }
}

export async function readRecorded(read: ReadFile, { file }: RecordedRun): Promise<ReadBundle> {
  return readBundle(await read(file, { signal }), file);
}
