/**
 * @file Whether this browser can train at all, and if not, why and what to do, in
 * words. Asked once, when the page opens.
 */

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

/** Undefined where there is a GPU to train on. */
export async function findGpuProblem(scope: {
  gpu: GPU | undefined;
  secure: boolean;
}): Promise<GpuProblem | undefined> {
  if (!scope.secure) {
    return {
      title: "This address cannot use WebGPU",
      reason: "Browsers offer WebGPU to pages that came over https or from this machine only.",
      remedies: ["Open the page under an address that begins with https://, or under http://localhost."],
    };
  }
  if (!scope.gpu) {
    return {
      title: "This browser has no WebGPU",
      reason: "Training runs on WebGPU. Everything else on the page works, but no run can begin.",
      remedies: browsers,
    };
  }
  const adapter = await scope.gpu.requestAdapter().catch(() => null);
  if (adapter) return undefined;
  return {
    title: "This browser found no GPU",
    reason:
      "It knows WebGPU but has no adapter: the graphics driver is missing or blocked, or the GPU failed a moment ago.",
    remedies: [
      "Reload the page; after a failure of the GPU, wait two minutes first.",
      "Update the graphics driver and the browser.",
      ...browsers,
    ],
  };
}
