/**
 * @file index.json of a data set: its schema, and its check as outside input
 * against what the catalogue promises. Nothing in it is believed before that.
 */
import * as v from "valibot";
import { DataError } from "../core/errors.ts";
import { sizeOf } from "../core/shape.ts";
import type { DatasetEntry } from "./catalogue.ts";
import { shardByteLength } from "./shard.ts";

export const MANIFEST_VERSION = 1;
export const splitNames = ["train", "validation", "test"] as const;
export type SplitName = (typeof splitNames)[number];

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = v.pipe(v.string(), v.maxLength(1000));
const finite = v.pipe(v.number(), v.finite());

const shard = v.strictObject({
  /** A plain name: a path could lead out of the data folder. */
  file: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}\.shard$/)),
  count: whole(1, 100_000),
  /** Before gzip. */
  byteLength: whole(1, 2 ** 30),
  storedByteLength: whole(1, 2 ** 30),
  /** Of the content before gzip. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const split = v.strictObject({
  count: whole(1, 10_000_000),
  shards: v.pipe(v.array(shard), v.minLength(1), v.maxLength(10_000)),
});

const manifestSchema = v.strictObject({
  version: v.literal(MANIFEST_VERSION),
  id: text,
  imageShape: v.tuple([whole(1, 4096), whole(1, 4096), whole(1, 4096)]),
  classCount: whole(2, 256),
  /** x ↦ (x/255 − mean) / deviation, per channel, measured on the train split. */
  normalisation: v.strictObject({
    mean: v.array(finite),
    deviation: v.array(v.pipe(finite, v.gtValue(0))),
  }),
  splitSeed: whole(0, 2 ** 53 - 1),
  source: v.strictObject({ citation: text, address: text, licence: text }),
  splits: v.strictObject({ train: split, validation: split, test: split }),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type ShardEntry = Manifest["splits"]["train"]["shards"][number];

/** The manifest in `bytes`, or a DataError that names `where` and the first thing that is wrong. */
export function parseManifest(where: string, bytes: Uint8Array, entry: DatasetEntry): Manifest {
  const refuse = (wanted: string, found: string, cause?: unknown) =>
    new DataError(
      { where, wanted, found, tryThis: "put the original file back, or make the data again: npm run data" },
      { cause },
    );

  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse("JSON text", cause instanceof Error ? cause.message : String(cause), cause);
  }
  const result = v.safeParse(manifestSchema, json, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const at = v.getDotPath(issue) ?? "the whole file";
    throw refuse(`${at} to be ${issue.expected ?? "as the manifest says"}`, issue.received.slice(0, 80));
  }
  for (const [what, wanted, found] of comparisons(result.output, entry)) {
    if (String(wanted) !== String(found)) throw refuse(`${what} ${wanted}`, `${found}`);
  }
  return result.output;
}

/** Pairs that have to be equal: what is compared, what is wanted, what the manifest says. */
function* comparisons(manifest: Manifest, entry: DatasetEntry): Generator<[string, string | number, string | number]> {
  yield ["the data set", entry.id, manifest.id];
  yield ["images of", entry.imageShape.join("x"), manifest.imageShape.join("x")];
  yield ["a class count of", entry.classes.length, manifest.classCount];
  yield ["means for a channel count of", entry.imageShape[0], manifest.normalisation.mean.length];
  yield ["deviations for a channel count of", entry.imageShape[0], manifest.normalisation.deviation.length];
  const counts = { train: entry.trainCount, validation: entry.validationCount, test: entry.testCount };
  for (const name of splitNames) {
    const { count, shards } = manifest.splits[name];
    yield [`${name} images:`, counts[name], count];
    yield [`${name} images in all shards:`, count, shards.reduce((sum, one) => sum + one.count, 0)];
    for (const one of shards) {
      yield [`${one.file} of byte length`, shardByteLength(one.count, sizeOf(entry.imageShape)), one.byteLength];
    }
  }
}
