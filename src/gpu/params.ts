/**
 * @file Uniform parameters of a shader. The shader's `struct Params` is the single
 * source of the layout: it holds 4-byte scalars only, so field i is at byte 4·i,
 * and TypeScript fills it by name.
 */
import { ConfigError } from "../core/errors.ts";

export type ScalarType = "u32" | "i32" | "f32";
export interface ParamField {
  readonly name: string;
  readonly type: ScalarType;
}
export type ParamValues = Readonly<Record<string, number>>;

/** The fields of `struct Params`, in order; empty where the shader has none. */
export function paramFields(code: string): readonly ParamField[] {
  const body = /struct Params\s*\{([^}]*)\}/.exec(code)?.[1]?.replace(/\/\/.*$/gm, "");
  if (body === undefined) return [];
  const fields = body.split(",").map((text) => text.trim());
  return fields.filter(Boolean).map((field) => {
    const [, name, type] = /^(\w+)\s*:\s*(u32|i32|f32)$/.exec(field) ?? [];
    if (!name) throw problem('fields like "name: u32" (or i32, f32)', `"${field}"`, "split vectors into scalars");
    return { name, type: type as ScalarType };
  });
}

/** Length of the uniform buffer; 0 where the shader has no Params. */
export function paramBytes(code: string): number {
  return byteLengthOf(paramFields(code));
}

/** The bytes of `struct Params`; every field must be given, and no other. */
export function packParams(fields: readonly ParamField[], values: ParamValues): ArrayBuffer {
  const known = fields.map((field) => field.name);
  const extra = Object.keys(values).find((name) => !known.includes(name));
  if (extra) throw problem(`only the shader's fields (${known.join(", ")})`, `"${extra}"`, "correct the name");
  const view = new DataView(new ArrayBuffer(byteLengthOf(fields)));
  fields.forEach(({ name, type }, i) => {
    const value = values[name];
    if (value === undefined) throw problem(`a value for "${name}"`, "none", "pass every field of struct Params");
    if (type === "f32") view.setFloat32(i * 4, value, true);
    else if (type === "i32") view.setInt32(i * 4, value, true);
    else view.setUint32(i * 4, value, true);
  });
  return view.buffer;
}

function byteLengthOf({ length }: readonly ParamField[]): number {
  return length === 0 ? 0 : Math.max(16, 4 * length);
}

function problem(wanted: string, found: string, tryThis: string): ConfigError {
  return new ConfigError({ where: "shader Params", wanted, found, tryThis });
}
