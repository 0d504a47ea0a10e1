/** @file Unpacks gzip with the platform's own DecompressionStream, never to more than the caller allows. */

/** Rejects where `packed` is not gzip, is cut short, or unpacks to more than `capacity` bytes. */
export async function gunzip(packed: Uint8Array, capacity: number): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Uint8Array(capacity);
  let length = 0;
  const reader = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return unpacked.subarray(0, length);
    if (length + value.length > capacity) {
      await reader.cancel();
      throw new RangeError(`more than ${capacity} bytes after unpacking`);
    }
    unpacked.set(value, length);
    length += value.length;
  }
}
