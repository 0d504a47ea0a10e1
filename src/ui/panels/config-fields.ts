/**
 * @file The form as data: which fields there are, in which groups, with which words.
 * What is allowed in them is said by train/config.ts alone.
 */
import { datasets } from "../../data/catalogue.ts";
import { type Precision, precisions } from "../../kernels/variant.ts";
import { models } from "../../nn/models/registry.ts";
import { averagings, gainEstimators } from "../../rates/gain.ts";
import { granularities, layerwiseChoices } from "../../rates/groups.ts";
import { rateRules } from "../../rates/registry.ts";
import { warmups } from "../../rates/warmup.ts";
import { defaultRunConfig, kernelModes, type RunConfig, type RunConfigKey } from "../../train/config.ts";
import { decays, variants } from "../../train/schedule.ts";
import { capital } from "../format.ts";

export interface FieldChoice {
  readonly value: string;
  readonly label: string;
  readonly help: string;
}

export interface FieldSpec {
  readonly key: RunConfigKey;
  readonly label: string;
  /** As in docs/lena.md. */
  readonly symbol?: string;
  readonly help: string;
  /** Absent: a number. */
  readonly choices?: readonly FieldChoice[];
  /** Why the field does nothing with what else is in the form; undefined where it does something. */
  idle?(draft: ConfigDraft): string | undefined;
}

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly FieldSpec[];
}

/** "LENA (Ko 2022): each layer's…" gives a short label and a line of help. */
function choice([value, { title }]: [string, { title: string }]): FieldChoice {
  const [label = title, help = ""] = title.split(": ");
  return { value, label, help: capital(help) };
}
const plain = (value: string, help = ""): FieldChoice => ({ value, label: value, help });
const modelHelp: Record<string, string> = {
  "small-cnn": "Two convolutions and a dense layer, with biases",
  "small-cnn-bn": "Two convolutions with batch norm, and a dense layer",
  lenet5: "LeCun's network of 1998, with ReLU and max-pooling",
  resnet8: "Three residual blocks with batch norm; slower, deeper",
  resnet18: "Eight residual blocks, as in the paper; wants a real GPU",
};
const decayHelp: Record<(typeof decays)[number], string> = {
  exponential: "Falls to 1% of the rate over the run, as in the paper",
  steps: "A tenth from half of the run on, a hundredth from three quarters on",
  cosine: "Half a cosine, from the whole rate to 0",
  none: "The base rate stays as it is",
};

const kernelHelp: Record<(typeof kernelModes)[number], string> = {
  tuned: "The fastest for this GPU: measured for a second or two, then remembered",
  fixed: "Never measured: the same at every visit, and often slower",
};

const precisionHelp: Record<Precision, string> = {
  float32: "All numbers have 32 bits",
  mixed: "What goes between layers is stored in 16 bits, for GPUs with shader-f16; all sums have 32",
};

export const fieldGroups: readonly FieldGroup[] = [
  {
    title: "Model and data",
    fields: [
      { key: "model", label: "Model", help: "", choices: [...models.keys()].map((id) => plain(id, modelHelp[id])) },
      { key: "trainSize", label: "Training images", help: "Drawn from the training split by the seed" },
      { key: "epochs", label: "Epochs", help: "Passes over the training images" },
    ],
  },
  {
    title: "Parallel work",
    fields: [
      { key: "workers", label: "Workers", symbol: "W", help: "Web Workers, each with its own GPU device" },
      { key: "local", label: "Local micro-batches", symbol: "K", help: "What each worker sums up before an update" },
      { key: "microBatch", label: "Micro-batch", symbol: "b", help: "Images in one forward and backward pass" },
    ],
  },
  {
    title: "Learning rate",
    fields: [
      { key: "rule", label: "Rule", help: "", choices: Object.entries(rateRules).map(choice) },
      { key: "warmup", label: "Warm-up", help: "", choices: Object.entries(warmups).map(choice) },
      { key: "alpha", label: "Warm-up share", symbol: "α", help: "Sets the threshold θ = α·T1 on a layer's gain" },
      { key: "decay", label: "Decay", symbol: "d(t)", help: "", choices: decays.map((id) => plain(id, decayHelp[id])) },
      { key: "baseRate", label: "Base rate", symbol: "η0", help: "As tuned for one worker and one micro-batch" },
    ],
  },
];

export const moreFields: readonly FieldSpec[] = [
  { key: "seed", label: "Seed", help: "Same seed and kernels, same run, to the last bit" },
  { key: "momentum", label: "Momentum", symbol: "μ", help: "Of the SGD that applies the rates" },
  { key: "weightDecay", label: "Weight decay", symbol: "λ", help: "Added to the gradient, not to the measured norms" },
  {
    key: "dataset",
    label: "Data set",
    help: "",
    choices: Object.values(datasets).map((d) => ({ value: d.id, label: d.title, help: "" })),
  },
  { key: "kernels", label: "Kernels", help: "", choices: kernelModes.map((id) => plain(id, kernelHelp[id])) },
  { key: "precision", label: "Precision", help: "", choices: precisions.map((id) => plain(id, precisionHelp[id])) },
];

const ruleOf = ({ rule }: ConfigDraft) => rateRules[rule as keyof typeof rateRules];
const unlessLayerwise = (draft: ConfigDraft) =>
  ruleOf(draft).layerwise ? undefined : "For layer-wise rules: LENA and LARS";
const only = (rule: keyof typeof rateRules, reason: string) => (draft: ConfigDraft) =>
  draft.rule === rule ? undefined : reason;
const variantHelp: Record<(typeof variants)[number], string> = {
  paper: "LENA as the paper describes it",
  released: "LENA as the authors' code has it: S lags by one update, whole warm-up epochs",
};
const granularityHelp: Record<(typeof granularities)[number], string> = {
  tensor: "Each parameter tensor has its own rate",
  module: "All tensors of a module share one rate",
};
const layerwiseHelp: Record<(typeof layerwiseChoices)[number], string> = {
  all: "The rule is for every tensor",
  weights: "Biases and batch norm follow the whole model",
};
const estimatorHelp: Record<(typeof gainEstimators)[number], string> = {
  paper: "A over C, as LENA's paper has it",
  unbiased: "No update counts as having a mean below 0, as AdaScale's paper has it",
};
const averagingHelp: Record<(typeof averagings)[number], string> = {
  moving: "Gradient norms are averaged over past updates",
  none: "Each update goes by its own gradients alone",
};

/** What papers argue about. The defaults are the paper's. */
export const advancedFields: readonly FieldSpec[] = [
  {
    key: "variant",
    label: "Variant",
    help: "",
    choices: variants.map((id) => plain(id, variantHelp[id])),
    idle: only("lena", "For LENA only"),
  },
  {
    key: "granularity",
    label: "A layer is",
    help: "",
    choices: granularities.map((id) => plain(id, granularityHelp[id])),
    idle: unlessLayerwise,
  },
  {
    key: "layerwise",
    label: "Rule for",
    help: "",
    choices: layerwiseChoices.map((id) => plain(id, layerwiseHelp[id])),
    idle: unlessLayerwise,
  },
  {
    key: "layerwiseShare",
    label: "Share of layers",
    help: "With a rate of their own; the others follow the whole model",
    idle: unlessLayerwise,
  },
  {
    key: "gainEstimator",
    label: "Estimate",
    help: "",
    choices: gainEstimators.map((id) => plain(id, estimatorHelp[id])),
  },
  { key: "averaging", label: "Average", help: "", choices: averagings.map((id) => plain(id, averagingHelp[id])) },
  {
    key: "trustCoefficient",
    label: "Trust coefficient",
    symbol: "τ",
    help: "Rate over n·η0 for weights as large as their gradient",
    idle: only("lars", "For LARS only"),
  },
];

const allFields = [...fieldGroups.flatMap((group) => group.fields), ...moreFields, ...advancedFields];

/** As the form calls a field; what it does not have keeps its name. */
export function labelOf(field: string): string {
  const { label, symbol } = allFields.find(({ key }) => key === field) ?? { label: field };
  return symbol ? `${label} ${symbol}` : label;
}

/** What stands in the form, as text. */
export type ConfigDraft = Readonly<Record<RunConfigKey, string>>;

/** What the form says for a configuration; a model, data set or tiles of its own as JSON. */
export const draftOf = (config: RunConfig): ConfigDraft =>
  Object.fromEntries(
    allFields.map(({ key }) => {
      const value = config[key];
      return [key, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  ) as ConfigDraft;

/** The form says just that configuration. */
export function isDraftOf(draft: ConfigDraft, config: RunConfig): boolean {
  const wanted = draftOf(config);
  return allFields.every(({ key }) => draft[key] === wanted[key]);
}

export const defaultDraft = draftOf(defaultRunConfig);

/** For parseRunConfig: numbers and JSON where the text is one; other text stays, so that a message can quote it. */
export function inputOf(draft: ConfigDraft): Record<string, unknown> {
  return Object.fromEntries(
    allFields.map(({ key, choices }) => {
      const text = draft[key].trim();
      if (choices) return [key, text.startsWith("{") ? JSON.parse(text) : text];
      const number = text === "" ? Number.NaN : Number(text);
      return [key, Number.isNaN(number) ? text : number];
    }),
  );
}

/** The choices of a field, and what it has of its own: only a link or a file can put that there. */
export function choicesOf({ choices }: FieldSpec, value: string): readonly FieldChoice[] | undefined {
  if (!choices || !value.startsWith("{")) return choices;
  const { name, title }: { name?: string; title?: string } = JSON.parse(value);
  const help = "Given by a link or a file";
  return [...choices, { value, label: name ?? title ?? "of its own", help }];
}
