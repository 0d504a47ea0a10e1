import { expect, test } from "vitest";
import { expand } from "./expand.ts";

/** Lines without indentation: the expander promises text, not looks. */
const lines = (code: string) => code.split("\n").map((line) => line.trim());

test("text without marks stays as it is", () => {
  const code = "for (var i = 0u; i < n; i++) {\n  sum += x[i]; // plain\n}\n";
  expect(expand(code)).toBe(code);
});

test("a tunable constant keeps its value, or takes the one given", () => {
  const code = "const TILE = 4u; // tunable\nlet y = TILE;";
  expect(expand(code)).toBe("const TILE = 4u;\nlet y = TILE;");
  expect(expand(code, { TILE: 8 })).toBe("const TILE = 8u;\nlet y = TILE;");
});

test("a tuning that the shader does not know is refused", () => {
  expect(() => expand("const TILE = 4u; // tunable", { TYLE: 8 })).toThrow('(TILE), found "TYLE"');
});

test("a derived constant follows the tunable ones it is made of, and cannot be given", () => {
  const code = [
    "const TILE = 2u; // tunable",
    "const HALF = (TILE + 1u) / 2u; // derived",
    "var sum: array<f32, HALF>; // registers",
  ].join("\n");
  expect(lines(expand(code, { TILE: 3 })).slice(1)).toEqual([
    "const HALF = (TILE + 1u) / 2u; // derived",
    ...["var sum_0: f32;", "var sum_1: f32;"],
  ]);
  expect(() => expand(code, { HALF: 8 })).toThrow('(TILE), found "HALF"');
});

test("a marked loop is written out, each round a block of its own", () => {
  const code =
    "for (var i = 0u; i < 2u; i++) { // unroll\n  let v = x[i];\n  if (v > 0.0) {\n    s += v;\n  }\n}\nend();";
  const round = (i: number) => ["{", `let v = x[${i}u];`, "if (v > 0.0) {", "s += v;", "}", "}"];
  expect(lines(expand(code))).toEqual([...round(0), ...round(1), "end();"]);
});

test("whole words only: i is replaced, inner and index are not", () => {
  const code = "for (var i = 0u; i < 1u; i++) { // unroll\ninner += index + i;\n}";
  expect(lines(expand(code))).toEqual(["{", "inner += index + 0u;", "}"]);
});

test("nested loops take their counts from tunable constants", () => {
  const code = [
    "const ROWS = 1u; // tunable",
    "const COLUMNS = 1u; // tunable",
    "for (var r = 0u; r < ROWS; r++) { // unroll",
    "  for (var c = 0u; c < COLUMNS * 2u; c++) { // unroll",
    "    visit(r, c);",
    "  }",
    "}",
  ].join("\n");
  const visits = lines(expand(code, { ROWS: 2, COLUMNS: 1 })).filter((line) => line.startsWith("visit"));
  expect(visits).toEqual(["visit(0u, 0u);", "visit(0u, 1u);", "visit(1u, 0u);", "visit(1u, 1u);"]);
});

test("a register block becomes one named variable per element", () => {
  const code = [
    "const TILE = 2u; // tunable",
    "var sum: array<f32, TILE * 2u>; // registers",
    "for (var f = 0u; f < TILE; f++) { // unroll",
    "sum[f * TILE + 1u] += x[f];",
    "}",
  ].join("\n");
  expect(lines(expand(code)).slice(1)).toEqual([
    ...["var sum_0: f32;", "var sum_1: f32;", "var sum_2: f32;", "var sum_3: f32;"],
    ...["{", "sum_1 += x[0u];", "}", "{", "sum_3 += x[1u];", "}"],
  ]);
});

test.each([
  ["7u - 2u - 1u", 4],
  ["1u + 2u * 3u", 7],
  ["(1u + 2u) * 3u", 9],
  ["7u / 2u % 2u", 1],
])("the index %s is element %i", (index, element) => {
  const code = `var r: array<f32, 10u>; // registers\nr[${index}] = 1.0;`;
  expect(lines(expand(code)).at(-1)).toBe(`r_${element} = 1.0;`);
});

test.each(["lane", "1u & 1u", "(1u", "1u 1u", "0.5"])("a register block is not indexed by %s", (index) => {
  const code = `var r: array<f32, 2u>; // registers\nr[${index}] = 1.0;`;
  expect(() => expand(code)).toThrow(`an index made of literals and tunable constants, found "${index}"`);
});

test("a static condition of two comparisons is refused, not half read", () => {
  const code = "const A = 1u; // tunable\nif (A == 1u && A == 1u) { // static\nf();\n}";
  expect(() => expand(code)).toThrow('found "A == 1u && A"');
});

test("a marked loop without an end is refused", () => {
  expect(() => expand("for (var i = 0u; i < 2u; i++) { // unroll\nf(i);")).toThrow("a closing brace");
});

test("a loop to unroll as a sum becomes one addition, left to right", () => {
  const loop = ["for (var p = 0u; p < 3u; p++) { // unroll sum", "  total[0u] += a[p] * b[p];", "}"].join("\n");
  expect(expand(loop)).toBe("  total[0u] += a[0u] * b[0u] + a[1u] * b[1u] + a[2u] * b[2u];");
});

test.each([
  ["two statements", ["  x += a[p];", "  y += b[p];"], /one statement "x \+= term;"/],
  ["another statement", ["  x = a[p];"], /one statement/],
  ["a target that changes", ["  x[p] += a[p];"], /one target for all terms/],
])("a sum with %s is refused", (_, body, message) => {
  const loop = ["for (var p = 0u; p < 2u; p++) { // unroll sum", ...body, "}"].join("\n");
  expect(() => expand(loop)).toThrow(message);
});

test("a static choice keeps its body or drops it, also inside a loop that is written out", () => {
  const code = [
    "const POOL = 1u; // tunable",
    "for (var i = 0u; i < 2u; i++) { // unroll",
    "  if (POOL == i) { // static",
    "    pool();",
    "  }",
    "}",
  ].join("\n");
  const calls = (tuning: Record<string, number>) => lines(expand(code, tuning)).filter((line) => line === "pool();");
  expect(lines(expand(code.replace("==", "!="))).filter((line) => line === "pool();")).toHaveLength(1);
  expect(calls({ POOL: 1 })).toHaveLength(1);
  expect(calls({ POOL: 2 })).toHaveLength(0);
});

test("a guard stays where it is needed", () => {
  const code = "const PARTIAL = 1u; // tunable\nif (f < count) { // guard PARTIAL\nstore();\n}";
  expect(lines(expand(code))).toContain("if (f < count) { // guard PARTIAL");
  expect(lines(expand(code, { PARTIAL: 0 })).slice(1)).toEqual(["{", "store();", "}"]);
});

test("what needs subgroups goes where there are none, and its constant takes its other value", () => {
  const code =
    "enable subgroups; // with subgroups\nconst SHARE = 4u; // with subgroups, else 1; by quads\nuse(SHARE);";
  expect(lines(expand(code, {}, true))).toEqual([
    "enable subgroups; // with subgroups",
    "const SHARE = 4u;",
    "use(SHARE);",
  ]);
  expect(lines(expand(code, { SHARE: 1 }, true))[1]).toBe("const SHARE = 1u;");
  expect(lines(expand(code, { SHARE: 4 }, false))).toEqual(["const SHARE = 1u;", "use(SHARE);"]);
});
