/**
 * @file Makes a shader keep some of its buffers in float16. The shader is written for float32 and stays so: only the
 * declaration of such a buffer changes, and what reads or writes it goes through a function that converts. So all
 * arithmetic is float32, whatever is stored. Not here: which buffers (nn/network.ts).
 */
import { ConfigError } from "../core/errors.ts";

/** `bindings`: numbers of storage buffers of f32. Each of their elements may be read, or stored, but not added to in place. */
export function storeHalves(code: string, bindings: readonly number[]): string {
  if (bindings.length === 0) return code;
  return bindings.reduce(storeOne, `enable f16;\n${code}`);
}

function storeOne(code: string, binding: number): string {
  const declaration = new RegExp(`(@binding\\(${binding}\\)\\s*var<storage, (read|read_write)> (\\w+): array<)f32>;`);
  const [whole, before, access, name] = declaration.exec(code) ?? [];
  if (!whole || !before || !name) throw problem(`an array of f32 at binding ${binding}`, "none", "floats()");
  const converted = convert(code.replace(whole, `${before}f16>;`), name);
  const load = `fn load_${name}(i: u32) -> f32 {\n  return f32(${name}[i]);\n}\n`;
  const store = `fn store_${name}(i: u32, value: f32) {\n  ${name}[i] = f16(value);\n}\n`;
  return `${converted}\n${load}${access === "read_write" ? store : ""}`;
}

/** name[i] becomes load_name(i), and name[i] = value; becomes store_name(i, value); */
function convert(code: string, name: string): string {
  const found = new RegExp(`(?<![\\w.])${name}\\[`).exec(code);
  if (!found) return code;
  const begin = found.index;
  const indexAt = begin + name.length + 1;
  const indexEnd = closing(code, indexAt);
  const index = convert(code.slice(indexAt, indexEnd), name);
  const rest = code.slice(indexEnd + 1);
  const assigned = /^\s*=(?!=)\s*/.exec(rest)?.[0];
  if (/^\s*([-+*/%&|^]|<<|>>)=/.test(rest)) {
    throw problem("one store of each element", `${code.slice(begin, indexEnd + 1)} changed in place`, "a variable");
  }
  if (assigned === undefined) return `${code.slice(0, begin)}load_${name}(${index})${convert(rest, name)}`;
  const end = rest.indexOf(";");
  const value = convert(rest.slice(assigned.length, end), name);
  return `${code.slice(0, begin)}store_${name}(${index}, ${value})${convert(rest.slice(end), name)}`;
}

/** Where the bracket that was opened before `from` is closed. */
function closing(code: string, from: number): number {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "[") depth++;
    if (code[at] === "]") depth--;
    if (depth === 0) return at;
  }
  throw problem("a closing bracket", code.slice(from, from + 40), "see shaders/README.md");
}

function problem(wanted: string, found: string, tryThis: string): ConfigError {
  return new ConfigError({ where: "shader with float16 buffers", wanted, found, tryThis });
}
