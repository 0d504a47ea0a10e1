/**
 * @file A worker that holds one replica of the model on its own device and serves
 * ReplicaApi. It draws its own sample indices: they follow from seed and place.
 */
import { GpuError, StoppedError } from "../core/errors.ts";
import { epochOrder, microBatchOf } from "../data/batches.ts";
import { openDevice, type WatchedDevice } from "../gpu/device.ts";
import { buildModel } from "../nn/model.ts";
import { ReplicaEngine } from "../train/replica-engine.ts";
import { kernelsFor } from "../train/tune.ts";
import { moved } from "./link.ts";
import type { ReplicaApi, ReplicaSpec } from "./protocol.ts";

export interface ReplicaHost {
  readonly gpu: GPU | undefined;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
}

export function createReplica({ gpu, clock }: ReplicaHost): ReplicaApi {
  let opened: { spec: ReplicaSpec; watched: WatchedDevice; engine: ReplicaEngine; indices: Uint32Array } | undefined;
  let disposed = false;
  let order: { epoch: number; indices: Uint32Array } | undefined;

  const ready = () => {
    if (opened) return opened;
    throw new GpuError({
      where: "worker",
      wanted: "an open device",
      found: "none",
      tryThis: "call open() first, and nothing after dispose()",
    });
  };
  const orderOf = (epoch: number, { seed, trainSize }: ReplicaSpec) => {
    if (order?.epoch !== epoch) order = { epoch, indices: epochOrder(seed, epoch, trainSize) };
    return order.indices;
  };

  return {
    async open(spec) {
      const model = buildModel(spec.model, spec.imageShape, spec.classCount);
      const watched = await openDevice(gpu, `worker ${spec.rank}`);
      if (disposed) {
        watched.destroy();
        throw new StoppedError();
      }
      const { microBatch, local, evaluationCount, normalisation } = spec;
      const kernels = { ...kernelsFor(watched.facts, spec.kernels), precision: spec.precision };
      const sizes = { model, microBatch, local, trainCount: spec.trainSize, evaluationCount, normalisation, kernels };
      const engine = new ReplicaEngine(watched, sizes, clock);
      opened = { spec, watched, engine, indices: new Uint32Array(local * microBatch) };
      return { adapter: watched.facts, pipelineCount: engine.pipelineCount };
    },

    compile: (onCompiled) => ready().engine.prepare(onCompiled),

    async load(set, images, labels) {
      ready().engine.load(set, images, labels);
    },

    async contribute({ epoch, updateInEpoch, probed }, carrier) {
      const { engine, spec, indices } = ready();
      const began = clock();
      const sizes = { n: spec.n, microBatch: spec.microBatch };
      for (let k = 0; k < spec.local; k++) {
        const batch = microBatchOf(orderOf(epoch, spec), updateInEpoch, spec.rank * spec.local + k, sizes);
        indices.set(batch, k * spec.microBatch);
      }
      const { values, ...times } = await engine.contribution(carrier, indices, probed);
      return moved({ contribution: values, times: { ...times, workMs: clock() - began } }, [values.buffer]);
    },

    settle: () => ready().engine.settle(),

    async evaluate(weights, count, onProgress) {
      const evaluation = await ready().engine.evaluate(weights, count, onProgress);
      return moved(evaluation, [evaluation.logits.buffer]);
    },

    async dispose() {
      disposed = true;
      opened?.engine.dispose();
      opened?.watched.destroy();
      opened = undefined;
    },
  };
}
