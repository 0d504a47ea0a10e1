import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "../../core/errors.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const tensors = [
  { name: "conv1.weight", shape: [2, 1, 1, 3], values: Float32Array.of(1, -2, 0.5, 1e-45, 3.4e38, -0) },
  { name: "bn1.num_batches_tracked", shape: [], values: BigInt64Array.of(-(2n ** 60n)) },
  { name: "fc.bias", shape: [1], values: Float32Array.of(7) },
];

/** A file from a hand-written header, its length field and data. */
function fileOf(header: string, data = new Uint8Array(0), length = BigInt(header.length)): Uint8Array {
  const file = new Uint8Array(8 + header.length + data.length);
  new DataView(file.buffer).setBigUint64(0, length, true);
  file.set(new TextEncoder().encode(header), 8);
  file.set(data, 8 + header.length);
  return file;
}

test("tensors come back as they were written, large elements first", () => {
  const [conv, tracked, bias] = tensors;
  const pixels = { name: "pixels", shape: [3], values: Uint8Array.of(0, 128, 255) };
  const none = { name: "filters", shape: [2, 0], values: new Float32Array(0) };
  const updates = { name: "updates", shape: [2], values: Int32Array.of(-1, 2 ** 31 - 1) };
  const file = writeSafetensors([pixels, none, ...tensors, updates]);
  expect(readSafetensors(file, "test")).toEqual([tracked, none, conv, bias, updates, pixels]);
});

test("the bytes are those of the format", () => {
  const header = '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const file = writeSafetensors([{ name: "x", shape: [1], values: Float32Array.of(1) }]);
  expect(file).toEqual(fileOf(header.padEnd(56), Uint8Array.of(0, 0, 0x80, 0x3f)));
});

test("tensors start at a multiple of 8 bytes whatever the names", () => {
  for (let extra = 0; extra < 8; extra++) {
    const file = writeSafetensors([{ name: "x".repeat(1 + extra), shape: [1], values: Float32Array.of(1) }]);
    expect((file.length - 4) % 8).toBe(0);
  }
});

test("a file at an odd place in its buffer can be read", () => {
  const file = writeSafetensors(tensors);
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  expect(readSafetensors(shifted.subarray(3), "test")).toHaveLength(3);
});

const entry = (fields: object) => JSON.stringify({ x: { dtype: "F32", shape: [1], data_offsets: [0, 4], ...fields } });
const four = new Uint8Array(4);

test("the good case beside the bad ones", () => {
  expect(readSafetensors(fileOf(entry({}), four), "test")).toHaveLength(1);
});

test.each([
  ["nothing at all", new Uint8Array(0)],
  ["a header longer than the file", fileOf(entry({}), four, 2n ** 63n)],
  ["a header that is no JSON", fileOf("{x", four)],
  ["a header that is a list", fileOf("[]")],
  ["an entry that is null", fileOf('{"x":null}', four)],
  ["an unknown dtype", fileOf(entry({ dtype: "F16" }), four)],
  ["a dtype that is a name of every object", fileOf(entry({ dtype: "toString" }), four)],
  ["a negative size", fileOf(entry({ shape: [-1] }), four)],
  ["a shape that does not fit its bytes", fileOf(entry({ shape: [2] }), four)],
  ["data that ends early", fileOf(entry({}), four.subarray(1))],
  ["bytes that belong to no tensor", fileOf(entry({}), new Uint8Array(8))],
  ["offsets past the end", fileOf(entry({ data_offsets: [4, 8] }), four)],
  [
    "tensors that overlap",
    fileOf(entry({}).replace("}}", '},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), four),
  ],
])("%s is a DataError that names the file", (_, file) => {
  expect(() => readSafetensors(file, "final.safetensors")).toThrow(DataError);
  expect(() => readSafetensors(file, "final.safetensors")).toThrow(/^final\.safetensors: wanted/);
});

test("any altered file either reads or is a DataError", () => {
  const file = writeSafetensors(tensors);
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const altered = file.slice();
      altered[at] = byte;
      try {
        readSafetensors(altered, "test");
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
  );
});
