/**
 * @file The safetensors format (huggingface.co/docs/safetensors): a JSON header
 * and raw little-endian tensors of four types. Reading treats the bytes as
 * hostile: any file that breaks the format is a DataError.
 */
import { DataError } from "../../core/errors.ts";
import { sizeOf } from "../../core/shape.ts";

const dtypes = { I64: BigInt64Array, F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;
type Dtype = keyof typeof dtypes;
export type TensorValues = BigInt64Array | Float32Array | Int32Array | Uint8Array;

export interface NamedTensor {
  readonly name: string;
  /** [] for a single number; a size may be 0. */
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

/** Bytes before the header: its length as uint64. */
const PREFIX = 8;
/** The format's own limit, against headers that only claim memory. */
const MAX_HEADER = 100_000_000;
const ALIGNMENT = 8;

const dtypeOf = (values: TensorValues) =>
  (Object.keys(dtypes) as Dtype[]).find((dtype) => values instanceof dtypes[dtype])!;

export function writeSafetensors(tensors: readonly NamedTensor[]): Uint8Array {
  // Large elements first, as the format's own writer does, so that every tensor is aligned to its element size.
  const ordered = [...tensors].sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  const header: Record<string, object> = {};
  let end = 0;
  for (const { name, shape, values } of ordered) {
    const first = end;
    end += values.byteLength;
    header[name] = { dtype: dtypeOf(values), shape, data_offsets: [first, end] };
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
    const wantedBytes = sizeOf(shape) * dtypes[dtype].BYTES_PER_ELEMENT;
    if (first !== end || last - first !== wantedBytes || last > data.length) {
      const wanted = `tensor "${name}" in bytes ${end} to ${end + wantedBytes} of ${data.length}`;
      throw broken(where, wanted, `bytes ${first} to ${last}`);
    }
    end = last;
    const bytes = data.slice(first, last).buffer; // a copy, so that it is aligned
    return { name, shape, values: new dtypes[dtype](bytes) };
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
  if (isDtype(dtype) && areCounts(shape) && areCounts(offsets) && offsets.length === 2) {
    return { name, dtype, shape, first: offsets[0]!, last: offsets[1]! };
  }
  throw broken(
    where,
    `tensor "${name}" with dtype ${Object.keys(dtypes).join(", ")}, shape and data_offsets`,
    String(JSON.stringify(entry)).slice(0, 80),
  );
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === "string" && Object.hasOwn(dtypes, value);
}

function broken(where: string, wanted: string, found: string): DataError {
  return new DataError({ where, wanted, found, tryThis: "export the file again; this one is cut short or altered" });
}
