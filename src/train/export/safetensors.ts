/**
 * @file The safetensors format (huggingface.co/docs/safetensors): a JSON header
 * and raw little-endian tensors, float32 and int64. Reading treats the bytes as
 * hostile: any file that breaks the format is a DataError.
 */
import { DataError } from "../../core/errors.ts";
import { sizeOf } from "../../core/shape.ts";

export interface NamedTensor {
  readonly name: string;
  /** [] for a single number. */
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** Bytes before the header: its length as uint64. */
const PREFIX = 8;
/** The format's own limit, against headers that only claim memory. */
const MAX_HEADER = 100_000_000;
const ALIGNMENT = 8;
const elementBytes = { F32: 4, I64: 8 } as const;
type Dtype = keyof typeof elementBytes;

export function writeSafetensors(tensors: readonly NamedTensor[]): Uint8Array {
  // int64 first, as the format's own writer does, so that every tensor is aligned to its element size.
  const ordered = [...tensors].sort(
    (a, b) => Number(a.values instanceof Float32Array) - Number(b.values instanceof Float32Array),
  );
  const header: Record<string, object> = {};
  let end = 0;
  for (const { name, shape, values } of ordered) {
    const first = end;
    end += values.byteLength;
    header[name] = { dtype: values instanceof Float32Array ? "F32" : "I64", shape, data_offsets: [first, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(PREFIX + headerLength + end).fill(0x20, 0, PREFIX + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, PREFIX);
  let at = PREFIX + headerLength;
  for (const { values } of ordered) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

/** The tensors in the order they lie in the file. `where` names the file in errors. */
export function readSafetensors(file: Uint8Array, where: string): NamedTensor[] {
  const { entries, data } = readHeader(file, where);
  let end = 0;
  const tensors = entries.map(({ name, dtype, shape, first, last }) => {
    const wantedBytes = sizeOf(shape) * elementBytes[dtype];
    if (first !== end || last - first !== wantedBytes || last > data.length) {
      const wanted = `tensor "${name}" in bytes ${end} to ${end + wantedBytes} of ${data.length}`;
      throw broken(where, wanted, `bytes ${first} to ${last}`);
    }
    end = last;
    const bytes = data.slice(first, last).buffer; // a copy, so that it is aligned
    return { name, shape, values: dtype === "F32" ? new Float32Array(bytes) : new BigInt64Array(bytes) };
  });
  if (end !== data.length) throw broken(where, `${end} bytes of tensors`, `${data.length}`);
  return tensors;
}

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly first: number;
  readonly last: number;
}

function readHeader(file: Uint8Array, where: string): { entries: Entry[]; data: Uint8Array } {
  if (file.length < PREFIX) throw broken(where, `at least ${PREFIX} bytes`, `${file.length}`);
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER || PREFIX + Number(length) > file.length) {
    throw broken(where, `a header inside the file's ${file.length} bytes`, `a header of ${length} bytes`);
  }
  const data = file.subarray(PREFIX + Number(length));
  const header = parseHeader(file.subarray(PREFIX, PREFIX + Number(length)), where);
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => checkEntry(name, entry, where))
    .sort((a, b) => a.first - b.first || a.last - b.last);
  return { entries, data };
}

function parseHeader(bytes: Uint8Array, where: string): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch {
    // not UTF-8 or not JSON: the same error as for JSON that is no object
  }
  throw broken(where, "a JSON object as header", `"${String.fromCharCode(...bytes.subarray(0, 40))}"`);
}

function checkEntry(name: string, entry: unknown, where: string): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
  const areCounts = (x: unknown): x is number[] => Array.isArray(x) && x.every(isCount);
  if ((dtype === "F32" || dtype === "I64") && areCounts(shape) && areCounts(offsets) && offsets.length === 2) {
    return { name, dtype, shape, first: offsets[0]!, last: offsets[1]! };
  }
  throw broken(
    where,
    `tensor "${name}" with dtype F32 or I64, shape and data_offsets`,
    String(JSON.stringify(entry)).slice(0, 80),
  );
}

function broken(where: string, wanted: string, found: string): DataError {
  return new DataError({ where, wanted, found, tryThis: "export the file again; this one is cut short or altered" });
}
