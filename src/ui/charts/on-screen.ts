/**
 * @file Tells an element whether one of its parts is on screen and how large it is, so that what nobody sees is not
 * drawn. Not here: what is drawn.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What is just outside the window is kept up too, so that scrolling meets nothing empty. */
const NEAR = { rootMargin: "1500px 0px" };

export class OnScreen implements ReactiveController {
  width = 0;
  height = 0;
  readonly #part: () => Element | null;
  #observed = false;
  #near = false;
  readonly #seen: IntersectionObserver;
  readonly #resized: ResizeObserver;

  /** `changed` is called when the part comes near the window and when it has another size. */
  constructor(host: ReactiveControllerHost, part: () => Element | null, changed: () => void) {
    this.#part = part;
    this.#seen = new IntersectionObserver((entries) => {
      this.#near = entries.at(-1)?.isIntersecting ?? false;
      changed();
    }, NEAR);
    this.#resized = new ResizeObserver(([entry]) => {
      [this.width, this.height] = [entry!.contentRect.width, entry!.contentRect.height];
      changed();
    });
    host.addController(this);
  }

  /** Near the window, and with a size. */
  get visible(): boolean {
    return this.#near && this.width > 0 && this.height > 0;
  }

  hostConnected(): void {
    this.#observe();
  }

  hostUpdated(): void {
    this.#observe();
  }

  hostDisconnected(): void {
    this.#seen.disconnect();
    this.#resized.disconnect();
    [this.#observed, this.#near] = [false, false];
  }

  #observe(): void {
    const part = this.#part();
    if (this.#observed || !part) return;
    this.#observed = true;
    this.#seen.observe(part);
    this.#resized.observe(part);
  }
}
