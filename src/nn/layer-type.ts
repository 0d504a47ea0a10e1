/**
 * @file What a kind of layer must say of itself: its sizes before anything is
 * allocated, then its dispatches. No tape: a layer returns its own backward plan.
 */
import type { Shape } from "../core/shape.ts";
import type { Binding, BufferPlan, DispatchPlan } from "../gpu/program.ts";
import type { KernelChoice } from "../kernels/variant.ts";
import type { LayerInfo } from "./layer-info.ts";

export type Role = LayerInfo["role"];

export interface ParameterSpec {
  readonly role: Role;
  /** PyTorch's layout. */
  readonly shape: Shape;
  /** Values before the first update: He uniform with this fan-in, or a constant. */
  readonly start: { readonly heFanIn: number } | { readonly constant: number };
}

/** Where a layer is planned: its sizes, and where its numbers live. */
export interface LayerPlace<S> {
  readonly spec: S;
  /** For errors and labels, for example "layer1.0.conv1" or "relu 3". */
  readonly where: string;
  readonly batch: number;
  /** Without the batch: (C, H, W), or (features) after flatten. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly training: boolean;
  readonly kernels: KernelChoice;
  parameter(role: Role): Binding;
  gradient(role: Role): Binding;
  /** Batch norm only: (2·C) running means, then variances. */
  running(): Binding;
  /** Batch norm only: (2·C) sums over micro-batches of batch means, then unbiased variances. */
  statistics(): Binding;
  /** A buffer of its own, float32. */
  buffer(role: string, floatCount: number): BufferPlan;
  /** The same for what goes to the next layer or the one before: float16 where precision is mixed. */
  between(role: string, count: number): BufferPlan;
}

export interface LayerPlan {
  readonly output: Binding;
  readonly dispatches: readonly DispatchPlan[];
  /** True where its output is that of a ReLU whose gradient it leaves to others: they cut dy where the output is 0. */
  readonly endsInRelu?: boolean;
  /** True where `backward` takes a gradient with `passes`; others get it cut already. */
  readonly takesPasses?: boolean;
  /** Gradients of its parameters and, where wanted, of its input, from that of its output. */
  backward(dy: Binding, needsInput: boolean, passes?: Binding): BackwardPlan;
}

/** A gradient, of the input or the output of a layer. */
export interface Gradient {
  readonly dy: Binding;
  /** Where given, the output of a ReLU: dy counts only where this is above 0. */
  readonly passes?: Binding | undefined;
}

export interface BackwardPlan {
  readonly dispatches: readonly DispatchPlan[];
  /** Undefined where it was not wanted. */
  readonly dx: Binding | undefined;
}

export interface LayerType<S> {
  /** @throws {ShapeError} where the input does not fit. */
  outputShape(spec: S, input: Shape, where: string): Shape;
  parameters(spec: S, input: Shape): readonly ParameterSpec[];
  plan(place: LayerPlace<S>, input: Binding): LayerPlan;
}
