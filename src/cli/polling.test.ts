import { expect, test } from "vitest";
import { patient } from "./polling.ts";

/** How each question is put when they come at these times. */
function asked(times: readonly number[]): string[] {
  const how: string[] = [];
  let now = 0;
  const schedule = patient(
    () => how.push("at once"),
    () => how.push("later"),
    () => now,
  );
  for (const time of times) {
    now = time;
    schedule(() => {});
  }
  return how;
}

test("a wait begins eagerly and goes on patiently", () => {
  expect(asked([0, 1, 1.9, 2, 3, 4.5])).toEqual(["at once", "at once", "at once", "later", "later", "later"]);
});

test("a new wait is eager again", () => {
  expect(asked([0, 2, 3, 100, 101, 103])).toEqual(["at once", "later", "later", "at once", "at once", "later"]);
});

test("what is asked is asked either way", () => {
  const order: string[] = [];
  let now = 0;
  const schedule = patient(
    (callback) => callback(),
    (callback) => callback(),
    () => now,
  );
  schedule(() => order.push("first"));
  now = 5;
  schedule(() => order.push("second"));
  expect(order).toEqual(["first", "second"]);
});
