/** @file Node as a host: the command line's workers and Dawn. No browser is needed. */
import { chooseDriver, nodeGpu } from "../../src/cli/gpu.ts";
import { nodeHost } from "../../src/cli/host.ts";
import { factsOf } from "../../src/gpu/device.ts";
import { SessionContender } from "../contenders/session.ts";
import { measureKernels } from "../kernels.ts";
import type { Host, Places } from "./host.ts";

/** `besideBrowser`: this process drives a browser too. */
export async function openNodeHost({ scripts, dataRoot }: Places, besideBrowser: boolean): Promise<Host> {
  const { setImmediate, clearImmediate } = globalThis;
  await chooseDriver();
  const adapter = await (await nodeGpu()).requestAdapter({ powerPreference: "high-performance" });
  // Dawn's patient polling (cli/polling.ts) would put the messages of the browser's driver out of order. It is needed
  // where this thread waits for Dawn, which it does for kernels, and those run on the page where there is one.
  if (besideBrowser) Object.assign(globalThis, { setImmediate, clearImmediate });
  return {
    software: factsOf(adapter!.info).software,
    async start() {
      const host = nodeHost(scripts, dataRoot);
      return new SessionContender(host, () => host.ended());
    },
    kernels: async (configs) => measureKernels(await nodeGpu(), configs),
    close: async () => {},
  };
}
