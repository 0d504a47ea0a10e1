/**
 * @file Every distinct dispatch of a model's forward and backward pass, timed by
 * itself and set against what the device can do. Runs in a page or in Node.
 * What a dispatch costs between others, with cold caches, is not seen here.
 */
import { sizeOf } from "../src/core/shape.ts";
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { openDevice } from "../src/gpu/device.ts";
import { Executor, pipelineKey } from "../src/gpu/executor.ts";
import { type DispatchPlan, floats, isRange, unused } from "../src/gpu/program.ts";
import { familyFor, type KernelFamily } from "../src/kernels/variant.ts";
import { initialParameters, initialStatistics } from "../src/nn/initialise.ts";
import { type Network, planNetwork } from "../src/nn/network.ts";
import { modelOf, type RunConfig } from "../src/train/config.ts";
import { TOTALS } from "../src/train/contribution.ts";
import { modelFor } from "./batches.ts";
import { type Ceilings, dispatchMs, higher, measureCeilings } from "./ceilings.ts";

export interface KernelRow {
  readonly model: string;
  /** The kernel, and the last buffer that it binds, which tells the layer. */
  readonly name: string;
  /** Dispatches of this very kind in one micro-batch. */
  readonly count: number;
  readonly ms: number;
  /** Floating-point operations of one dispatch, as DispatchPlan counts them; 0 where it mostly moves data. */
  readonly operations: number;
  /** Of all buffers it binds, each once: about what it reads and writes at least. */
  readonly boundBytes: number;
}

export interface KernelReport {
  readonly adapter: AdapterFacts;
  readonly ceilings: Ceilings;
  readonly rows: readonly KernelRow[];
}

/** Of forward and backward pass together. */
export function operationsPerImage(config: RunConfig): number {
  const { forward, backward } = planFor(config, "registers").network; // the same for every family
  return [...forward, ...backward].reduce((sum, { operations = 0 }) => sum + operations, 0) / config.microBatch;
}

export async function measureKernels(gpu: GPU, configs: readonly RunConfig[]): Promise<KernelReport> {
  const watched = await openDevice(gpu, "bench");
  try {
    const inNewExecutor = async <T>(use: (executor: Executor) => Promise<T>): Promise<T> => {
      const executor = new Executor(watched);
      try {
        return await use(executor);
      } finally {
        executor.dispose();
      }
    };
    const ceilingsNow = () => inNewExecutor((executor) => measureCeilings(executor, watched.facts.software));
    const before = await ceilingsNow();
    const family = familyFor(watched.facts);
    const rows: KernelRow[] = [];
    for (const config of configs) rows.push(...(await inNewExecutor((executor) => rowsOf(executor, config, family))));
    return { adapter: watched.facts, ceilings: higher(before, await ceilingsNow()), rows };
  } finally {
    watched.destroy();
  }
}

async function rowsOf(executor: Executor, config: RunConfig, family: KernelFamily): Promise<KernelRow[]> {
  const network = await fillNetwork(executor, config, family);
  const rows: KernelRow[] = [];
  for (const { dispatch, count } of distinct([...network.forward, ...network.backward])) {
    const ms = await dispatchMs(executor, dispatch);
    const operations = dispatch.operations ?? 0;
    rows.push({
      model: modelOf(config).name,
      name: nameOf(dispatch),
      count,
      ms,
      operations,
      boundBytes: boundBytes(dispatch),
    });
  }
  return rows;
}

function planFor(config: RunConfig, family: KernelFamily) {
  const model = modelFor(config);
  const parameters = floats("parameters", model.parameterFloats);
  const running = floats("running", model.statisticsFloats);
  const shared = {
    parameters,
    running,
    gradient: floats("gradient", model.parameterFloats),
    statistics: floats("statistics", model.statisticsFloats),
    totals: floats("totals", TOTALS),
  };
  const network = planNetwork(model, config.microBatch, "train", shared, { family });
  return { model, parameters, running, network };
}

/** A network that has computed one micro-batch, so that its buffers hold ordinary numbers. */
async function fillNetwork(executor: Executor, config: RunConfig, family: KernelFamily): Promise<Network> {
  const { model, parameters, running, network } = planFor(config, family);
  const { microBatch } = config;
  const program = await executor.prepare([...network.forward, ...network.backward]);
  const pixels = Float32Array.from({ length: microBatch * sizeOf(model.imageShape) }, (_, i) => Math.sin(i * i));
  executor.write(network.input, pixels);
  executor.write(
    network.labels,
    Uint32Array.from({ length: microBatch }, (_, i) => i % model.classCount),
  );
  executor.write(network.count, Uint32Array.of(microBatch));
  executor.write(parameters, initialParameters(model, config.seed));
  if (model.statisticsFloats > 0) executor.write(running, initialStatistics(model));
  const encoder = executor.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  executor.encode(pass, program);
  pass.end();
  executor.device.queue.submit([encoder.finish()]);
  await executor.finished();
  return network;
}

/** Dispatches that differ in more than the buffers they bind, each with how often it occurs. */
export function distinct(dispatches: readonly DispatchPlan[]): { dispatch: DispatchPlan; count: number }[] {
  const found = new Map<string, { dispatch: DispatchPlan; count: number }>();
  for (const dispatch of dispatches) {
    const { params, workgroups } = dispatch;
    const key = JSON.stringify([pipelineKey(dispatch), params, workgroups]);
    const same = found.get(key);
    if (same) same.count++;
    else found.set(key, { dispatch, count: 1 });
  }
  return [...found.values()];
}

function nameOf({ kernel, bindings }: DispatchPlan): string {
  const last = bindings.findLast((binding) => binding !== unused)!;
  return `${kernel.label} → ${isRange(last) ? last.buffer.label : last.label}`;
}

function boundBytes({ bindings }: DispatchPlan): number {
  const bytes = new Map(
    bindings.map((binding) => {
      const { label } = isRange(binding) ? binding.buffer : binding;
      return [isRange(binding) ? `${label} ${binding.byteOffset}` : label, binding.byteLength];
    }),
  );
  return [...bytes.values()].reduce((sum, each) => sum + each, 0);
}
