/** @file Entry of the coordinator's thread in the browser. */
import { fetchFileFrom } from "../../data/fetch-file.ts";
import { createCoordinator } from "../../parallel/coordinator.ts";
import { serve } from "../../parallel/link.ts";
import { cachedText } from "./cached-text.ts";
import type { BrowserWorkerData } from "./host.ts";

addEventListener(
  "message",
  ({ data: { port, dataRoot } }: MessageEvent<BrowserWorkerData>) => {
    const readFile = fetchFileFrom(dataRoot);
    const clock = () => performance.now();
    const host = { gpu: navigator.gpu, clock, readFile, tileStore: cachedText(self, "tiles.json") };
    serve(port, createCoordinator(host), self.name);
  },
  { once: true },
);
