/**
 * @file How often Dawn asks its driver "done yet?" in Node. By itself it asks through
 * the global setImmediate without a pause, so every waiting worker takes a whole
 * processor core: from a software GPU, the one it waits for.
 */

type Schedule = (callback: () => void) => void;

export interface Polling {
  /** Asks at once while a wait is young, then only now and then. */
  readonly ask: Schedule;
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
  let waitingCount = 0;
  let whenQuiet: (() => void)[] = [];
  return {
    ask(callback) {
      const nowMs = clock();
      if (nowMs - askedMs > NEW_WAIT_MS) beganMs = nowMs;
      askedMs = nowMs;
      waitingCount++;
      const answered = () => {
        callback(); // asks again where the answer was no
        waitingCount--;
        if (waitingCount > 0) return;
        for (const resolve of whenQuiet) resolve();
        whenQuiet = [];
      };
      if (nowMs - beganMs < EAGER_MS) atOnce(answered);
      else later(answered);
    },
    quiet: () => (waitingCount === 0 ? Promise.resolve() : new Promise((resolve) => whenQuiet.push(resolve))),
  };
}

/** For this thread, before Dawn is loaded. */
export function pollPatiently(): Polling {
  const atOnce = globalThis.setImmediate;
  const later: Schedule = (callback) => setTimeout(callback, 1);
  const polling = patientPolling(atOnce, later, () => performance.now());
  Reflect.set(globalThis, "setImmediate", polling.ask);
  return polling;
}
