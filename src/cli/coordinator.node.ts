/** @file Entry of the coordinator worker in Node. */
import { join } from "node:path";
import { workerData } from "node:worker_threads";
import { createCoordinator } from "../parallel/coordinator.ts";
import { serve } from "../parallel/link.ts";
import { readFrom } from "./files.ts";
import { nodeGpu } from "./gpu.ts";
import { endWhenTold, type NodeWorkerData } from "./host.ts";
import { cacheFolder, textFile } from "./text-file.ts";

const { port, dataRoot } = workerData as NodeWorkerData;
const tileStore = textFile(join(cacheFolder(process.platform, process.env), "tiles.json"));
const host = { gpu: await nodeGpu(), clock: () => performance.now(), readFile: readFrom(dataRoot), tileStore };
serve(port, createCoordinator(host), "coordinator");
endWhenTold();
