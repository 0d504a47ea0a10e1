/** @file What the help dialog says: keys, and words with the paper's own beside them. */

export interface HelpLine {
  readonly keys: readonly string[];
  readonly meaning: string;
}

export const keyHelp: readonly { readonly place: string; readonly lines: readonly HelpLine[] }[] = [
  {
    place: "Everywhere",
    lines: [
      { keys: ["?"], meaning: "this help" },
      { keys: ["Tab"], meaning: "to the next control or chart" },
      { keys: ["Esc"], meaning: "closes a menu or this help" },
    ],
  },
  {
    place: "Charts, heat map, small multiples",
    lines: [
      { keys: ["←", "→"], meaning: "one update back or on; the whole page follows" },
      { keys: ["Page Up", "Page Down"], meaning: "ten updates on or back" },
      { keys: ["Home", "End"], meaning: "first and newest update" },
      { keys: ["Esc"], meaning: "lets go of the update" },
      {
        keys: ["drag"],
        meaning: "over curves or heat map: looks at a part of the run; double click or Whole run: all of it again",
      },
      { keys: ["click"], meaning: "on a curve, row or small chart: chooses its layer" },
    ],
  },
  {
    place: "Network",
    lines: [
      { keys: ["←", "→"], meaning: "layer before or after; it stands out on the whole page" },
      { keys: ["Home", "End"], meaning: "first and last layer" },
      { keys: ["Enter"], meaning: "chooses the layer, for every panel; again: lets go" },
      { keys: ["Esc"], meaning: "lets go of the layer" },
    ],
  },
  {
    place: "Time slider",
    lines: [
      { keys: ["←", "→"], meaning: "holds the page at the update before or after" },
      { keys: ["Page Up", "Page Down"], meaning: "a tenth of the run on or back" },
      { keys: ["Home", "End"], meaning: "first update; the latest again" },
    ],
  },
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
  {
    word: "update",
    symbol: "t",
    paper: "iteration",
    meaning: "one change of the weights, from n micro-batches; counted from 0, as in the files",
  },
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
