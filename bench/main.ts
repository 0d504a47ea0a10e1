/**
 * @file The benchmark from flags to report: opens the hosts, runs trial after
 * trial, then the kernels, and writes what was found to bench/results/.
 * Not here: what is measured (workloads.ts) and how a trial goes (run-trial.ts).
 */
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import product from "../package.json";
import { readFrom } from "../src/cli/files.ts";
import { ConfigError, LenaError } from "../src/core/errors.ts";
import type { Contender } from "./contender.ts";
import { findPyTorch, PyTorch, type PyTorchPlace } from "./contenders/pytorch.ts";
import { type Flags, type HostId, readFlags } from "./flags.ts";
import { type Host, type Places, writeData } from "./hosts/host.ts";
import { operationsPerImage } from "./kernels.ts";
import { markdown, type Report, reportTrial, type TrialReport } from "./report.ts";
import { runTrial } from "./run-trial.ts";
import { type Lane, resnet18, trialsOf, type WorkloadId, w1, w2 } from "./workloads.ts";

/** This file is built into dist/bench/node, beside the scripts of the workers. */
const scripts = new URL(".", import.meta.url);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const places: Places = { root, scripts, dataRoot: join(root, "dist/bench/data") };
const results = join(root, "bench/results");
/** Without being asked for; ResNet-18 too where there is a GPU. */
const USUAL: readonly WorkloadId[] = ["w1", "w2", "parallel", "kernels"];

/** Returns the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    await bench(words);
    return 0;
  } catch (error) {
    console.error(error instanceof LenaError ? error.message : error); // what a person can act on needs no list of calls
    return 1;
  }
}

async function bench(words: readonly string[]): Promise<void> {
  const flags = readFlags(words);
  const loadBefore = loadavg()[0]!;
  const pytorch = choosePyTorch(flags);
  await writeData(places);
  const hosts = new Map<HostId, Host>();
  try {
    for (const id of flags.hosts) hosts.set(id, await openHost[id](hosts.has("page")));
    const report = await measure(flags, hosts, pytorch, loadBefore);
    await mkdir(results, { recursive: true });
    await writeFile(join(results, "bench.json"), `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(join(results, "bench.md"), markdown(report));
    console.log(`\n${markdown(report)}`);
  } finally {
    for (const host of hosts.values()) await host.close();
  }
}

/** Each is loaded only where it is wanted: there may be no browser here. */
const openHost: Record<HostId, (besideBrowser: boolean) => Promise<Host>> = {
  page: async () => (await import("./hosts/page-host.ts")).openPageHost(places),
  node: async (besideBrowser) => (await import("./hosts/node-host.ts")).openNodeHost(places, besideBrowser),
};

async function measure(
  { workloads, peers, rounds }: Flags,
  hosts: ReadonlyMap<HostId, Host>,
  pytorch: readonly PyTorchPlace[],
  loadBefore: number,
): Promise<Report> {
  const [first] = hosts.values() as Iterable<Host> as [Host];
  const chosen = workloads ?? (first.software ? USUAL : [...USUAL, "resnet18"]);
  const inPage = (["jax-js", "tfjs"] as const).filter((id) => hosts.has("page") && (peers?.includes(id) ?? true));
  const contenders = [...hosts.keys(), ...inPage, ...pytorch.map(({ device }) => `pytorch-${device}` as const)];
  const start = async ({ contender: id }: Lane): Promise<Contender> => {
    const place = pytorch.find(({ device }) => id === `pytorch-${device}`);
    if (place) return new PyTorch(root, place, readFrom(places.dataRoot));
    return hosts.get(id === "node" ? "node" : "page")!.start(id);
  };
  const trials: TrialReport[] = [];
  for (const trial of trialsOf(chosen, contenders)) {
    const result = await runTrial(trial, rounds, start, (line) => console.log(line));
    trials.push(reportTrial(result, operationsPerImage(trial.lanes[0]!.config)));
  }
  const configs = chosen.includes("resnet18") ? [w1, w2, resnet18] : [w1, w2];
  const kernels = chosen.includes("kernels") ? await first.kernels(configs) : null;
  const [processor] = cpus();
  const machine = {
    processor: processor?.model ?? "unknown processor",
    processorCount: availableParallelism(),
    loadBefore,
    loadAfter: loadavg()[0]!,
  };
  return { versions: versionsOf(inPage, pytorch), machine, rounds, trials, kernels };
}

function versionsOf(
  inPage: readonly ("jax-js" | "tfjs")[],
  [pytorch]: readonly PyTorchPlace[],
): Record<string, string> {
  const packages = { "jax-js": "@jax-js/jax", tfjs: "@tensorflow/tfjs-backend-webgpu" } as const;
  return {
    [product.name]: product.version,
    ...Object.fromEntries(inPage.map((id) => [packages[id], product.devDependencies[packages[id]]])),
    ...(pytorch && { torch: pytorch.version }),
  };
}

/** @throws {ConfigError} where PyTorch was asked for and is not here. */
function choosePyTorch({ peers }: Flags): PyTorchPlace[] {
  if (peers && !peers.includes("pytorch")) return [];
  const found = findPyTorch(root);
  if (found.length > 0) return found;
  const tryThis = "install it (on Debian: apt install python3-torch), or choose other peers";
  if (peers) throw new ConfigError({ where: "bench", wanted: "a Python with PyTorch", found: "none", tryThis });
  console.log(`PyTorch is left out: it is not here. To have it: ${tryThis}.`);
  return [];
}
