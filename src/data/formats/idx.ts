/**
 * @file Reads IDX, the format of MNIST and its relatives: a magic number that
 * says type and rank, the sizes as big-endian uint32, then the values.
 * Only unsigned bytes, which is all that these data sets use. No gzip here.
 */
import { DataError } from "../../core/errors.ts";
import { sizeOf } from "../../core/shape.ts";

export interface IdxFile {
  readonly shape: readonly number[];
  /** Row-major, as stored. */
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

export function readIdx(name: string, bytes: Uint8Array): IdxFile {
  const [zero0, zero1, type, rank] = bytes;
  if (zero0 !== 0 || zero1 !== 0 || type !== UNSIGNED_BYTE || rank === undefined || rank < 1 || rank > 4) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new DataError({
      where: name,
      wanted: "an IDX file of unsigned bytes, which starts with 00 00 08 and its rank",
      found: start ? `a file that starts with ${start}` : "an empty file",
      tryThis: "unpack it first if it is a gzip file, or get it again",
    });
  }
  const headerLength = 4 + 4 * rank;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = bytes.length < headerLength ? [] : Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const wanted = headerLength + sizeOf(shape);
  if (shape.length !== rank || bytes.length !== wanted) {
    throw new DataError({
      where: name,
      wanted: `${wanted} bytes${shape.length ? ` for ${shape.join("x")} values` : ""}`,
      found: `${bytes.length} bytes`,
      tryThis: "get the file again; it was cut short or added to",
    });
  }
  return { shape, values: bytes.subarray(headerLength) };
}
