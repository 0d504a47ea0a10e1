/** @file Lets a chart be drawn at most ten times a second, however fast numbers arrive and a pointer moves. */

const REDRAW_MS = 100;

export class RedrawGate {
  #soon: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly draw: () => void) {}

  /** As soon as that may be; several calls before it are one. */
  drawSoon(): void {
    this.#soon ??= setTimeout(
      () => {
        this.#soon = undefined;
        this.draw();
      },
      Math.max(0, this.#drawnAt + REDRAW_MS - performance.now()),
    );
  }

  /** It was drawn now, for whatever reason. */
  passed(): void {
    this.#drawnAt = performance.now();
  }

  cancel(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }
}
