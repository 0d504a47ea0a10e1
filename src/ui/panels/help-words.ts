/** @file What the help dialog says: keys, and words with the paper's own beside them. */

export interface HelpLine {
  readonly keys: readonly string[];
  readonly meaning: string;
}

export const keyHelp: readonly HelpLine[] = [
  { keys: ["?"], meaning: "this help" },
  { keys: ["Tab"], meaning: "to the next control, chart or layer" },
  { keys: ["←", "→"], meaning: "in a chart: one update back or on; all charts follow" },
  { keys: ["Page Up", "Page Down"], meaning: "in a chart: ten updates" },
  { keys: ["Home", "End"], meaning: "in a chart: first and newest update" },
  { keys: ["Esc"], meaning: "lets go of the update; closes a menu or this help" },
  { keys: ["drag"], meaning: "over a chart: looks at a part of the run; double click: the whole again" },
];

export interface Term {
  readonly word: string;
  readonly symbol: string;
  /** What the paper calls it, where it has another name. */
  readonly paper?: string;
  readonly meaning: string;
}

export const terms: readonly Term[] = [
  { word: "layer", symbol: "k", meaning: "one parameter tensor: a weight, a bias, a batch norm's scale or shift" },
  { word: "micro-batch", symbol: "b", paper: "local batch", meaning: "the images that a worker looks at in one go" },
  { word: "update", symbol: "t", paper: "iteration", meaning: "one change of the weights, from n micro-batches" },
  { word: "micro-batches", symbol: "n = W·K", paper: "number of workers", meaning: "how many go into an update" },
  { word: "base rate", symbol: "η0", meaning: "the learning rate that suits one worker and one micro-batch" },
  {
    word: "gain",
    symbol: "G",
    paper: "gradient variance",
    meaning: "1 where the micro-batches agree about a layer, n where they have nothing in common",
  },
  { word: "state", symbol: "S", paper: "training state", meaning: "all gains of a layer so far, added up" },
  { word: "threshold", symbol: "θ", meaning: "the state at which a layer's warm-up ends" },
  { word: "warm-up", symbol: "w", meaning: "grows from 0 to 1 as S comes to θ, each layer at its own pace" },
  { word: "decay", symbol: "d(t)", meaning: "how the rates fall during the run" },
  { word: "rate", symbol: "η", meaning: "η0 · G · w · d: the learning rate of a layer in this update" },
  { word: "floor, ceiling", symbol: "", meaning: "η0·d and n·η0·d: between these a layer moves after its warm-up" },
  { word: "rule", symbol: "", meaning: "what chooses the gains: LENA, or a rule that it is compared with" },
];
