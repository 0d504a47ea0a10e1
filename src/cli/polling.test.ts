import { expect, test } from "vitest";
import { patientPolling } from "./polling.ts";

/** How each question is put when they come at these times. */
function asked(times: readonly number[]): string[] {
  const how: string[] = [];
  let now = 0;
  const polling = patientPolling(
    () => ({ place: how.push("at once") }),
    () => ({ place: how.push("later") }),
    () => now,
  );
  for (const time of times) {
    now = time;
    polling.ask(() => {});
  }
  return how;
}

test("a wait begins eagerly and goes on patiently", () => {
  expect(asked([0, 1, 1.9, 2, 3, 4.5])).toEqual(["at once", "at once", "at once", "later", "later", "later"]);
});

test("a new wait is eager again", () => {
  expect(asked([0, 2, 3, 100, 101, 103])).toEqual(["at once", "later", "later", "at once", "at once", "later"]);
});

/** Questions wait in `queue` until the test lets them be answered. */
function queued() {
  const queue: (() => void)[] = [];
  const wait = (callback: () => void) => ({ place: queue.push(callback) });
  return { queue, polling: patientPolling(wait, wait, () => 0) };
}

test("it is quiet when a question leads to no other", async () => {
  const { queue, polling } = queued();
  await polling.quiet();
  const question = (asksLeft: number) => {
    if (asksLeft > 0) polling.ask(question, asksLeft - 1);
  };
  polling.ask(question, 2);
  let isQuiet = false;
  const quiet = polling.quiet().then(() => {
    isQuiet = true;
  });
  for (const wanted of [false, false, true]) {
    queue.shift()?.();
    await Promise.resolve();
    expect(isQuiet).toBe(wanted);
  }
  await quiet;
  expect(queue).toEqual([]);
});

test("it is quiet after a question that throws", async () => {
  const { queue, polling } = queued();
  polling.ask(() => {
    throw new Error("lost");
  });
  const quiet = polling.quiet();
  expect(queue.shift()).toThrow("lost");
  await quiet;
});

test("a question that is taken back is not asked, and not waited for", async () => {
  const { queue, polling } = queued();
  const handle = polling.ask(() => expect.unreachable());
  const quiet = polling.quiet();
  polling.takeBack(handle);
  polling.takeBack(undefined);
  await quiet;
  queue.shift()?.();
});
