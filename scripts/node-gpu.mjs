/**
 * @file For tests in Node: WebGPU by Dawn where a browser would have it, with whatever driver the machine has.
 * VK_DRIVER_FILES may name another.
 */
import { create, globals } from "webgpu";

Object.assign(globalThis, globals);
Object.defineProperty(globalThis, "navigator", { value: { gpu: create([]) }, configurable: true });

const adapter = await navigator.gpu.requestAdapter();
if (!adapter?.features.has("shader-f16")) {
  throw new Error(
    `test:f16: wanted an adapter with shader-f16, found ${adapter ? adapter.info.description : "none"}. ` +
      "Try: a real GPU, or Mesa's lavapipe 25 (VK_DRIVER_FILES names its lvp_icd.json).",
  );
}
