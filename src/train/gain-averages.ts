/**
 * @file A and C of a run, computed again in float64 from the norms that it recorded (docs/lena.md, step 3). They do not
 * depend on the rule. Grows with the run: only updates that are new are looked at. Not here: what a rule makes of them.
 */
import { LEFT_OUT } from "../rates/groups.ts";
import type { RateSettings } from "../rates/rates-kernel.ts";
import { averaged } from "../rates/rates-twin.ts";

/** What a run recorded, as far as its rates follow from it. A RunStore has it. */
export interface RateColumns {
  readonly updateCount: number;
  column(metric: "update" | "decay" | "modelGain"): Float64Array;
  layerColumn(
    metric: "meanSquare" | "squareMean" | "weightSquare" | "gain" | "state" | "warmup" | "rate",
    k: number,
  ): Float32Array;
}

/** One number per update, oldest first. */
export interface AverageColumns {
  readonly A: Float64Array;
  readonly C: Float64Array;
}

export class GainAverages {
  readonly #settings: RateSettings;
  readonly #numbers: RateColumns;
  /** By group; LEFT_OUT is the whole model. */
  readonly #kept = new Map<number, AverageColumns & { count: number }>();

  constructor(settings: RateSettings, numbers: RateColumns) {
    this.#settings = settings;
    this.#numbers = numbers;
  }

  /** Of the group that layer k is in; of the whole model where it is in none. */
  of(k: number): AverageColumns {
    return this.#upToNow(this.#settings.groups[k]!);
  }

  get whole(): AverageColumns {
    return this.#upToNow(LEFT_OUT);
  }

  /** Sum of a squared norm over the layers in k's group, as a function of t; 0 where it is in none. */
  squareSum(metric: "weightSquare" | "squareMean", k: number): (t: number) => number {
    const group = this.#settings.groups[k]!;
    const members = group === LEFT_OUT ? [] : this.#membersOf(group);
    const columns = members.map((j) => this.#numbers.layerColumn(metric, j));
    return (t) => columns.reduce((sum, column) => sum + column[t]!, 0);
  }

  #membersOf(group: number): number[] {
    return [...this.#settings.groups.keys()].filter((j) => group === LEFT_OUT || this.#settings.groups[j] === group);
  }

  #upToNow(group: number): AverageColumns {
    const { updateCount } = this.#numbers;
    const kept = roomFor(updateCount, this.#kept.get(group));
    this.#kept.set(group, kept);
    const { A, C, count } = kept;
    const members = this.#membersOf(group);
    const columnsOf = (metric: "meanSquare" | "squareMean") => members.map((j) => this.#numbers.layerColumn(metric, j));
    const [squares, means] = [columnsOf("meanSquare"), columnsOf("squareMean")];
    let norms = count > 0 ? { A: A[count - 1]!, C: C[count - 1]! } : { A: 0, C: 0 };
    for (let t = count; t < updateCount; t++) {
      const now = { A: 0, C: 0 };
      for (let i = 0; i < members.length; i++) {
        now.A += squares[i]![t]!;
        now.C += means[i]![t]!;
      }
      norms = averaged(this.#settings, norms, now);
      A[t] = norms.A;
      C[t] = norms.C;
    }
    kept.count = updateCount;
    return kept;
  }
}

function roomFor(count: number, old?: AverageColumns & { count: number }): AverageColumns & { count: number } {
  if (old && old.A.length >= count) return old;
  const length = Math.max(256, 2 * count);
  const grown = { A: new Float64Array(length), C: new Float64Array(length), count: old?.count ?? 0 };
  if (old) {
    grown.A.set(old.A);
    grown.C.set(old.C);
  }
  return grown;
}
