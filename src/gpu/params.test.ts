import { expect, test } from "vitest";
import { packParams, paramFields } from "./params.ts";

const shader = `
override WG: u32 = 64u;
struct Params {
  count: u32,  // images, or rows
  offset: i32,
  epsilon: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
`;

test("fields are read in order, comments left out", () => {
  expect(paramFields(shader)).toEqual([
    { name: "count", type: "u32" },
    { name: "offset", type: "i32" },
    { name: "epsilon", type: "f32" },
  ]);
});

test("a shader without Params has no fields", () => {
  expect(paramFields("@compute @workgroup_size(1) fn main() {}")).toEqual([]);
});

test("a field that is no 4-byte scalar is refused", () => {
  const code = "struct Params { origin: vec3f }";
  expect(() => paramFields(code)).toThrow('found "origin: vec3f". Try: split vectors into scalars.');
});

test("field i lies at byte 4·i, whatever the order it is given in", () => {
  const view = new DataView(packParams(paramFields(shader), { epsilon: 0.5, count: 4_000_000_000, offset: -7 }));
  expect(view.getUint32(0, true)).toBe(4_000_000_000);
  expect(view.getInt32(4, true)).toBe(-7);
  expect(view.getFloat32(8, true)).toBe(0.5);
});

test("the bytes fill at least the 16 that a uniform buffer needs", () => {
  expect(packParams(paramFields("struct Params { n: u32 }"), { n: 1 }).byteLength).toBe(16);
  const five = paramFields("struct Params { a: u32, b: u32, c: u32, d: u32, e: u32 }");
  expect(packParams(five, { a: 1, b: 2, c: 3, d: 4, e: 5 }).byteLength).toBe(20);
});

test("a misspelt and a missing field are named", () => {
  const fields = paramFields("struct Params { n: u32, square: u32 }");
  expect(() => packParams(fields, { n: 7, sqare: 1 })).toThrow(`(n, square), found "sqare"`);
  expect(() => packParams(fields, { n: 7 })).toThrow('wanted a value for "square"');
});
