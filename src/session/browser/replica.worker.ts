/** @file Entry of a replica's thread in the browser. */
import { serve } from "../../parallel/link.ts";
import { createReplica } from "../../parallel/replica.ts";
import type { BrowserWorkerData } from "./host.ts";

const replica = createReplica({ gpu: navigator.gpu, clock: () => performance.now() });
addEventListener("message", ({ data }: MessageEvent<BrowserWorkerData>) => serve(data.port, replica, self.name), {
  once: true,
});
