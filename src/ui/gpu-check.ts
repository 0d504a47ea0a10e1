/**
 * @file Whether this browser can train at all, and if not, why and what to do, in
 * words; if so, how large a buffer may be. Asked once, when the page opens.
 */
import { bindingLimitOf, DEFAULT_BINDING_LIMIT, factsOf } from "../gpu/device.ts";
import { familyFor, type KernelChoice } from "../kernels/variant.ts";

export interface GpuProblem {
  readonly title: string;
  readonly reason: string;
  readonly remedies: readonly string[];
}

const browsers: readonly string[] = [
  "Chrome or Edge: version 113 or newer. On Linux, and where the GPU is on a block list, switch on “Unsafe WebGPU Support” under chrome://flags or edge://flags.",
  "Safari: version 26 or newer, on macOS, iOS or iPadOS 26.",
  "Firefox: version 141 or newer on Windows, 145 or newer on a Mac with Apple silicon; elsewhere a Nightly build.",
];

/** Without a problem there is a GPU to train on. */
export interface GpuCheck {
  readonly problem?: GpuProblem;
  readonly traits?: GpuTraits;
}

/** What decides how much memory a run takes, and whether it can. */
export interface GpuTraits extends KernelChoice {
  /** The most bytes that one buffer may have. */
  readonly bindingLimit: number;
}

/** While the GPU is not known. */
export const defaultTraits: GpuTraits = { family: "tiles", bindingLimit: DEFAULT_BINDING_LIMIT };

export async function checkGpu(scope: { gpu: GPU | undefined; secure: boolean }): Promise<GpuCheck> {
  if (!scope.secure) {
    return found({
      title: "This address cannot use WebGPU",
      reason: "Browsers offer WebGPU to pages that came over https or from this machine only.",
      remedies: ["Open the page under an address that begins with https://, or under http://localhost."],
    });
  }
  if (!scope.gpu) {
    return found({
      title: "This browser has no WebGPU",
      reason: "Training runs on WebGPU. Everything else on the page works, but no run can begin.",
      remedies: browsers,
    });
  }
  const adapter = await scope.gpu.requestAdapter().catch(() => null);
  if (adapter) {
    const family = familyFor(factsOf(adapter.info));
    return { traits: { family, bindingLimit: bindingLimitOf(adapter.limits) } };
  }
  return found({
    title: "This browser found no GPU",
    reason:
      "It knows WebGPU but has no adapter: the graphics driver is missing or blocked, or the GPU failed a moment ago.",
    remedies: [
      "Reload the page; after a failure of the GPU, wait two minutes first.",
      "Update the graphics driver and the browser.",
      ...browsers,
    ],
  });
}

const found = (problem: GpuProblem): GpuCheck => ({ problem });
