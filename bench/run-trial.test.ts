import { expect, test } from "vitest";
import type { Contender, UpdateResult } from "./contender.ts";
import { checkLosses, inNewOrder, runTrial } from "./run-trial.ts";
import { type Lane, type Trial, w1 } from "./workloads.ts";

const adapter = { vendor: "", architecture: "", device: "", description: "", software: true };

/** Answers with losses in their order and a constant time; writes down what it is asked for. */
class FakeContender implements Contender {
  constructor(
    private readonly name: string,
    private readonly ms: number,
    private readonly losses: number[],
    private readonly diary: string[],
  ) {}
  async open() {
    return adapter;
  }
  async run(updates: number): Promise<UpdateResult[]> {
    this.diary.push(`${this.name} ${updates}`);
    return Array.from({ length: updates }, () => ({ loss: this.losses.shift() ?? 0, ms: this.ms }));
  }
  async close() {
    this.diary.push(`${this.name} closed`);
  }
}

const lane = (name: string, change: Partial<Lane["config"]> = {}): Lane => ({
  name,
  contender: name === "a" ? "page" : "jax-js",
  config: { ...w1, ...change },
});

async function run(
  ms: Record<string, number>,
  losses: Record<string, number[]>,
  rounds: number,
  change: Partial<Trial> = {},
) {
  const diary: string[] = [];
  const start = async ({ name }: Lane) => new FakeContender(name, ms[name]!, losses[name]!, diary);
  const lanes = Object.keys(ms).map((name) => lane(name));
  const trial: Trial = { id: "t", title: "t", lanes, comparisons: [], ...change };
  const result = runTrial(trial, rounds, start, () => {}).catch((error: Error) => error.message);
  return { result: await result, diary };
}

test("losses first, then a round that does not count, for us until our kernels are settled, and those that do, each of two seconds or one update", async () => {
  const { result, diary } = await run({ a: 500, b: 3000 }, { a: [2, 1, 1], b: [2, 1, 1.0001] }, 2);
  expect(diary.slice(0, 8)).toEqual(["a 1", "a 1", "a 1", "a 8", "b 1", "b 1", "b 1", "b 1"]);
  expect(diary.slice(8, -2).toSorted()).toEqual(["a 4", "a 4", "b 1", "b 1"]);
  expect(diary.slice(-2)).toEqual(["a closed", "b closed"]);
  expect(result).toMatchObject({ lanes: [{ losses: [2, 1, 1], roundMs: [500, 500] }, { roundMs: [3000, 3000] }] });
});

test("interleaved lanes take turns after every update, until each has had its time", async () => {
  const losses = { a: [2, 1, 1], b: [2, 1, 1] };
  const { diary } = await run({ a: 700, b: 1000 }, losses, 1, { interleaved: true });
  const first = diary[8];
  const second = first === "a 1" ? "b 1" : "a 1";
  expect(diary.slice(8, -2)).toEqual([first, second, first, second, "a 1"]);
});

test("turns are in an order of their own, and what ran last does not run first", () => {
  const lanes = ["a", "b", "c", "d"];
  const orders = Array.from({ length: 100 }, (_, turn) => inNewOrder(lanes, turn, "d"));
  expect(new Set(orders.map((order) => order.join(""))).size).toBeGreaterThan(10);
  expect(orders.filter((order) => order[0] === "d" || order.toSorted().join("") !== "abcd")).toEqual([]);
  expect(inNewOrder(["only"], 0, "only")).toEqual(["only"]);
});

test("a witness shows its losses and is not timed", async () => {
  const lanes: Lane[] = [lane("a"), { ...lane("b"), witness: true }];
  const { result } = await run({ a: 2000, b: 2000 }, { a: [2, 1, 1], b: [2, 1, 1] }, 3, { lanes });
  expect(result).toMatchObject({ lanes: [{ roundMs: { length: 3 } }, { losses: [2, 1, 1], roundMs: [] }] });
});

test("a slow lane shows fewer losses and takes part in fewer rounds", async () => {
  const { result } = await run({ a: 1000, slow: 20_000 }, { a: [2, 1, 1], slow: [2, 1, 7] }, 5);
  expect(result).toMatchObject({ lanes: [{ roundMs: { length: 5 } }, { losses: [2, 1], roundMs: { length: 2 } }] });
});

test("other losses: no result, and everything is closed", async () => {
  const { result, diary } = await run({ a: 500, b: 500 }, { a: [2, 1, 1], b: [2, 1, 1.1] }, 1);
  expect(result).toMatch(/^bench, b: wanted the losses of a within 0.001: 2, 1, 1, found 2, 1, 1.1/);
  expect(diary.slice(-2)).toEqual(["a closed", "b closed"]);
});

test.each([
  ["one rule and one n: all losses", {}, 1],
  ["another rule: the first loss", { rule: "lena" } as const, 0],
  ["another n: nothing", { local: 2, rule: "lena" } as const, 0],
])("what has to agree: %s", (_, change, difference) => {
  const one = { lane: lane("one"), losses: [2, 1, 1] };
  const check = () => checkLosses([one, { lane: lane("other", change), losses: [2, 2, 1] }]);
  if (difference > 0) expect(check).toThrow("wanted the losses of one");
  else expect(check()).toBe(0);
});

test("the first loss depends on n alone", () => {
  const other = { lane: lane("other", { rule: "lena" }), losses: [3, 1, 1] };
  expect(() => checkLosses([{ lane: lane("one"), losses: [2, 1, 1] }, other])).toThrow("found 3, 1, 1");
});
