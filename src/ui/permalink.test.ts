import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultRunConfig, parseRunConfig } from "../train/config.ts";
import { permalinkOf, readPermalink } from "./permalink.ts";
import { routeOf } from "./routes.ts";

const configOf = (change: object) => {
  const parsed = parseRunConfig(change);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
};
const read = (hash: string) => {
  const link = readPermalink(hash);
  if (!link || "config" in link) throw new Error(`taken: ${hash}`);
  return link.error;
};

test("a person can read it", () => {
  expect(permalinkOf(configOf({ rule: "linear", workers: 2, baseRate: 1e-7 }))).toBe(
    "#v1=workers:2,rule:linear,baseRate:1e-7",
  );
});

test.each<[string, object]>([
  ["defaults", {}],
  ["changes", { workers: 2, rule: "lars", trustCoefficient: 0.02, seed: 2 ** 53 - 1, momentum: 0 }],
  [
    "a model with commas, colons and letters of any kind",
    { model: { name: "a,b:c é%", layers: [{ type: "flatten" }, { type: "dense", name: "fc", units: 10 }] } },
  ],
  ["tiles", { kernels: { tiles: {} } }],
])("%s: what is written reads back the same", (_, change) => {
  const config = configOf(change);
  expect(readPermalink(permalinkOf(config))).toMatchObject({ config });
  expect(readPermalink(new URL(permalinkOf(config), "https://example.org/").hash)).toMatchObject({ config });
});

test("any numbers read back the same", () => {
  const number = {
    baseRate: fc.double({ min: 0, max: 100, noNaN: true }),
    seed: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
  };
  fc.assert(
    fc.property(fc.record(number), (change) => {
      expect(readPermalink(permalinkOf(configOf(change)))).toMatchObject({
        config: { seed: change.seed, baseRate: change.baseRate },
      });
    }),
  );
});

test("addresses of views are no configurations", () => {
  for (const hash of ["", "#", "#train", "#replicate", "#v1", "#version=1", "v1=workers:2"]) {
    expect(readPermalink(hash)).toBeUndefined();
  }
  expect(routeOf("#replicate")).toBe("replicate");
  expect(routeOf(permalinkOf(defaultRunConfig))).toBe("train");
});

describe("hostile input is refused in words", () => {
  test.each([
    ["#v2=workers:2", "version 2"],
    [`#v${"9".repeat(400)}=x`, "version 99999999999999999999"],
    [`#v1=model:${"x".repeat(30_000)}`, "at most 20000 characters"],
    ["#v1=eyJ3b3JrZXJzIjoyfQ==", '"eyJ3b3JrZXJzIjoyfQ=="'],
    ["#v1=workers:2,workers:3", "workers twice"],
    ["#v1=model:%E0%A4%A", "model as readable text"],
    ["#v1=model:{%22name", "model as readable text"],
    ["#v1=__proto__:{%22workers%22:2}", "__proto__: unknown field"],
    ["#v1=constructor:1", "constructor: unknown field"],
    ["#v1=model:{%22__proto__%22:{}}", "model"],
    ["#v1=workers:1e9", "workers: a whole number from 1 to 16; 1000000000"],
    ["#v1=workers:", 'workers: a whole number from 1 to 16; ""'],
    ["#v1=workers:NaN,rule:evil", "(and 1 more)"],
    ["#v1=dataset:..%2F..%2Fetc", "dataset: one of fashion-mnist"],
    ["#v1=<script>alert(1)</script>", '"<script>alert(1)</script>"'],
  ])("%s", (hash, text) => {
    const error = read(hash);
    expect(`${error.wanted}; ${error.found}`).toContain(text);
    expect(error).toMatchObject({ name: "ConfigError", where: "link" });
    expect(error.tryThis).not.toBe("");
    expect(`${error.wanted}${error.found}`.length).toBeLessThan(600);
  });

  test.each([
    ["#v1=workers:99", "a whole number from 1 to 16 for workers"],
    ["#v1=rule:evil", "one of lena, linear, sqrt, adascale, lars, none for rule"],
    ["#v1=trainSize:70000", "at most the 54000 training images of fashion-mnist for trainSize"],
    ["#v1=local:256,workers:16", "another value for local"],
    ["#v1=trainSize:10", "fewer workers or local micro-batches, or more training images"],
    ["#v1=wrokers:2", "leaving wrokers out"],
    ["#v1=workers:2,workers:3", "copying it again, whole"],
  ])("%s: what to try fits what is wrong", (hash, tryThis) => {
    expect(read(hash).tryThis).toBe(tryThis);
  });

  test("a model that fits no image is refused, not met later", () => {
    const model = { name: "deep", layers: Array.from({ length: 9 }, () => ({ type: "max-pool", size: 2 })) };
    expect(read(`#v1=model:${encodeURIComponent(JSON.stringify(model))}`)).toMatchObject({ name: "ShapeError" });
  });

  test("whatever is in it, nothing is thrown and no prototype changes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const link = readPermalink(`#v1=${text}`);
        expect(link && ("config" in link || link.error.found !== "")).toBe(true);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});
