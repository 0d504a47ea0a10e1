import { expect, test } from "vitest";
import { storeHalves } from "./halves.ts";

const shader = [
  "@group(0) @binding(0) var<storage, read> x: array<f32>;",
  "@group(0) @binding(1) var<storage, read> at: array<u32>;",
  "@group(0) @binding(2) var<storage, read_write> y: array<f32>;",
  "fn f() {",
  "  let max_x = x[at[x_at + 1u]] + left.x[0];",
  "  y[i * x_at] =",
  "    select(x[i], 0.0, y[i] == x[u32(x[0])]);",
  "}",
].join("\n");

test("float32 alone is the same text", () => {
  expect(storeHalves(shader, [])).toBe(shader);
});

test("what is read is widened, what is stored is rounded, and the rest stays", () => {
  const lines = storeHalves(shader, [0, 2]).split("\n");
  expect(lines[0]).toBe("enable f16;");
  expect(lines[1]).toBe("@group(0) @binding(0) var<storage, read> x: array<f16>;");
  expect(lines[2]).toContain("at: array<u32>;");
  expect(lines[3]).toContain("y: array<f16>;");
  expect(lines.slice(5, 7)).toEqual([
    "  let max_x = load_x(at[x_at + 1u]) + left.x[0];",
    "  store_y(i * x_at, select(load_x(i), 0.0, load_y(i) == load_x(u32(load_x(0)))));",
  ]);
  expect(lines).toContain("  return f32(x[i]);");
  expect(lines).toContain("  y[i] = f16(value);");
  expect(lines.join()).not.toContain("store_x");
});

test("one binding of two", () => {
  const text = storeHalves(shader, [2]);
  expect(text).toContain("x: array<f32>;");
  expect(text).toContain("store_y(i * x_at, select(x[i], 0.0, load_y(i) == x[u32(x[0])]));");
});

test("a sum that would be rounded at every step is refused", () => {
  expect(() => storeHalves(shader.replace("y[i * x_at] =", "y[i] +="), [2])).toThrow(/found y\[i\] changed in place/);
});

test("a binding that is no array of f32 is refused", () => {
  expect(() => storeHalves(shader, [1])).toThrow("an array of f32 at binding 1");
});
