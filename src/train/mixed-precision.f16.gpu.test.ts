/**
 * @file Mixed precision: every kernel that keeps numbers in float16 beside the same kernel with float32, and whole
 * contributions. In Chromium float16 is emulated; `npm run test:f16` runs this file on an adapter that has it.
 */
import { expect, vi } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { openDevice } from "../gpu/device.ts";
import type { Executor } from "../gpu/executor.ts";
import { widened, withHalves } from "../gpu/half-testing.ts";
import { type Binding, type BufferPlan, bufferOf, type DispatchPlan, floats, isRange, unused } from "../gpu/program.ts";
import { test } from "../gpu/testing.ts";
import type { KernelFamily, Precision } from "../kernels/variant.ts";
import { initialParameters, initialStatistics } from "../nn/initialise.ts";
import { buildModel } from "../nn/model.ts";
import { allLayers } from "../nn/testing.ts";
import { contributionLayout } from "./contribution.ts";
import { phasesOf } from "./kernel-costs.ts";
import { replicaMemory, totalOf } from "./memory.ts";
import { ReplicaEngine } from "./replica-engine.ts";
import { planReplica, type ReplicaSizes } from "./replica-plan.ts";

const model = buildModel(allLayers, [1, 12, 12], 10);
const sizesFor = (family: KernelFamily, precision: Precision): ReplicaSizes => ({
  model,
  kernels: { family, precision },
  ...{ microBatch: 6, local: 2, trainCount: 24, evaluationCount: 24 },
  normalisation: { mean: [0.4], deviation: [0.3] },
});
const images = Uint8Array.from({ length: 24 * 144 }, (_, i) => (i * i * 31) % 251);
const labels = Uint8Array.from({ length: 24 }, (_, i) => i % 10);
const indices = Uint32Array.from({ length: 12 }, (_, i) => 23 - i);
const ordinary = Float32Array.from([...initialParameters(model, 3), ...initialStatistics(model)]);

const it = test.extend({ gpu: withHalves(navigator.gpu) });

/** float16 has 11 bits, and steps of 2^-24 near 0. How a device rounds to it is its own. */
const ROUNDING = { rel: 2 ** -10, abs: 2 ** -24 };

/** The same dispatch on buffers of its own, all float32. */
function inFloat32(dispatch: DispatchPlan): DispatchPlan {
  const twins = new Map<BufferPlan, BufferPlan>([[unused, unused]]);
  const twinOf = (plan: BufferPlan) => {
    const twin = twins.get(plan) ?? floats(plan.label, plan.half ? plan.byteLength / 2 : plan.byteLength / 4);
    twins.set(plan, twin);
    return twin;
  };
  const bindings = dispatch.bindings.map(
    (binding): Binding => (isRange(binding) ? { ...binding, buffer: twinOf(binding.buffer) } : twinOf(binding)),
  );
  return { ...dispatch, bindings };
}

async function run(executor: Executor, dispatch: DispatchPlan): Promise<void> {
  const program = await executor.prepare([dispatch]);
  const encoder = executor.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  executor.encode(pass, program);
  pass.end();
  executor.device.queue.submit([encoder.finish()]);
}

it.for(["registers", "tiles"] as const)(
  "%s: a kernel with float16 buffers leaves what it leaves with float32, rounded when stored",
  async (family, { executor }) => {
    const plan = planReplica(sizesFor(family, "mixed"));
    for (const [buffer, values] of plan.fixed) executor.write(buffer, values);
    executor.write(plan.parameters, ordinary.subarray(0, model.parameterFloats));
    executor.write(plan.indices, indices);
    executor.write(plan.sets.train.images, images);
    executor.write(plan.sets.train.labels, labels);
    const checked = new Set<string>();
    for (const dispatch of phasesOf(plan, 0).flat()) {
      const beside = inFloat32(dispatch);
      const pairs = dispatch.bindings.map((binding, i) => [bufferOf(binding), bufferOf(beside.bindings[i]!)] as const);
      for (const [from, to] of new Map(pairs)) {
        const bytes = await executor.read(from);
        executor.write(to, from.half ? widened(bytes) : new Uint8Array(bytes));
      }
      await run(executor, dispatch);
      await run(executor, beside);
      const { label } = dispatch.kernel;
      for (const [from, to] of new Map(pairs)) {
        const [got, want] = [await executor.read(from), await executor.read(to)];
        if (!from.half) expect(new Uint32Array(got), `${label}, ${from.label}`).toEqual(new Uint32Array(want));
        else
          expect(
            worstMismatch(widened(got), new Float32Array(want), ROUNDING),
            `${label}, ${from.label}`,
          ).toBeUndefined();
        if (from.half) checked.add(label);
      }
    }
    expect(checked.size).toBeGreaterThan(15);
  },
);

async function workOf(gpu: GPU, family: KernelFamily, precision: Precision, weights = ordinary) {
  const watched = await openDevice(gpu, precision);
  const create = vi.spyOn(watched.device, "createBuffer");
  const sizes = sizesFor(family, precision);
  const engine = new ReplicaEngine(watched, sizes, () => performance.now());
  await engine.prepare();
  const allocated = create.mock.calls.reduce((sum, [{ size }]) => sum + size, 0);
  expect(allocated).toBe(totalOf(replicaMemory(planReplica(sizes))));
  engine.load("train", images, labels);
  engine.load("evaluation", images, labels);
  const contribution = async () => {
    const carrier = new Float32Array(contributionLayout(model).size);
    carrier.set(weights);
    return (await engine.contribution(carrier, indices, false)).values;
  };
  const values = await contribution();
  expect(await contribution(), "the same bits again").toEqual(values);
  const evaluation = await engine.evaluate(weights, 24, () => {});
  engine.dispose();
  watched.check();
  watched.destroy();
  return { values, evaluation, allocated };
}

it.for(["registers", "tiles"] as const)(
  "%s: gradients, their norms and the loss are those of float32 to within 5%",
  async (family, { gpu }) => {
    const [full, mixed] = [await workOf(gpu, family, "float32"), await workOf(gpu, family, "mixed")];
    expect(mixed.allocated).toBeLessThan(full.allocated);
    const { squaresAt, totalsAt } = contributionLayout(model);
    const table = model.layers.map(({ name, offset, size }, k) => {
      const part = (values: Float32Array) => values.subarray(offset, offset + size);
      const [want, got] = [part(full.values), part(mixed.values)];
      const off = Math.hypot(...got.map((value, i) => value - want[i]!)) / Math.hypot(...want);
      const squares = mixed.values[squaresAt + k]! / full.values[squaresAt + k]!;
      return { name, off, squares };
    });
    expect(table.filter(({ off, squares }) => !(off < 0.05 && Math.abs(squares - 1) < 0.05))).toEqual([]);
    expect(
      table.some(({ off }) => off > 0),
      "float16 is stored at all",
    ).toBe(true);
    expect(
      worstMismatch(mixed.values.subarray(totalsAt), full.values.subarray(totalsAt), { rel: 2e-3, abs: 0 }),
    ).toBeUndefined();
    expect(mixed.evaluation.lossSum / full.evaluation.lossSum).toBeCloseTo(1, 2);
  },
);

it("a number too large for float16 stays visible", async ({ gpu }) => {
  const large = ordinary.map((value, i) => (i < model.layers[0]!.size ? 1e6 * value : value));
  const { squaresAt } = contributionLayout(model);
  const squaresOf = async (precision: Precision) =>
    (await workOf(gpu, "registers", precision, large)).values.subarray(squaresAt, squaresAt + model.layers.length);
  expect((await squaresOf("float32")).every(Number.isFinite)).toBe(true);
  expect((await squaresOf("mixed")).every(Number.isFinite)).toBe(false);
});

test("an adapter without shader-f16 is refused, before anything is made", async () => {
  const gpu = { requestAdapter: () => navigator.gpu.requestAdapter() } as GPU;
  const watched = await openDevice(gpu, "worker 0");
  const features = new Set([...watched.device.features].filter((feature) => feature !== "shader-f16"));
  Object.defineProperty(watched.device, "features", { value: features });
  const make = () => new ReplicaEngine(watched, sizesFor("registers", "mixed"), () => 0);
  expect(make).toThrow(/mixed precision: wanted a GPU with WebGPU's feature shader-f16, found .+\. Try.*float32/);
  watched.destroy();
});
