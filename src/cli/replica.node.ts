/** @file Entry of a replica worker in Node. */
import { workerData } from "node:worker_threads";
import { serve } from "../parallel/link.ts";
import { createReplica } from "../parallel/replica.ts";
import { nodeGpu } from "./gpu.ts";
import { endWhenTold, type NodeWorkerData } from "./host.ts";

const { port } = workerData as NodeWorkerData;
serve(port, createReplica({ gpu: await nodeGpu(), clock: () => performance.now() }), "worker");
endWhenTold();
