/**
 * @file The paper's own numbers, as data: Tables 1, 2 and 3 (CIFAR-10, ResNet-18, b = 128, 100 epochs, one run each).
 * Not here: what of it holds in a sweep of ours (claims.ts).
 */
import type { PresetId } from "../sweep.ts";
import type { Settings } from "./grid.ts";

export const citation = {
  text: "Y. Ko, D. Lee, S.-W. Kim. Not All Layers Are Equal: A Layer-Wise Adaptive Approach Toward Large-Scale DNN Training. WWW 2022.",
  doi: "10.1145/3485447.3511989",
  protocol: "CIFAR-10, ResNet-18, b = 128, 100 epochs, target 95%",
} as const;

export interface PaperNumber {
  readonly accuracy: number;
  /** Iterations to the target accuracy; null: never. Table 1 only. */
  readonly updates?: number | null;
}

type ByN<T> = Readonly<Record<number, T>>;
type Row = readonly [accuracy: number, updates: number | null];

const table1: Record<string, ByN<Row>> = {
  "linear fixed": {
    8: [0.9494, 4580],
    16: [0.9444, 2400],
    32: [0.9186, 1360],
    64: [0.8224, 1010],
    128: [0.3084, null],
  },
  "adascale none": {
    8: [0.9424, 4800],
    16: [0.9296, 2570],
    32: [0.9104, 1390],
    64: [0.798, 1070],
    128: [0.6856, null],
  },
  "lena state-aware": {
    8: [0.9488, 4580],
    16: [0.9498, 2240],
    32: [0.9514, 1070],
    64: [0.9446, 588],
    128: [0.9058, 352],
  },
};

const table2: Record<string, ByN<number>> = {
  "linear none": { 8: 0.934, 16: 0.9326, 32: 0.8952, 64: 0.8414, 128: 0.1594 },
  "linear fixed": { 8: 0.9494, 16: 0.9444, 32: 0.9186, 64: 0.8224, 128: 0.3084 },
  "linear state-aware": { 8: 0.9462, 16: 0.9448, 32: 0.9364, 64: 0.8836, 128: 0.6364 },
  "adascale none": { 8: 0.9424, 16: 0.9296, 32: 0.9104, 64: 0.798, 128: 0.6856 },
  "adascale fixed": { 8: 0.9478, 16: 0.9436, 32: 0.9434, 64: 0.9024, 128: 0.7274 },
  "adascale state-aware": { 8: 0.9438, 16: 0.9486, 32: 0.948, 64: 0.9376, 128: 0.8946 },
  "lena none": { 8: 0.9482, 16: 0.9456, 32: 0.9472, 64: 0.934, 128: 0.8378 },
  "lena fixed": { 8: 0.9466, 16: 0.9484, 32: 0.9488, 64: 0.9444, 128: 0.8854 },
  "lena state-aware": { 8: 0.9488, 16: 0.9498, 32: 0.9514, 64: 0.9446, 128: 0.9058 },
};

/** LENA with the state-aware warm-up, by α. */
const table3: Record<number, ByN<number>> = {
  0.01: { 8: 0.9488, 16: 0.942, 32: 0.9428, 64: 0.9432, 128: 0.8412 },
  0.03: { 8: 0.9418, 16: 0.9454, 32: 0.9508, 64: 0.9438, 128: 0.8932 },
  0.05: { 8: 0.9448, 16: 0.9498, 32: 0.9514, 64: 0.9446, 128: 0.9058 },
  0.07: { 8: 0.9514, 16: 0.9432, 32: 0.9504, 64: 0.9436, 128: 0.8928 },
  0.09: { 8: 0.9492, 16: 0.9413, 32: 0.949, 64: 0.9434, 128: 0.8892 },
};

/** What the paper has where a preset has a cell; null where it has nothing. */
export function paperNumber(preset: PresetId | undefined, { rule, warmup, alpha, n }: Settings): PaperNumber | null {
  const pair = `${rule} ${warmup}`;
  if (preset === "table1") {
    const row = table1[pair]?.[n];
    return row ? { accuracy: row[0], updates: row[1] } : null;
  }
  const of = {
    table2: table2[pair],
    table3: pair === "lena state-aware" ? table3[alpha] : undefined,
    figure4: undefined,
  };
  const accuracy = preset && of[preset]?.[n];
  return accuracy === undefined ? null : { accuracy };
}
