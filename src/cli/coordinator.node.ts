/** @file Entry of the coordinator worker in Node. */
import { workerData } from "node:worker_threads";
import { createCoordinator } from "../parallel/coordinator.ts";
import { serve } from "../parallel/link.ts";
import { readFrom } from "./files.ts";
import { nodeGpu } from "./gpu.ts";
import { endWhenTold, type NodeWorkerData } from "./host.ts";

const { port, dataRoot } = workerData as NodeWorkerData;
const host = { gpu: await nodeGpu(), clock: () => performance.now(), readFile: readFrom(dataRoot) };
serve(port, createCoordinator(host), "coordinator");
endWhenTold();
