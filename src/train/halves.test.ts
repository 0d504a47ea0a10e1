/** @file Every dispatch of mixed precision through Dawn's real WGSL front end, and what its plan keeps in float16. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { create } from "webgpu";
import { expand } from "../gpu/expand.ts";
import { storeHalves } from "../gpu/halves.ts";
import { bufferOf, type DispatchPlan, halvesAmong } from "../gpu/program.ts";
import type { KernelFamily, Precision } from "../kernels/variant.ts";
import { buildModel } from "../nn/model.ts";
import { allLayers } from "../nn/testing.ts";
import { planReplica, replicaDispatches } from "./replica-plan.ts";

const gpu = create(["backend=null"]); // Dawn crashes once this is collected, so it lives as long as the file
let device: GPUDevice;

beforeAll(async () => {
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error("the npm package webgpu gave no null adapter");
  device = await adapter.requestDevice({ requiredFeatures: ["shader-f16", "subgroups"] });
});
afterAll(() => device.destroy());

function planOf(family: KernelFamily, precision: Precision) {
  return planReplica({
    model: buildModel(allLayers, [1, 12, 12], 10),
    kernels: { family, precision },
    ...{ microBatch: 6, local: 2, trainCount: 24, evaluationCount: 20 },
    normalisation: { mean: [0.3], deviation: [0.35] },
  });
}

async function problemsOf({ kernel, bindings }: DispatchPlan): Promise<string[]> {
  const code = expand(storeHalves(kernel.code, halvesAmong(bindings)), kernel.tuning, true);
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code });
  const constants = { ...kernel.constants };
  device.createComputePipeline({ layout: "auto", compute: { module, constants } });
  const error = await device.popErrorScope();
  return error ? [`${kernel.label}: ${error.message}`] : [];
}

test.each(["registers", "tiles"] as const)("%s: every kernel with float16 buffers compiles", async (family) => {
  const dispatches = replicaDispatches(planOf(family, "mixed")).filter(
    ({ bindings }) => halvesAmong(bindings).length > 0,
  );
  expect(new Set(dispatches.map(({ kernel }) => kernel.label)).size).toBeGreaterThan(15);
  const forms = dispatches.flatMap((dispatch) => [dispatch, { ...dispatch, ...dispatch.quick }]);
  expect((await Promise.all(forms.map(problemsOf))).flat()).toEqual([]);
});

test.each(["registers", "tiles"] as const)(
  "%s: activations and their gradients are float16, all else is not",
  (family) => {
    const buffers = new Set(
      replicaDispatches(planOf(family, "mixed")).flatMap(({ bindings }) => bindings.map(bufferOf)),
    );
    const labels = [...buffers].map(({ label, half }) => ({
      role: label.split(".").at(-1)!,
      label,
      half: half === true,
    }));
    const isBetween = ({ role, label }: { role: string; label: string }) =>
      label === "input" || (/^(y|dx|dy)$/.test(role) && label !== "out.y");
    expect(labels.filter((each) => each.half !== isBetween(each))).toEqual([]);
    expect(labels.filter(({ label }) => label === "out.y")).toHaveLength(3); // of training and two evaluations
  },
);

test.each(["registers", "tiles"] as const)("%s: float32 has no float16 and no loss scale", (family) => {
  const dispatches = replicaDispatches(planOf(family, "float32"));
  expect(dispatches.filter(({ bindings }) => halvesAmong(bindings).length > 0)).toEqual([]);
  const scales = dispatches.flatMap(({ params }) => [params?.scale ?? 1, params?.factor ?? 1]);
  expect(new Set(scales)).toEqual(new Set([1]));
});

test("the loss is scaled by a power of two, which is divided out before norms are taken", () => {
  const { forward, norm } = planOf("registers", "mixed");
  const scale = forward.find(({ kernel }) => kernel.label === "softmax-cross-entropy")?.params?.scale;
  expect(scale).toBe(512 * 4); // a micro-batch of 6
  expect(norm.flatMap(({ params }) => params?.factor ?? [])).toEqual([1 / 2048, 1 / 2048 ** 2]);
});
