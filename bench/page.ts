/**
 * @file The page that contenders run on, one on each copy of it. Each is loaded
 * only where it runs, so that none weighs on another.
 */
import { fetchFileFrom } from "../src/data/fetch-file.ts";
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { factsOf } from "../src/gpu/device.ts";
import type { RunConfig } from "../src/train/config.ts";
import type { Contender, PageContenderId, UpdateResult } from "./contender.ts";
import type { KernelReport } from "./kernels.ts";

declare global {
  interface Window {
    /** What the page offers to the program that drives it. */
    bench: {
      /** null where there is no adapter. */
      adapter(): Promise<AdapterFacts | null>;
      open(id: PageContenderId, config: RunConfig): Promise<AdapterFacts>;
      run(updates: number): Promise<UpdateResult[]>;
      close(): Promise<void>;
      kernels(configs: readonly RunConfig[]): Promise<KernelReport>;
    };
  }
}

const dataRoot = new URL("data/", document.baseURI);

const contenders: Record<PageContenderId, () => Promise<Contender>> = {
  page: async () => {
    const [{ SessionContender }, { browserHost }] = await Promise.all([
      import("./contenders/session.ts"),
      import("../src/session/browser/host.ts"),
    ]);
    return new SessionContender(browserHost(dataRoot.href));
  },
  "jax-js": async () => new (await import("./contenders/jax-js.ts")).JaxJs(fetchFileFrom(dataRoot)),
  tfjs: async () => new (await import("./contenders/tfjs.ts")).TensorFlowJs(fetchFileFrom(dataRoot)),
};

let contender: Contender;
window.bench = {
  async adapter() {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
    return adapter ? factsOf(adapter.info) : null;
  },
  async open(id, config) {
    contender = await contenders[id]();
    return contender.open(config);
  },
  run: (updates) => contender.run(updates),
  close: () => contender.close(),
  kernels: async (configs) => (await import("./kernels.ts")).measureKernels(navigator.gpu, configs),
};
