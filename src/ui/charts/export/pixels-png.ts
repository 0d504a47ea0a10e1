/** @file A few pixels as a PNG file, for a drawing that has to stand alone. Not here: the PNG of a whole drawing (png-file.ts). */
import { zlibSync } from "fflate";
import type { Pixels } from "./marks.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** 8 bits per channel, red, green, blue and alpha. */
const FORM = [8, 6, 0, 0, 0];

export function pngOfPixels({ width, height, rgba }: Pixels): Uint8Array {
  const row = 4 * width;
  const lines = new Uint8Array(height * (1 + row)); // each begins with its filter, none
  for (let y = 0; y < height; y++) lines.set(rgba.subarray(y * row, (y + 1) * row), y * (1 + row) + 1);
  const parts = [
    chunk("IHDR", [...bigEndian(width), ...bigEndian(height), ...FORM]),
    chunk("IDAT", zlibSync(lines, { level: 9 })),
    chunk("IEND", []),
  ];
  return Uint8Array.from([...SIGNATURE, ...parts.flat()]);
}

function chunk(name: string, data: ArrayLike<number>): number[] {
  const named = [...new TextEncoder().encode(name), ...Array.from(data)];
  return [...bigEndian(data.length), ...named, ...bigEndian(checksum(named))];
}

const bigEndian = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

/** CRC-32, bit by bit: pictures are small. */
function checksum(bytes: readonly number[]): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
