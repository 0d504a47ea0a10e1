/**
 * @file What is known of a layer (one parameter tensor) before a run: enough to
 * name it, group it and colour it. Plain data; it crosses worker boundaries.
 */

export interface LayerInfo {
  /** PyTorch's name, for example "layer1.0.conv1.weight". */
  readonly name: string;
  /** The module it belongs to, for example "layer1.0.conv1". */
  readonly module: string;
  /** weight and bias of a convolution or dense layer; scale and shift of a batch norm. */
  readonly role: "weight" | "bias" | "scale" | "shift";
  /** PyTorch's layout: (F,C,K,K), (out,in) or (C). */
  readonly shape: readonly number[];
  /** Index of its module in data order, from 0: what a colour by depth is made from. */
  readonly depth: number;
  /** First element in the flat parameter buffer. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
}
