/**
 * @file The layout of a shard once it is unpacked: `count` images (C·H·W bytes
 * each), `count` label bytes, then `count` little-endian uint32, each image's
 * place in the file it came from. Not here: fetching and checking (dataset.ts).
 */

export interface ShardContent {
  /** N·C·H·W bytes, 0 to 255. */
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
  /** Place of each image in its source file, so that any program can find it again. */
  readonly sourceIndex: Uint32Array<ArrayBuffer>;
}

const LABEL_BYTES = 1;
const INDEX_BYTES = 4;

export function shardByteLength(count: number, imageSize: number): number {
  return count * (imageSize + LABEL_BYTES + INDEX_BYTES);
}

export function packShard({ images, labels, sourceIndex }: ShardContent): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(images.length + labels.length + sourceIndex.length * INDEX_BYTES);
  bytes.set(images, 0);
  bytes.set(labels, images.length);
  const indices = new DataView(bytes.buffer, images.length + labels.length);
  sourceIndex.forEach((value, i) => {
    indices.setUint32(i * INDEX_BYTES, value, true);
  });
  return bytes;
}

/** The first `wanted` of the `count` images in `bytes`. Each array owns its buffer, so it can be transferred. */
export function unpackShard(bytes: Uint8Array, count: number, imageSize: number, wanted = count): ShardContent {
  const labelStart = count * imageSize;
  const indexStart = labelStart + count * LABEL_BYTES;
  const indices = new DataView(bytes.buffer, bytes.byteOffset + indexStart, count * INDEX_BYTES);
  return {
    images: new Uint8Array(bytes.subarray(0, wanted * imageSize)),
    labels: new Uint8Array(bytes.subarray(labelStart, labelStart + wanted)),
    sourceIndex: Uint32Array.from({ length: wanted }, (_, i) => indices.getUint32(i * INDEX_BYTES, true)),
  };
}
