/**
 * @file How often Dawn asks its driver "done yet?" in Node. By itself it asks through
 * the global setImmediate without a pause, so every waiting worker takes a whole
 * processor core: from a software GPU, the one it waits for.
 */

/** What a timer gives back: Node's Immediate or Timeout. */
type Handle = object;
type Schedule = (callback: () => void) => Handle;

export interface Polling {
  /** Asks at once while a wait is young, then only now and then. */
  readonly ask: <Given extends unknown[]>(callback: (...given: Given) => void, ...given: Given) => Handle;
  /** Takes a question back; anything else is left alone. */
  readonly takeBack: (handle: unknown) => void;
  /** Resolves when nothing is waited for any more: no question leads to another. */
  quiet(): Promise<void>;
}

/** At first without a pause, as suits a fast GPU. */
const EAGER_MS = 2;
/** Longer than the pause between two questions: then it is a new wait. */
const NEW_WAIT_MS = 10;

export function patientPolling(atOnce: Schedule, later: Schedule, clock: () => number): Polling {
  let beganMs = Number.NEGATIVE_INFINITY;
  let askedMs = Number.NEGATIVE_INFINITY;
  const waiting = new Set<unknown>();
  let whenQuiet: (() => void)[] = [];
  const settle = (handle: unknown) => {
    waiting.delete(handle);
    if (waiting.size > 0) return;
    for (const resolve of whenQuiet) resolve();
    whenQuiet = [];
  };
  return {
    ask(callback, ...given) {
      const nowMs = clock();
      if (nowMs - askedMs > NEW_WAIT_MS) beganMs = nowMs;
      askedMs = nowMs;
      const answer = () => {
        if (!waiting.has(handle)) return; // taken back
        try {
          callback(...given); // asks again where the answer was no
        } finally {
          settle(handle);
        }
      };
      const handle = nowMs - beganMs < EAGER_MS ? atOnce(answer) : later(answer);
      waiting.add(handle);
      return handle;
    },
    takeBack: settle,
    quiet: () => (waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => whenQuiet.push(resolve))),
  };
}

/** For this thread, before Dawn is loaded. */
export function pollPatiently(): Polling {
  const atOnce: Schedule = globalThis.setImmediate;
  const later: Schedule = (callback) => setTimeout(callback, 1);
  const polling = patientPolling(atOnce, later, () => performance.now());
  Reflect.set(globalThis, "setImmediate", polling.ask);
  Reflect.set(globalThis, "clearImmediate", polling.takeBack);
  return polling;
}
