import { expect, test } from "vitest";
import { patientPolling } from "./polling.ts";

/** How each question is put when they come at these times. */
function asked(times: readonly number[]): string[] {
  const how: string[] = [];
  let now = 0;
  const polling = patientPolling(
    () => how.push("at once"),
    () => how.push("later"),
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

test("it is quiet when a question leads to no other", async () => {
  const queue: (() => void)[] = [];
  const polling = patientPolling(
    (callback) => queue.push(callback),
    (callback) => queue.push(callback),
    () => 0,
  );
  await polling.quiet();
  let asksLeft = 2;
  const question = () => {
    if (asksLeft-- > 0) polling.ask(question);
  };
  polling.ask(question);
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
