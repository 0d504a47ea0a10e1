/**
 * @file Equally long columns of numbers that grow together, by doubling; views stay valid until the next append.
 * Not here: what the numbers mean (run-store.ts).
 */
type Numbers = Float32Array | Float64Array;

export class Columns<T extends Numbers> {
  readonly width: number;
  readonly #make: (length: number) => T;
  /** Column k starts at k · capacity. */
  #values: T;
  #capacity = 256;
  #length = 0;

  constructor(width: number, make: (length: number) => T) {
    this.width = width;
    this.#make = make;
    this.#values = make(width * this.#capacity);
  }

  /** One number per column. */
  append(row: ArrayLike<number>): void {
    if (this.#length === this.#capacity) this.#grow();
    for (let k = 0; k < this.width; k++) this.#values[k * this.#capacity + this.#length] = row[k]!;
    this.#length++;
  }

  /** Oldest first. */
  column(k: number): T {
    const first = k * this.#capacity;
    return this.#values.subarray(first, first + this.#length) as T;
  }

  /** Every column's first `length` numbers as they are now. */
  cut(length: number): T[] {
    return Array.from({ length: this.width }, (_, k) => this.column(k).slice(0, length) as T);
  }

  #grow(): void {
    const old = this.#capacity;
    this.#capacity *= 2;
    const grown = this.#make(this.width * this.#capacity);
    for (let k = 0; k < this.width; k++) {
      grown.set(this.#values.subarray(k * old, (k + 1) * old), k * this.#capacity);
    }
    this.#values = grown;
  }
}
