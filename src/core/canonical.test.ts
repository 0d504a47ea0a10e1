import { expect, test } from "vitest";
import { canonicalJson, firstDifference, shortHash } from "./canonical.ts";

test("the order of keys makes no difference, the order of a list does", () => {
  expect(canonicalJson({ b: 1, a: { d: [2, 1], c: null } })).toBe('{"a":{"c":null,"d":[2,1]},"b":1}');
  expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test("a hash is FNV-1a's, seven characters long", () => {
  // FNV-1a 64 of "" is cbf29ce484222325, of "a" af63dc4c8601ec8c (the reference's test vectors).
  expect(shortHash("")).toBe(0x484222325n.toString(36).padStart(7, "0"));
  expect(shortHash("a")).toBe(0xc8601ec8cn.toString(36).padStart(7, "0"));
});

test("the first difference is named with both sides", () => {
  expect(firstDifference({ a: [1], b: 2 }, { b: 2, a: [1] })).toBeUndefined();
  expect(firstDifference({ a: { x: 1, y: 2 } }, { a: { x: 1, y: 3 } })).toEqual({ path: "a.y", a: "2", b: "3" });
  expect(firstDifference({ a: [1, 2] }, { a: [1] })).toEqual({ path: "a", a: "[1,2]", b: "[1]" });
  expect(firstDifference({}, { a: 1 })).toEqual({ path: "a", a: "nothing", b: "1" });
});
