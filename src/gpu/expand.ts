/**
 * @file Writes out register blocks. WGSL has no unrolling, and an array indexed in
 * a loop is not kept in registers by every driver, so shaders mark what is to
 * be written out, each line valid WGSL as it stands:
 *   const TILE = 4u; // tunable                               value may be replaced
 *   const HALF = TILE / 2u; // derived                        known to the marks below
 *   for (var i = 0u; i < TILE; i++) { // unroll               body written out, i a literal
 *   for (var i = 0u; i < TILE; i++) { // unroll sum           one `x += a;` inside: x += a0 + a1 + …;
 *   var block: array<f32, TILE * 2u>; // registers            one named variable per element
 *   if (TILE == 4u) { // static                               body kept or dropped; != likewise
 *   if (f < count) { // guard PARTIAL                          plain block where PARTIAL is 0
 *   const SHARE = 4u; // with subgroups, else 1               tunable only where the device has subgroups
 *   enable subgroups; // with subgroups                       line dropped where it has none
 * The text that comes out is what tests compile and compare.
 */
import { ConfigError } from "../core/errors.ts";

const UNROLLED_LOOP = /^\s*for \(var (\w+) = 0u; \1 < ([^;]+); \1\+\+\) \{ \/\/ unroll( sum)?\s*$/;
const ADDITION = /^(\s*\S.*?) \+= (.+);\s*$/;
const REGISTERS = /^(\s*)var (\w+): array<(\w+), ([^>]+)>; \/\/ registers\s*$/;
const STATIC = /^\s*if \((.+) (==|!=) (.+)\) \{ \/\/ static\s*$/;
const GUARD = /^\s*if \(.+\) \{ \/\/ guard (\w+)\s*$/;
const SUBGROUP_CONSTANT = /^const (\w+) = (\d+)u; \/\/ with subgroups, else (\d+)/;
const SUBGROUP_LINE = /\/\/ with subgroups\s*$/;
const TUNABLE = /^const (\w+) = (\d+)u; \/\/ tunable/;
const DERIVED = /^const (\w+) = ([^;]+); \/\/ derived/;

export type Tuning = Readonly<Record<string, number>>;

export function expand(code: string, tuning: Tuning = {}, subgroups = false): string {
  const constants = new Map<string, number>();
  const derived = new Map<string, number>();
  const lines = code.split("\n").flatMap((line) => {
    const [, choice, withThem, without] = SUBGROUP_CONSTANT.exec(line) ?? [];
    if (choice) return define(constants, choice, subgroups ? (tuning[choice] ?? Number(withThem)) : Number(without));
    const [, name, value] = TUNABLE.exec(line) ?? [];
    if (name) return define(constants, name, tuning[name] ?? Number(value));
    const [, made, expression] = DERIVED.exec(line) ?? [];
    if (made) derived.set(made, evaluate(expression!, new Map([...constants, ...derived])));
    return SUBGROUP_LINE.test(line) && !subgroups ? [] : [line];
  });
  const unknown = Object.keys(tuning).find((name) => !constants.has(name));
  if (unknown) throw problem(`only tunable constants (${[...constants.keys()].join(", ")})`, `"${unknown}"`);
  const known = new Map([...constants, ...derived]);
  return nameRegisters(unroll(lines, known), known).join("\n");
}

function define(constants: Map<string, number>, name: string, value: number): string[] {
  constants.set(name, value);
  return [`const ${name} = ${value}u;`];
}

/** Outermost loops first; each round of the body is a block of its own, so that its `let`s do not clash. */
function unroll(lines: readonly string[], constants: ReadonlyMap<string, number>): string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, left, relation, right] = STATIC.exec(lines[at]!) ?? [];
    if (left && right) {
      const end = closingLine(lines, at);
      const areEqual = evaluate(left, constants) === evaluate(right, constants);
      if (areEqual === (relation === "==")) out.push("{", ...unroll(lines.slice(at + 1, end), constants), "}");
      at = end;
      continue;
    }
    const [, guard] = GUARD.exec(lines[at]!) ?? [];
    if (guard && evaluate(guard, constants) === 0) {
      out.push("{");
      continue;
    }
    const [, variable, limit, isSum] = UNROLLED_LOOP.exec(lines[at]!) ?? [];
    if (!variable) {
      out.push(lines[at]!);
      continue;
    }
    const end = closingLine(lines, at);
    const body = lines.slice(at + 1, end);
    const word = new RegExp(`\\b${variable}\\b`, "g");
    const rounds = Array.from({ length: evaluate(limit!, constants) }, (_, i) =>
      body.map((line) => line.replace(word, `${i}u`)),
    );
    if (isSum) out.push(oneSum(rounds));
    else for (const round of rounds) out.push("{", ...unroll(round, constants), "}");
    at = end;
  }
  return out;
}

/** Fewer writes to the same variable: a software GPU keeps it in memory. Terms are added from left to right. */
function oneSum(rounds: readonly (readonly string[])[]): string {
  const additions = rounds.map((round) => {
    const [, target, term] = (round.length === 1 && ADDITION.exec(round[0]!)) || [];
    if (!target || !term)
      throw problem('one statement "x += term;" in a loop to unroll as a sum', round.join(" ").trim());
    return { target, term };
  });
  const target = additions[0]?.target ?? "";
  const other = additions.find((addition) => addition.target !== target);
  if (other) throw problem("one target for all terms of a sum", `${target.trim()} and ${other.target.trim()}`);
  return additions.length === 0 ? "" : `${target} += ${additions.map(({ term }) => term).join(" + ")};`;
}

function closingLine(lines: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < lines.length; at++) {
    for (const character of lines[at]!.replace(/\/\/.*$/, "")) {
      if (character === "{") depth++;
      if (character === "}") depth--;
    }
    if (depth === 0) return at;
  }
  throw problem("a closing brace for the loop to unroll", lines[from]!.trim());
}

function nameRegisters(lines: readonly string[], constants: ReadonlyMap<string, number>): string[] {
  const arrays: string[] = [];
  const declared = lines.flatMap((line) => {
    const [, indent, name, type, size] = REGISTERS.exec(line) ?? [];
    if (!name) return [line];
    arrays.push(name);
    return Array.from({ length: evaluate(size!, constants) }, (_, i) => `${indent}var ${name}_${i}: ${type};`);
  });
  if (arrays.length === 0) return declared;
  const access = new RegExp(`\\b(${arrays.join("|")})\\[([^\\]]+)\\]`, "g");
  return declared.map((line) =>
    line.replace(access, (_, name: string, index: string) => `${name}_${evaluate(index, constants)}`),
  );
}

/** Whole-number arithmetic with + - * / % and parentheses over literals and tunable constants. */
function evaluate(expression: string, constants: ReadonlyMap<string, number>): number {
  const tokens = expression.match(/\w+|[^\w\s]/g) ?? [];
  let at = 0;
  const notArithmetic = () => problem("an index made of literals and tunable constants", `"${expression}"`);
  const atom = (): number => {
    const token = tokens[at++] ?? "";
    if (token === "(") {
      const value = sum();
      if (tokens[at++] !== ")") throw notArithmetic();
      return value;
    }
    const value = /^\d+u?$/.test(token) ? Number.parseInt(token, 10) : constants.get(token);
    if (value === undefined) throw notArithmetic();
    return value;
  };
  const product = (): number => {
    let value = atom();
    while (/^[*/%]$/.test(tokens[at] ?? "")) {
      const operator = tokens[at++];
      const right = atom();
      value = operator === "*" ? value * right : operator === "/" ? Math.floor(value / right) : value % right;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (/^[-+]$/.test(tokens[at] ?? "")) value += tokens[at++] === "+" ? product() : -product();
    return value;
  };
  const value = sum();
  if (at < tokens.length) throw notArithmetic();
  return value;
}

function problem(wanted: string, found: string): ConfigError {
  return new ConfigError({ where: "shader expander", wanted, found, tryThis: "see shaders/README.md" });
}
