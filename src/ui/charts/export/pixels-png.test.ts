import { unzlibSync } from "fflate";
import { expect, test } from "vitest";
import { pngOfPixels } from "./pixels-png.ts";

test("pixels come back row by row, in chunks with the checksums of the standard", () => {
  const rgba = Uint8ClampedArray.from({ length: 4 * 6 }, (_, i) => 10 * i);
  const bytes = pngOfPixels({ width: 3, height: 2, rgba });
  const view = new DataView(bytes.buffer);
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([3, 2]);
  // The last chunk is the same in every PNG.
  expect([...bytes.subarray(-12)]).toEqual([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
  const length = view.getUint32(33);
  expect(new TextDecoder().decode(bytes.subarray(37, 41))).toBe("IDAT");
  expect(bytes).toHaveLength(8 + 25 + 12 + length + 12);
  const lines = unzlibSync(bytes.subarray(41, 41 + length));
  expect([...lines]).toEqual([0, ...rgba.subarray(0, 12), 0, ...rgba.subarray(12)]);
});
