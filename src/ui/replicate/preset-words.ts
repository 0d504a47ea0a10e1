/** @file The paper's tables and figures in plain words: what each asks and what the paper found. Not here: what runs (sweep/presets.ts). */
import type { PresetId } from "../../sweep/sweep.ts";

export interface PresetWords {
  readonly name: string;
  readonly question: string;
  readonly found: string;
}

export const presetWords: Record<PresetId, PresetWords> = {
  table1: {
    name: "Table 1",
    question: "As more micro-batches go into each update, which rule still trains, and gets there soonest?",
    found:
      "At n = 128 LENA still reaches 91%, AdaScale (AS) 69%, linear scaling (LSW) 31%. From n = 16 on LENA needs the fewest updates.",
  },
  table2: {
    name: "Table 2",
    question: "Does a warm-up that follows each layer's own progress help, whatever the rule?",
    found:
      "Yes. At n = 128 the state-aware warm-up lifts linear scaling from 16% to 64%, AdaScale from 69% to 89%, LENA from 84% to 91%.",
  },
  table3: {
    name: "Table 3",
    question: "Does it matter how long LENA's warm-up lasts (α)?",
    found: "Hardly. From α = 1% to 9% accuracy stays within 1 point up to n = 64; at n = 128, 3% to 9% are within 2.",
  },
  figure4: {
    name: "Figure 4",
    question: "What if only some of the layers get a rate of their own?",
    found: "The more layers have one, the better; the gap grows with n.",
  },
};
