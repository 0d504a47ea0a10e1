/**
 * @file What a run takes on the GPU, in bytes, from its configuration alone: known before there is a device.
 * Counted is every buffer that is made there. Not here: the programs of the driver, and what it adds for itself.
 */
import { largestOf, storageBytes, uniformBytes } from "../gpu/memory-plan.ts";
import { timesBytes } from "../gpu/phase-meter.ts";
import type { BufferPlan } from "../gpu/program.ts";
import type { KernelChoice } from "../kernels/variant.ts";
import { buildModel } from "../nn/model.ts";
import { datasetOf, modelOf, type RunConfig } from "./config.ts";
import { phasesOf } from "./kernel-costs.ts";
import { planReplica, type ReplicaPlan, replicaDispatches } from "./replica-plan.ts";
import { planUpdate, type UpdatePlan, updateDispatches } from "./update-engine.ts";
import { updateSpecOf } from "./update-spec.ts";

export interface DeviceMemory {
  /** What kernels work on. */
  readonly storageBytes: number;
  /** Parameters of dispatches. */
  readonly uniformBytes: number;
  /** What results are read back through. */
  readonly readbackBytes: number;
  /** Timestamps; 0 on a device that has none. */
  readonly timesBytes: number;
}

export interface RunMemory {
  /** Bytes on each worker's device. */
  readonly worker: number;
  readonly coordinator: number;
  /** Of all workers and the coordinator. */
  readonly total: number;
  /** What must fit into one binding. */
  readonly largest: BufferPlan;
}

export function replicaMemory(plan: ReplicaPlan): DeviceMemory {
  const dispatches = replicaDispatches(plan);
  return {
    storageBytes: storageBytes(dispatches, plan.shared),
    uniformBytes: uniformBytes(dispatches),
    readbackBytes: plan.contribution.byteLength + plan.evaluationReadbackBytes,
    timesBytes: timesBytes({ sizes: sizesOf(phasesOf(plan, 0)), rounds: plan.gathers.length }),
  };
}

export function updateMemory(plan: UpdatePlan): DeviceMemory {
  const dispatches = updateDispatches(plan);
  return {
    storageBytes: storageBytes(dispatches, new Map()),
    uniformBytes: uniformBytes(dispatches),
    readbackBytes: plan.readbackBytes + plan.products.byteLength,
    timesBytes: timesBytes({ sizes: sizesOf(plan.phases), rounds: 1 }),
  };
}

/**
 * `kernels`: those of the device that it will run on.
 * @throws {ShapeError} where the model does not fit the images, or the micro-batch the model.
 */
export function planMemory(config: RunConfig, kernels: KernelChoice): RunMemory {
  const { imageShape, classes, validationCount, testCount } = datasetOf(config);
  const { workers, microBatch, local, trainSize } = config;
  const model = buildModel(modelOf(config), imageShape, classes.length);
  const channels = new Array<number>(imageShape[0]).fill(0);
  const replica = planReplica({
    model,
    microBatch,
    local,
    trainCount: trainSize,
    evaluationCount: Math.ceil(Math.max(validationCount, testCount) / workers),
    normalisation: { mean: channels, deviation: channels },
    kernels: { ...kernels, precision: config.precision },
  });
  const update = planUpdate(updateSpecOf(config, model));
  const [worker, coordinator] = [totalOf(replicaMemory(replica)), totalOf(updateMemory(update))];
  const largest = largestOf([...replicaDispatches(replica), ...updateDispatches(update)]);
  return { worker, coordinator, total: workers * worker + coordinator, largest };
}

export function totalOf({ storageBytes, uniformBytes, readbackBytes, timesBytes }: DeviceMemory): number {
  return storageBytes + uniformBytes + readbackBytes + timesBytes;
}

function sizesOf(phases: readonly { readonly length: number }[]): number[] {
  return phases.map(({ length }) => length);
}
