/**
 * @file Turns planned programs into buffers, pipelines and bind groups on one
 * device, once, and then encodes them as often as wanted. Everything it allocates
 * dies with `dispose()`.
 */
import { GpuError, StoppedError } from "../core/errors.ts";
import { bindingLimitOf, type WatchedDevice } from "./device.ts";
import { expand } from "./expand.ts";
import { storeHalves } from "./halves.ts";
import type { SharedBuffers } from "./memory-plan.ts";
import { packParams, paramFields } from "./params.ts";
import { type Binding, type BufferPlan, bufferOf, type DispatchPlan, halvesAmong, isRange } from "./program.ts";

interface PreparedDispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: readonly [number, number, number];
  /** Params, where the shader has them; both forms of a dispatch use the same. */
  readonly uniform: GPUBuffer | undefined;
}

export interface PrepareOptions {
  /** Begin with the quick forms of dispatches that have one; `improve` replaces them. */
  readonly quick?: boolean;
  readonly onCompiled?: (() => void) | undefined;
}

/** A program that is ready to be encoded. */
export type Prepared = readonly PreparedDispatch[];

export class Executor {
  readonly device: GPUDevice;
  readonly #watched: WatchedDevice;
  readonly #shared: SharedBuffers;
  readonly #buffers = new Map<BufferPlan, GPUBuffer>();
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  readonly #others: GPUBuffer[] = [];
  readonly #improvable: { readonly entry: PreparedDispatch; readonly dispatch: DispatchPlan }[] = [];
  #disposed = false;

  /** `shared`: planned buffers that take turns in one. Only dispatches see these: their contents are nobody's. */
  constructor(watched: WatchedDevice, shared: SharedBuffers = new Map()) {
    this.#watched = watched;
    this.#shared = shared;
    this.device = watched.device;
  }

  /** Throws a GpuError, before anything is made, where this device cannot have a planned buffer: too large, or of float16. */
  checkBuffers(plans: readonly BufferPlan[]): void {
    if (plans.some(({ half }) => half) && !this.device.features.has("shader-f16")) throw withoutHalves(this.#watched);
    const limit = bindingLimitOf(this.device.limits);
    const large = plans.find((plan) => plan.byteLength > limit);
    if (!large) return;
    throw new GpuError({
      where: `buffer ${large.label}`,
      wanted: `at most the ${limit} bytes that this device allows in one buffer`,
      found: `${large.byteLength} bytes`,
      tryThis: "a smaller micro-batch, a smaller model, or fewer training images",
    });
  }

  /** The real buffer of a plan, zero-filled when it is made. */
  buffer(plan: BufferPlan): GPUBuffer {
    if (!this.#shared.has(plan)) return this.#allocated(plan);
    throw new GpuError({
      where: `buffer ${plan.label}`,
      wanted: "a buffer that keeps its contents",
      found: "one that shares its place with others",
      tryThis: "naming it among the buffers that keep their contents",
    });
  }

  /** Compiles pipelines (in parallel, equal ones once), allocates buffers, makes bind groups. */
  async prepare(
    dispatches: readonly DispatchPlan[],
    { quick = false, onCompiled }: PrepareOptions = {},
  ): Promise<Prepared> {
    const prepared = await Promise.all(
      dispatches.map(async (dispatch): Promise<PreparedDispatch> => {
        const entry = await this.#prepareOne(formOf(dispatch, quick), { onCompiled });
        if (quick && dispatch.quick) this.#improvable.push({ entry, dispatch });
        return entry;
      }),
    );
    this.#watched.check();
    return prepared;
  }

  /** Pipelines that `prepare` will compile. */
  pipelineCount(dispatches: readonly DispatchPlan[], quick = false): number {
    return new Set(dispatches.map((dispatch) => pipelineKey(formOf(dispatch, quick)))).size;
  }

  /** Replaces quick forms, one after another, while the program may be running. Results do not change by a bit. */
  async improve(): Promise<void> {
    for (let next = this.#improvable.shift(); next && !this.#disposed; next = this.#improvable.shift()) {
      Object.assign(next.entry, await this.#prepareOne(next.dispatch, next.entry));
    }
  }

  encode(pass: GPUComputePassEncoder, program: Prepared): void {
    for (const { pipeline, bindGroup, workgroups } of program) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
  }

  write(plan: BufferPlan, data: Float32Array | Uint32Array | Uint8Array, firstByte = 0): void {
    this.device.queue.writeBuffer(
      this.buffer(plan),
      firstByte,
      data.buffer as ArrayBuffer,
      data.byteOffset,
      data.byteLength,
    );
  }

  /** A copy of a buffer's first `byteLength` bytes, after all work that was submitted before. */
  async read(plan: BufferPlan, byteLength = plan.byteLength): Promise<ArrayBuffer> {
    const staging = this.device.createBuffer({
      label: `${plan.label}.readback`,
      size: byteLength,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    try {
      const encoder = this.device.createCommandEncoder();
      encoder.copyBufferToBuffer(this.buffer(plan), 0, staging, 0, byteLength);
      this.device.queue.submit([encoder.finish()]);
      await this.mapped(staging);
      return staging.getMappedRange().slice(0);
    } finally {
      staging.destroy();
    }
  }

  /** Waits until a staging buffer can be read; a lost device or an error ends the wait. */
  async mapped(staging: GPUBuffer): Promise<void> {
    try {
      await this.#watched.untilLost(staging.mapAsync(GPUMapMode.READ));
    } finally {
      this.#watched.check();
    }
  }

  /** Waits until all work submitted so far is done; a lost device ends the wait. */
  async finished(): Promise<void> {
    await this.#watched.untilLost(this.device.queue.onSubmittedWorkDone());
    this.#watched.check();
  }

  /** A buffer to read results back with, reused by its owner and freed with the rest. */
  staging(label: string, byteLength: number): GPUBuffer {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const made = this.device.createBuffer({ label, size: byteLength, usage });
    this.#others.push(made);
    return made;
  }

  dispose(): void {
    this.#disposed = true;
    for (const buffer of this.#buffers.values()) buffer.destroy();
    for (const buffer of this.#others) buffer.destroy();
    this.#buffers.clear();
    this.#pipelines.clear();
    this.#others.length = 0;
  }

  async #prepareOne(
    dispatch: DispatchPlan,
    { onCompiled, uniform: made }: { onCompiled?: (() => void) | undefined; uniform?: GPUBuffer | undefined },
  ): Promise<PreparedDispatch> {
    const pipeline = await this.#pipeline(dispatch, onCompiled);
    if (this.#disposed) throw new StoppedError(); // nobody would free what is made from here on
    const uniform = made ?? this.#uniform(dispatch);
    const bindGroup = this.#bindGroup(dispatch, pipeline, uniform);
    return { pipeline, bindGroup, workgroups: dispatch.workgroups, uniform };
  }

  #allocated(plan: BufferPlan): GPUBuffer {
    const existing = this.#buffers.get(plan);
    if (existing) return existing;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const size = Math.ceil(plan.byteLength / 4) * 4;
    const made = this.device.createBuffer({ label: plan.label, size, usage });
    this.#buffers.set(plan, made);
    return made;
  }

  #pipeline(dispatch: DispatchPlan, onCompiled?: () => void): Promise<GPUComputePipeline> {
    const { kernel, bindings } = dispatch;
    const key = pipelineKey(dispatch);
    const existing = this.#pipelines.get(key);
    if (existing) return existing;
    const stored = storeHalves(kernel.code, halvesAmong(bindings));
    const code = expand(stored, kernel.tuning, this.device.features.has("subgroups"));
    const module = this.device.createShaderModule({ label: kernel.label, code });
    const made = this.device
      .createComputePipelineAsync({
        label: kernel.label,
        layout: "auto",
        compute: { module, constants: { ...kernel.constants } },
      })
      .then(
        (pipeline) => {
          onCompiled?.();
          return pipeline;
        },
        (cause: unknown) => {
          throw new GpuError({
            where: `kernel ${kernel.label}`,
            wanted: "a shader that this device can compile",
            found: cause instanceof Error ? cause.message : String(cause),
            tryThis: "update the browser or the graphics driver; if it is current, report this message",
          });
        },
      );
    this.#pipelines.set(key, made);
    return made;
  }

  #uniform({ kernel, params }: DispatchPlan): GPUBuffer | undefined {
    const fields = paramFields(kernel.code);
    if (fields.length === 0) return undefined;
    const bytes = packParams(fields, params ?? {});
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const uniform = this.device.createBuffer({ label: `${kernel.label}.params`, size: bytes.byteLength, usage });
    this.device.queue.writeBuffer(uniform, 0, bytes);
    this.#others.push(uniform);
    return uniform;
  }

  #bindGroup({ kernel, bindings }: DispatchPlan, pipeline: GPUComputePipeline, uniform: GPUBuffer | undefined) {
    const resources = bindings.map((binding) => this.#resource(binding));
    if (uniform) resources.push({ buffer: uniform });
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    return this.device.createBindGroup({ label: kernel.label, layout: pipeline.getBindGroupLayout(0), entries });
  }

  #resource(binding: Binding): GPUBufferBinding {
    const plan = bufferOf(binding);
    const buffer = this.#allocated(this.#shared.get(plan) ?? plan);
    return { buffer, offset: isRange(binding) ? binding.byteOffset : 0, size: Math.ceil(binding.byteLength / 4) * 4 };
  }
}

function formOf(dispatch: DispatchPlan, quick: boolean): DispatchPlan {
  return quick && dispatch.quick ? { ...dispatch, ...dispatch.quick } : dispatch;
}

function withoutHalves({ facts }: WatchedDevice): GpuError {
  return new GpuError({
    where: "mixed precision",
    wanted: "a GPU with WebGPU's feature shader-f16",
    found: [facts.vendor, facts.architecture, facts.description].filter(Boolean).join(" ") || "a GPU without it",
    tryThis: 'precision "float32", or a newer browser, driver or GPU',
  });
}

/** Equal for dispatches that run the same pipeline. */
export function pipelineKey({ kernel, bindings }: Pick<DispatchPlan, "kernel" | "bindings">): string {
  const { code, constants = {}, tuning = {} } = kernel;
  const variant = [Object.entries(constants).sort(), Object.entries(tuning).sort(), halvesAmong(bindings)];
  return JSON.stringify([...variant, code]);
}
