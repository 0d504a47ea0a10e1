/** @file Entry of the coordinator's thread in the browser. */
import { fetchFileFrom } from "../../data/fetch-file.ts";
import { createCoordinator } from "../../parallel/coordinator.ts";
import { serve } from "../../parallel/link.ts";
import type { BrowserWorkerData } from "./host.ts";

addEventListener(
  "message",
  ({ data: { port, dataRoot } }: MessageEvent<BrowserWorkerData>) => {
    const readFile = fetchFileFrom(dataRoot);
    serve(port, createCoordinator({ gpu: navigator.gpu, clock: () => performance.now(), readFile }), self.name);
  },
  { once: true },
);
