import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestOf, shareBuffers, storageBytes, uniformBytes } from "./memory-plan.ts";
import { type BufferPlan, buffersOf, type DispatchPlan, floats, rangeOf, unused } from "./program.ts";

/** A kernel that reads `inputs` and writes the last binding. */
function dispatch(inputs: readonly (BufferPlan | ReturnType<typeof rangeOf>)[], output: BufferPlan): DispatchPlan {
  const bindings = [...inputs, output];
  const code = bindings.map((_, i) => {
    const access = i < inputs.length ? "read" : "read_write";
    return `@group(0) @binding(${i}) var<storage, ${access}> b${i}: array<f32>;`;
  });
  return { kernel: { label: "made-up", code: code.join("\n") }, bindings, workgroups: [1, 1, 1] };
}

/** input → y0 → y1 → … of the given sizes. */
function chain(sizes: readonly number[]) {
  const input = floats("input", 10);
  const values = sizes.map((size, i) => floats(`y${i}`, size));
  const dispatches = values.map((y, i) => dispatch([values[i - 1] ?? input], y));
  return { input, values, dispatches };
}

describe("buffers that take turns", () => {
  test("a chain of equal sizes needs two, whatever its length", () => {
    const { input, values, dispatches } = chain([5, 5, 5, 5, 5]);
    const shared = shareBuffers(dispatches, new Set([input]));
    const [even, odd] = [shared.get(values[0]!), shared.get(values[1]!)];
    expect(even).not.toBe(odd);
    expect(values.map((value) => shared.get(value))).toEqual([even, odd, even, odd, even]);
    expect(storageBytes(dispatches, shared)).toBe(4 * (10 + 5 + 5));
    expect(storageBytes(dispatches, new Map())).toBe(4 * (10 + 25));
  });

  test("a small one goes where a larger one was, and what is small already stays apart from large ones in use", () => {
    const { input, values, dispatches } = chain([100, 1, 50, 2]);
    const shared = shareBuffers(dispatches, new Set([input]));
    expect(shared.get(values[2]!)).toBe(shared.get(values[0]!));
    expect(shared.get(values[3]!)).toBe(shared.get(values[1]!));
    expect(storageBytes(dispatches, shared)).toBe(4 * (10 + 100 + 2));
  });

  test("one that is needed again at the end keeps its place until then", () => {
    const { input, values, dispatches } = chain([5, 5, 5, 5]);
    const again = floats("again", 5);
    const all = [...dispatches, dispatch([rangeOf(values[0]!, 0, 2), values[3]!], again)];
    const shared = shareBuffers(all, new Set([input]));
    for (const other of [...values.slice(1), again]) expect(shared.get(other)).not.toBe(shared.get(values[0]!));
  });

  test("kept buffers and the one for unused bindings have their own", () => {
    const { input, values, dispatches } = chain([5, 5]);
    const all = [...dispatches, dispatch([values[1]!, unused], floats("end", 3))];
    const shared = shareBuffers(all, new Set([input, values[0]!]));
    for (const plan of [input, values[0]!, unused]) expect(shared.has(plan)).toBe(false);
  });

  test("a buffer that is read before anything wrote it is refused by name", () => {
    const { dispatches } = chain([5, 5]);
    expect(() => shareBuffers(dispatches, new Set())).toThrow(/^buffer input: wanted contents/);
  });

  test("no two that are in use at the same time ever share, and every one fits", () => {
    const dispatchOf = fc.record({
      inputs: fc.array(fc.nat(9), { maxLength: 3 }),
      output: fc.nat(9),
    });
    fc.assert(
      fc.property(
        fc.array(dispatchOf, { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 10, maxLength: 10 }),
        (drawn, sizes) => {
          const plans = sizes.map((size, i) => floats(`b${i}`, size));
          const written = new Set<BufferPlan>();
          const dispatches = drawn.map(({ inputs, output }) => {
            const readable = inputs.map((i) => plans[i]!).filter((plan) => written.has(plan) && plan !== plans[output]);
            written.add(plans[output]!);
            return dispatch([...new Set(readable)], plans[output]!);
          });
          const shared = shareBuffers(dispatches, new Set());
          const uses = (plan: BufferPlan) =>
            dispatches.flatMap(({ bindings }, i) => (bindings.includes(plan) ? [i] : []));
          const all = buffersOf(dispatches);
          for (const a of all) {
            expect(shared.get(a)!.byteLength).toBeGreaterThanOrEqual(a.byteLength);
            for (const b of all) {
              if (a === b || shared.get(a) !== shared.get(b)) continue;
              const apart = uses(a).at(-1)! < uses(b)[0]! || uses(b).at(-1)! < uses(a)[0]!;
              expect(apart, `${a.label} and ${b.label}`).toBe(true);
            }
          }
        },
      ),
    );
  });
});

test("uniform buffers take at least 16 bytes each, and none where there are no Params", () => {
  const withParams = (fields: string): DispatchPlan => ({
    kernel: { label: "made-up", code: `struct Params { ${fields} }` },
    bindings: [],
    workgroups: [1, 1, 1],
  });
  const five = "a: u32, b: u32, c: u32, d: u32, e: f32,";
  expect(uniformBytes([withParams("n: u32,"), withParams(five), dispatch([], floats("y", 1))])).toBe(16 + 20);
});

test("the largest buffer is known by name", () => {
  expect(largestOf(chain([3, 30, 20]).dispatches).label).toBe("y1");
});
