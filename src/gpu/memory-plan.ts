/**
 * @file Which planned buffers are one and the same on the device, because nobody uses them at the same time, and how
 * many bytes a plan takes. Whole buffers are shared, never parts of one: WebGPU refuses a buffer that a dispatch reads
 * in one part and writes in another. Not here: allocating (gpu/executor.ts).
 */
import { ConfigError } from "../core/errors.ts";
import { paramBytes } from "./params.ts";
import { type BufferPlan, bufferOf, buffersOf, type DispatchPlan, totalBytes, unused } from "./program.ts";

/** By planned buffer, the one that stands for it; a buffer that is not named here has its own. */
export type SharedBuffers = ReadonlyMap<BufferPlan, BufferPlan>;

/** The dispatches, by index, between which a buffer's contents matter; both are included. */
interface Lifetime {
  readonly plan: BufferPlan;
  readonly first: number;
  last: number;
}

/** A buffer on the device, and those that take turns in it. */
interface Slot {
  readonly byteLength: number;
  readonly users: Lifetime[];
}

/**
 * `dispatches`: all there is to run, in order, program after program; each program may run again, from its start.
 * `kept`: what the host reads or writes and what lasts from one program to the next; everything else begins anew
 * with the first dispatch that binds it, which has to write all that is read later, since it finds any contents.
 */
export function shareBuffers(
  dispatches: readonly DispatchPlan[],
  kept: ReadonlySet<BufferPlan>,
): Map<BufferPlan, BufferPlan> {
  // The largest first, each into the smallest buffer that is free: what comes later always fits into what is there.
  const lifetimes = lifetimesOf(dispatches, kept).sort((a, b) => b.plan.byteLength - a.plan.byteLength);
  const slots: Slot[] = [];
  for (const lifetime of lifetimes) {
    const slot = slots.findLast(({ users }) => users.every((user) => isApart(user, lifetime)));
    if (slot) slot.users.push(lifetime);
    else slots.push({ byteLength: lifetime.plan.byteLength, users: [lifetime] });
  }
  return new Map(
    slots.flatMap(({ byteLength, users }, i) => {
      const buffer = { label: `shared ${i}`, byteLength };
      return users.map(({ plan }) => [plan, buffer] as const);
    }),
  );
}

function isApart(a: Lifetime, b: Lifetime): boolean {
  return a.last < b.first || b.last < a.first;
}

function lifetimesOf(dispatches: readonly DispatchPlan[], kept: ReadonlySet<BufferPlan>): Lifetime[] {
  const lifetimes = new Map<BufferPlan, Lifetime>();
  for (const [at, { kernel, bindings }] of dispatches.entries()) {
    for (const [i, binding] of bindings.entries()) {
      const plan = bufferOf(binding);
      if (plan === unused || kept.has(plan)) continue;
      const known = lifetimes.get(plan);
      if (known) known.last = at;
      else if (isWritten(kernel.code, i)) lifetimes.set(plan, { plan, first: at, last: at });
      else throw neverWritten(plan, kernel.label);
    }
  }
  return [...lifetimes.values()];
}

function isWritten(code: string, binding: number): boolean {
  return new RegExp(`@binding\\(${binding}\\)\\s*var<storage,\\s*read_write>`).test(code);
}

function neverWritten({ label }: BufferPlan, kernel: string): ConfigError {
  return new ConfigError({
    where: `buffer ${label}`,
    wanted: "contents that an earlier dispatch wrote",
    found: `kernel ${kernel}, which reads it first`,
    tryThis: "naming it among the buffers that keep their contents",
  });
}

/** Bytes of all buffers that the dispatches bind, on the device. */
export function storageBytes(dispatches: readonly DispatchPlan[], shared: SharedBuffers): number {
  return totalBytes(new Set(buffersOf(dispatches).map((plan) => shared.get(plan) ?? plan)));
}

/** Bytes of the uniform buffers: one for each dispatch whose shader has Params. */
export function uniformBytes(dispatches: readonly DispatchPlan[]): number {
  return dispatches.reduce((sum, { kernel }) => sum + paramBytes(kernel.code), 0);
}

/** What has to fit into one binding of the device. */
export function largestOf(dispatches: readonly DispatchPlan[]): BufferPlan {
  return buffersOf(dispatches).reduce((most, plan) => (plan.byteLength > most.byteLength ? plan : most));
}
