/** @file One line that is redrawn on a terminal, and plain lines now and then in a log. Not here: what they say. */

export interface Output {
  write(text: string): void;
  /** Columns of the terminal; undefined where it is none. */
  readonly width: number | undefined;
  /** Milliseconds, monotonic. */
  clock(): number;
}

const REDRAW_MS = 100;
const LOG_MS = 10_000;

export class StatusLine {
  #shownAt = Number.NEGATIVE_INFINITY;
  #hasLine = false;

  constructor(private readonly output: Output) {}

  clear(): void {
    if (this.#hasLine) this.output.write("\r\x1b[K");
    this.#hasLine = false;
  }

  /** A line that stays. */
  print(line: string): void {
    this.clear();
    this.output.write(`${line}\n`);
  }

  /** Shown where there is time for it: redrawn on a terminal, seldom in a log. */
  show(line: string, isLast = false): void {
    const now = this.output.clock();
    const { width } = this.output;
    if (!isLast && now - this.#shownAt < (width === undefined ? LOG_MS : REDRAW_MS)) return;
    this.#shownAt = now;
    if (width === undefined) {
      this.print(line);
    } else {
      this.clear();
      this.output.write(line.slice(0, width - 1));
      this.#hasLine = true;
    }
  }
}
