/**
 * @file Philox4x32-10, a counter-based generator: random(key, counter) is a pure
 * function, so any worker can draw any number without drawing those before it.
 * Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 * Not here: what is drawn for what (data/batches.ts, nn/initialise.ts).
 */

/** What a stream of numbers is for, so that two uses of one seed never share numbers. */
export const Stream = { initialise: 1, shuffle: 2, split: 3 } as const;
export type StreamId = (typeof Stream)[keyof typeof Stream];

type Quad = readonly [number, number, number, number];

/** High and low 32 bits of the product of two unsigned 32-bit numbers. */
function multiplyWide(a: number, b: number): [high: number, low: number] {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const middle2 = aLow * bHigh + (middle % 0x10000);
  const high = aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(middle2 / 0x10000);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

/** Four unsigned 32-bit numbers from a 128-bit counter and a 64-bit key. */
export function philox4x32(counter: Quad, key: readonly [number, number]): Quad {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiplyWide(0xd2511f53, c0);
    const [high1, low1] = multiplyWide(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** `count` numbers of the stream (seed, stream, item), each in [0, 1) with 24 random bits: exact in float32. */
export function uniforms(seed: number, stream: StreamId, item: number, count: number): Float32Array {
  const values = new Float32Array(count);
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const;
  for (let i = 0; i < count; i += 4) {
    const quad = philox4x32([i >>> 2, item, stream, 0], key);
    for (let j = 0; j < 4 && i + j < count; j++) values[i + j] = (quad[j]! >>> 8) / 2 ** 24;
  }
  return values;
}

/** A permutation of 0 … count−1 from the stream (seed, stream, item), by Fisher–Yates. */
export function permutation(seed: number, stream: StreamId, item: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const random = uniforms(seed, stream, item, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random[i]! * (i + 1));
    const swap = order[i]!;
    order[i] = order[j]!;
    order[j] = swap;
  }
  return order;
}
