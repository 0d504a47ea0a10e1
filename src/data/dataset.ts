/**
 * @file Opens a data set and reads its shards, only those a run uses. Every byte
 * is checked against the manifest before it is handed on.
 * Not here: where files come from (a `ReadFile`), the order of a run (batches.ts).
 */
import { DataError } from "../core/errors.ts";
import { sizeOf } from "../core/shape.ts";
import type { DatasetEntry } from "./catalogue.ts";
import { gunzip } from "./gunzip.ts";
import { type Manifest, parseManifest, type ShardEntry, type SplitName } from "./manifest.ts";
import { type ShardContent, unpackShard } from "./shard.ts";

/**
 * Reads one file of the data root, for example "fashion-mnist/index.json". Rejects with a
 * DataError where there is none, and with the signal's reason once that is aborted.
 * `onBytes` hears how many bytes of the file have come so far.
 */
export type ReadFile = (
  path: string,
  options: { signal: AbortSignal; onBytes?: (byteLength: number) => void },
) => Promise<Uint8Array>;

export interface OpenDataset {
  readonly entry: DatasetEntry;
  readonly manifest: Manifest;
  /** Of index.json, in hexadecimal. It holds every shard's, so it stands for the whole data set. */
  readonly sha256: string;
}

export interface Shard extends ShardContent {
  readonly split: SplitName;
  /** Place of the first image in the split. */
  readonly first: number;
  readonly count: number;
}

export interface ReadShardsOptions {
  readonly signal: AbortSignal;
  /** Stored bytes: what has come, and what will come in all. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

export async function openDataset(entry: DatasetEntry, read: ReadFile, signal: AbortSignal): Promise<OpenDataset> {
  const path = `${entry.folder}/index.json`;
  const bytes = await read(path, { signal });
  return { entry, manifest: parseManifest(path, bytes, entry), sha256: await sha256(bytes) };
}

/** The first `wantedCount` images of a split, shard by shard. */
export async function* readShards(
  dataset: OpenDataset,
  split: SplitName,
  wantedCount: number,
  read: ReadFile,
  { signal, onProgress }: ReadShardsOptions,
): AsyncGenerator<Shard> {
  const { shards, count: available } = dataset.manifest.splits[split];
  if (!Number.isInteger(wantedCount) || wantedCount < 1 || wantedCount > available) {
    throw new DataError({
      where: `${dataset.entry.id}, ${split} split`,
      wanted: `a number of images from 1 to ${available}`,
      found: `${wantedCount}`,
      tryThis: `at most ${available}`,
    });
  }
  const needed = shardsFor(shards, wantedCount);
  const totalBytes = needed.reduce((sum, { stored }) => sum + stored.storedByteLength, 0);
  let doneBytes = 0;
  onProgress?.(0, totalBytes);
  for (const { stored, first, count } of needed) {
    const path = `${dataset.entry.folder}/${stored.file}`;
    // A server that unpacks on the way sends more bytes than are stored.
    const onBytes = (byteLength: number) =>
      onProgress?.(doneBytes + Math.min(byteLength, stored.storedByteLength), totalBytes);
    const bytes = await checkedContent(path, await read(path, { signal, onBytes }), stored);
    signal.throwIfAborted();
    const content = unpackShard(bytes, stored.count, sizeOf(dataset.entry.imageShape), count);
    checkLabels(path, content.labels, dataset.manifest.classCount);
    doneBytes += stored.storedByteLength;
    onProgress?.(doneBytes, totalBytes);
    yield { split, first, count, ...content };
  }
}

/** The shards that hold the first `wantedCount` images, each with where it starts and how many of it are used. */
function shardsFor(shards: readonly ShardEntry[], wantedCount: number) {
  const needed: { stored: ShardEntry; first: number; count: number }[] = [];
  let first = 0;
  for (const stored of shards) {
    if (first >= wantedCount) break;
    needed.push({ stored, first, count: Math.min(stored.count, wantedCount - first) });
    first += stored.count;
  }
  return needed;
}

const restore =
  "load it again; if that does not help, put the original file back, or make the data again: npm run data";

/** The shard's content before gzip, proven to be what the manifest promises. */
async function checkedContent(path: string, got: Uint8Array, entry: ShardEntry): Promise<Uint8Array> {
  const { byteLength, storedByteLength } = entry;
  if (got.length !== storedByteLength && got.length !== byteLength) {
    const found = `${got.length} bytes`;
    throw new DataError({ where: path, wanted: `${storedByteLength} bytes`, found, tryThis: restore });
  }
  // Some servers unpack on the way; then the length is the content's own.
  const content = got.length === byteLength ? got : await unpack(path, got, byteLength);
  const digest = await sha256(content);
  if (content.length !== byteLength || digest !== entry.sha256) {
    throw new DataError({
      where: path,
      wanted: `${byteLength} bytes with SHA-256 ${entry.sha256}`,
      found: `${content.length} bytes with ${digest}`,
      tryThis: restore,
    });
  }
  return content;
}

async function unpack(path: string, packed: Uint8Array, byteLength: number): Promise<Uint8Array> {
  try {
    return await gunzip(packed, byteLength);
  } catch (cause) {
    const found = `bytes that do not unpack (${cause instanceof Error ? cause.message : cause})`;
    const wanted = `gzip data of ${byteLength} bytes`;
    throw new DataError({ where: path, wanted, found, tryThis: restore }, { cause });
  }
}

/** A label outside the classes would read outside a buffer on the device. */
function checkLabels(path: string, labels: Uint8Array, classCount: number): void {
  const wrong = labels.findIndex((label) => label >= classCount);
  if (wrong === -1) return;
  throw new DataError({
    where: path,
    wanted: `labels from 0 to ${classCount - 1}`,
    found: `${labels[wrong]} at image ${wrong}`,
    tryThis: restore,
  });
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
