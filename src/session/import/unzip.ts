/**
 * @file The files of a zip archive from outside, as bytes. Sizes are held to while inflating, not believed: a header may
 * lie. Checksums are compared, so that an altered archive is not taken for a run. Not here: what the files hold.
 */
import { Inflate } from "fflate";
import { DataError } from "../../core/errors.ts";

export const archiveLimits = {
  /** Of the archive itself. */
  archiveBytes: 100_000_000,
  /** Of all its files that are read, inflated. */
  inflatedBytes: 400_000_000,
  files: 1_000,
} as const;

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Packed bytes at a time: what they grow to is bounded, so a limit is noticed soon after it is passed. */
const SLICE = 16_384;
const DEFLATE_GROWTH = 1032;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly compressed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/** Only files whose name `isWanted` are inflated. `where` names the archive in errors. */
export function unzipFiles(
  archive: Uint8Array,
  where: string,
  isWanted: (name: string) => boolean,
  limits: { readonly [K in keyof typeof archiveLimits]: number } = archiveLimits,
): Map<string, Uint8Array> {
  if (archive.length > limits.archiveBytes)
    throw tooLarge(where, `at most ${limits.archiveBytes} bytes`, archive.length);
  const entries = readDirectory(archive, where, limits.files).filter(({ name }) => isWanted(name));
  const claimed = entries.reduce((sum, { size }) => sum + size, 0);
  const wanted = `files of at most ${limits.inflatedBytes} bytes in all`;
  if (claimed > limits.inflatedBytes) throw tooLarge(where, wanted, claimed);
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (files.has(entry.name)) throw broken(where, "every file once", `${entry.name} twice`);
    files.set(entry.name, inflate(archive, entry, `${where}: ${entry.name}`));
  }
  return files;
}

function readDirectory(archive: Uint8Array, where: string, most: number): Entry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  if (end === undefined) {
    const isZip = archive.length >= 4 && view.getUint32(0, true) === LOCAL;
    throw broken(
      where,
      "a whole zip archive",
      isZip ? `one that was cut short at ${archive.length} bytes` : "no zip archive",
    );
  }
  const count = view.getUint16(end + 10, true);
  if (count > most) throw broken(where, `at most ${most} files`, `${count}`);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY) {
      throw broken(where, `a list of ${count} files`, "one that breaks off");
    }
    const nameBytes = view.getUint16(at + 28, true);
    const entry: Entry = {
      name: new TextDecoder().decode(archive.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      checksum: view.getUint32(at + 16, true),
      compressed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    at += ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return entry;
  });
}

/** The record at the end may be followed by a comment of up to 65,535 bytes. */
function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_BYTES - 0xffff);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}

function inflate(archive: Uint8Array, entry: Entry, where: string): Uint8Array {
  const bytes = compressedBytes(archive, entry, where);
  const file = entry.method === 0 ? bytes : inflateBytes(bytes, entry.size, where);
  if (file.length !== entry.size) throw broken(where, `${entry.size} bytes`, `${file.length}`);
  if (checksumOf(file) !== entry.checksum)
    throw broken(where, "the bytes that were packed", "others: the checksum differs");
  return file;
}

function compressedBytes(archive: Uint8Array, { offset, compressed, method, encrypted }: Entry, where: string) {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (encrypted) throw broken(where, "a file without a password", "an encrypted one");
  if (method !== 0 && method !== 8) throw broken(where, "a stored or deflated file", `compression method ${method}`);
  if (offset + LOCAL_BYTES > archive.length || view.getUint32(offset, true) !== LOCAL) {
    throw broken(where, "a file where the list says", "something else there");
  }
  const first = offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (first + compressed > archive.length) throw broken(where, `${compressed} packed bytes`, "the end of the archive");
  return archive.subarray(first, first + compressed);
}

function inflateBytes(packed: Uint8Array, size: number, where: string): Uint8Array {
  if (size > (packed.length + 1) * DEFLATE_GROWTH) {
    throw broken(where, `at most ${DEFLATE_GROWTH} bytes for each that is packed`, `${size} from ${packed.length}`);
  }
  const file = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) throw broken(where, `${size} bytes, as the archive says`, "more");
    file.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += SLICE) {
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw broken(where, "a file that unpacks", cause instanceof Error ? cause.message : String(cause));
  }
  return file.subarray(0, length);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32, as zip archives have it. */
function checksumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 0xff]!;
  return (sum ^ 0xffffffff) >>> 0;
}

function broken(where: string, wanted: string, found: string): DataError {
  return new DataError({
    where,
    wanted,
    found,
    tryThis: "the file as it was downloaded; this one is cut short or altered",
  });
}

function tooLarge(where: string, wanted: string, bytes: number): DataError {
  const tryThis = "a run bundle without other files in it; the tables of a long run are some ten megabytes";
  return new DataError({ where, wanted, found: `${bytes} bytes`, tryThis });
}
