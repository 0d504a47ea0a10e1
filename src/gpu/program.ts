/**
 * @file What is to run on a device, as plain data: buffers, kernels, dispatches.
 * All of it is planned and checked before anything is allocated or compiled.
 * Not here: doing it (gpu/executor.ts).
 */
import type { Tuning } from "./expand.ts";
import type { ParamValues } from "./params.ts";

/** A buffer that does not exist yet. Compared by identity; the label reads `layer.role`. */
export interface BufferPlan {
  readonly label: string;
  readonly byteLength: number;
  /** Its numbers are float16: kernels read and write them as float32 all the same (gpu/halves.ts). */
  readonly half?: true;
}

/** Part of a planned buffer; the offset is a multiple of 256 (WebGPU's largest alignment). */
export interface BufferRange {
  readonly buffer: BufferPlan;
  readonly byteOffset: number;
  readonly byteLength: number;
}

export type Binding = BufferPlan | BufferRange;

/** Shader text and what specialises it. Two kernels with equal contents share one pipeline. */
export interface Kernel {
  readonly label: string;
  /** WGSL as stored in shaders/. */
  readonly code: string;
  /** Values of `override` constants. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Values of `// tunable` constants, for gpu/expand.ts. */
  readonly tuning?: Tuning;
}

export interface DispatchPlan {
  readonly kernel: Kernel;
  /** Bindings 0 … n−1; the uniform Params, where the shader has them, comes after. */
  readonly bindings: readonly Binding[];
  readonly params?: ParamValues;
  /** Workgroup counts in x, y and z. */
  readonly workgroups: readonly [number, number, number];
  /** Gives the same bits from the same bindings, runs slower and compiles sooner: to begin with where compiling is slow. */
  readonly quick?: Pick<DispatchPlan, "kernel" | "workgroups">;
  /**
   * Floating-point operations that the mathematics needs, 2 per multiply-add, padding counted as if it were data.
   * Only where multiply-adds are what a dispatch is for: what mostly moves data has no rate worth naming.
   */
  readonly operations?: number;
}

export const FLOAT_BYTES = 4;
export const OFFSET_ALIGNMENT = 256;

/** A buffer of `count` 4-byte numbers. */
export function floats(label: string, count: number): BufferPlan {
  return { label, byteLength: Math.max(1, count) * FLOAT_BYTES };
}

/** A buffer of `count` float16s. Only kernels see these: the host neither reads nor writes one. */
export function halves(label: string, count: number): BufferPlan {
  return { label, byteLength: Math.ceil(Math.max(1, count) / 2) * FLOAT_BYTES, half: true };
}

/** Bound where a variant of a kernel leaves a binding alone. */
export const unused = floats("unused", 1);

/** Elements [first, first + count) of a buffer of 4-byte numbers. */
export function rangeOf(buffer: BufferPlan, first: number, count: number): BufferRange {
  return { buffer, byteOffset: first * FLOAT_BYTES, byteLength: count * FLOAT_BYTES };
}

export function isRange(binding: Binding): binding is BufferRange {
  return "buffer" in binding;
}

export function bufferOf(binding: Binding): BufferPlan {
  return isRange(binding) ? binding.buffer : binding;
}

/** The bindings, by number, whose buffers hold float16. */
export function halvesAmong(bindings: readonly Binding[]): number[] {
  return bindings.flatMap((binding, i) => (bufferOf(binding).half ? [i] : []));
}

/** Largest workgroup count per dimension that every WebGPU device allows. */
const MAX_WORKGROUPS = 65_535;

/**
 * Workgroup counts for `count` invocations in groups of `size`, folded into two
 * dimensions where one is too short. Shaders read the flat index as
 * (group.y · groups.x + group.x) · WG + lane and guard it.
 */
export function flatWorkgroups(count: number, size: number): [number, number, number] {
  const groups = Math.max(1, Math.ceil(count / size));
  if (groups <= MAX_WORKGROUPS) return [groups, 1, 1];
  const rows = Math.ceil(groups / MAX_WORKGROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

/** Every buffer that the dispatches bind, once each. */
export function buffersOf(dispatches: readonly DispatchPlan[]): BufferPlan[] {
  return [...new Set(dispatches.flatMap((dispatch) => dispatch.bindings.map(bufferOf)))];
}

export function totalBytes(buffers: Iterable<BufferPlan>): number {
  let sum = 0;
  for (const buffer of buffers) sum += buffer.byteLength;
  return sum;
}
