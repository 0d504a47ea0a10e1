/**
 * @file How often Dawn asks its driver "done yet?" in Node. By itself it asks through
 * the global setImmediate without a pause, so every waiting worker takes a whole
 * processor core: from a software GPU, the one it waits for.
 */

type Schedule = (callback: () => void) => void;

/** At first without a pause, as suits a fast GPU. */
const EAGER_MS = 2;
/** Longer than the pause between two questions: then it is a new wait. */
const NEW_WAIT_MS = 10;

/** Asks at once while a wait is young, then only now and then. */
export function patient(atOnce: Schedule, later: Schedule, clock: () => number): Schedule {
  let beganMs = Number.NEGATIVE_INFINITY;
  let askedMs = Number.NEGATIVE_INFINITY;
  return (callback) => {
    const nowMs = clock();
    if (nowMs - askedMs > NEW_WAIT_MS) beganMs = nowMs;
    askedMs = nowMs;
    if (nowMs - beganMs < EAGER_MS) atOnce(callback);
    else later(callback);
  };
}

/** For this thread, before Dawn is loaded. */
export function pollPatiently(): void {
  const atOnce = globalThis.setImmediate;
  const later: Schedule = (callback) => setTimeout(callback, 1);
  Reflect.set(
    globalThis,
    "setImmediate",
    patient(atOnce, later, () => performance.now()),
  );
}
