import { describe, expect, test } from "vitest";
import { readBundle } from "../../session/import/read-bundle.ts";
import { madeUpBundle, madeUpConfig, madeUpRun } from "../../session/import/testing.ts";
import { defaultRunConfig } from "../../train/config.ts";
import { planOf } from "../charts/run-plan.ts";
import { xAxisOf } from "../charts/x-axis.ts";
import { differences, epochPlaces, layerNames, resultOf, updatePlaces, xAxes } from "./comparison.ts";
import { standingTracks } from "./comparison-tables.ts";
import { aligned, type Line, linesTable } from "./overlay-lines.ts";
import { contestants, raceConfigs, standings, verdict } from "./race.ts";
import { Places, type ShownRun, shownRun } from "./shown-run.ts";

const run = shownRun("a", "A", readBundle(madeUpBundle(), "a")); // 24 updates of 16 images, 12 in an epoch; 0.7, then 0.8

describe("places along the axis", () => {
  test("an update stands where it began, a validation at the update before it", () => {
    expect([...updatePlaces(run, "updates")].slice(0, 3)).toEqual([0, 1, 2]);
    expect(updatePlaces(run, "epochs")[6]).toBe(0.5);
    expect([...updatePlaces(run, "images")].slice(0, 2)).toEqual([0, 16]);
    expect([...updatePlaces(run, "seconds")].slice(0, 3)).toEqual([0, 0.1, 0.201]);
    expect([...epochPlaces(run, "updates")]).toEqual([11, 23]);
    expect([...epochPlaces(run, "epochs")]).toEqual([11 / 12, 23 / 12]);
    expect(epochPlaces(run, "seconds")[1]).toBeCloseTo(run.store!.column("elapsedMs")[22]! / 1000, 12);
  });

  test("are those of the Train view", () => {
    const units = { updates: "update", epochs: "epoch", images: "image", seconds: "second" } as const;
    for (const axis of xAxes) {
      const train = xAxisOf(units[axis], planOf(run.config), run.store);
      const places = updatePlaces(run, axis);
      for (const t of [0, 1, 11, 23]) expect(places[t]).toBeCloseTo(train.at(t), 12);
    }
  });

  test("a run without an update has none", () => {
    expect([...updatePlaces({ ...run, store: undefined }, "seconds")]).toEqual([]);
  });
});

describe("differences", () => {
  const other = { ...madeUpConfig, rule: "linear", workers: 4 } as const;

  test("only fields that differ, and what follows from them", () => {
    expect(differences([madeUpConfig, other])).toEqual([
      { field: "workers", values: ["2", "4"] },
      { field: "rule", values: ["lena", "linear"] },
      { field: "n = workers × local", values: ["4", "8"] },
      { field: "images per update", values: ["16", "32"] },
      { field: "updates in all", values: ["24", "12"] },
    ]);
    expect(differences([madeUpConfig, { ...madeUpConfig }])).toEqual([]);
    expect(differences([madeUpConfig])).toEqual([]);
  });

  test("a model of one's own goes by its name", () => {
    const model = { name: "mine", layers: [] };
    const [row] = differences([defaultRunConfig, { ...defaultRunConfig, model }]);
    expect(row).toEqual({ field: "model", values: ["small-cnn-bn", "mine"] });
  });
});

test("a run's result: accuracies, updates to the target, seconds", () => {
  const result = { finalAccuracy: 0.7 + 0.1, bestAccuracy: 0.7 + 0.1, testAccuracy: 0.77, updates: 24 };
  expect(resultOf(run, 0.7)).toMatchObject({ updatesToTarget: 12 });
  expect(resultOf(run, 0.75)).toMatchObject({ updatesToTarget: 24 });
  expect(resultOf(run, 0.9)).toMatchObject({ updatesToTarget: null });
  expect(resultOf(run, 0.9).bestAccuracy).toBeCloseTo(result.bestAccuracy, 12);
  expect(resultOf({ ...run, store: undefined, summary: undefined }, 0.5)).toEqual({
    ...{ finalAccuracy: null, bestAccuracy: null, testAccuracy: null },
    ...{ updatesToTarget: null, updates: 0, seconds: null },
  });
});

test("layers of all runs by name, each once", () => {
  expect(layerNames([run, run])).toEqual(run.layers.map(({ name }) => name));
});

test("a place is kept until it is let go, then the next run gets it", () => {
  const places = new Places();
  expect(["a", "b", "a", "c"].map((id) => places.of(id))).toEqual([0, 1, 0, 2]);
  places.release("b");
  places.rename("c", "d");
  expect(["d", "e", "a"].map((id) => places.of(id))).toEqual([2, 1, 0]);
});

describe("lines", () => {
  const line = { id: "a", name: "A", colour: "", dash: [] };
  const lineOf = (x: readonly number[], y: readonly number[], change: Partial<Line> = {}): Line => {
    return { ...line, updates: Float64Array.from(x), x: Float64Array.from(x), y: Float64Array.from(y), ...change };
  };

  test("long ones keep their extremes and their end, gaps stay gaps", () => {
    const y = Float64Array.from({ length: 10_000 }, (_, i) => (i === 4321 ? 99 : i === 7654 ? -99 : 0.5));
    const [xs, ys] = aligned([lineOf([...y.keys()], [...y])]);
    expect(xs.length).toBeLessThan(1500);
    expect([Math.max(...ys!.map(Number)), Math.min(...ys!.map(Number))]).toEqual([99, -99]);
    expect([xs[0], xs.at(-1)]).toEqual([0, 9999]);
    expect(xs.every((value, i) => i === 0 || value > xs[i - 1]!)).toBe(true);
    expect(aligned([lineOf([0, 1, 2], [1, Number.NaN, 3])])[1]).toEqual([1, null, 3]);
    expect(aligned([lineOf([0, 1, 2], [0, 0.1, 3])], true)[1]).toEqual([null, 0.1, 3]);
  });

  test("of different places share one table, for the chart and for a reader", () => {
    const lines = [
      lineOf([1, 3], [10, 30]),
      lineOf([2, 3], [20, 33], { name: "B" }),
      lineOf([9], [9], { faint: true }),
    ];
    expect(aligned(lines.slice(0, 2))).toEqual([
      [1, 2, 3],
      [10, undefined, 30],
      [undefined, 20, 33],
    ]);
    expect(linesTable(lines, "updates", String)).toEqual({
      caption: "By updates",
      columns: ["updates", "A", "B"],
      rows: [
        ["1", "10", ""],
        ["2", "", "20"],
        ["3", "30", "33"],
      ],
    });
  });
});

describe("a race", () => {
  const at = (name: string, change: Partial<ShownRun>, updates = 24): ShownRun => ({
    ...{ ...run, store: madeUpRun(madeUpConfig, updates) },
    ...{ name, id: name },
    ...change,
  });

  test("is between rules or warm-ups of one configuration, in the order of the registry", () => {
    expect(contestants.rule.map(({ name }) => name)).toEqual([
      "LENA",
      "Linear",
      "Square-root",
      "AdaScale",
      "LARS",
      "No scaling",
    ]);
    expect(contestants.warmup.map(({ name }) => name)).toEqual(["State-aware", "Fixed", "No warm-up"]);
    const configs = raceConfigs(madeUpConfig, "rule", ["none", "lena"]);
    expect(configs).toEqual([
      { name: "LENA", config: { ...madeUpConfig, rule: "lena" } },
      { name: "No scaling", config: { ...madeUpConfig, rule: "none" } },
    ]);
    expect(raceConfigs(madeUpConfig, "warmup", ["fixed"])[0]!.config).toEqual({ ...madeUpConfig, warmup: "fixed" });
  });

  test("is won with the fewest updates to the target; who diverged is last", () => {
    const fast = at("fast", {});
    const slow = at("slow", {}, 12);
    const diverged = at("diverged", { outcome: "diverged", reason: "update 12: a loss of NaN" }, 13);
    const rows = standings([diverged, slow, fast], 0.75);
    expect(rows.map(({ run: { name }, place, updatesToTarget }) => [name, place, updatesToTarget])).toEqual([
      ["fast", 1, 24],
      ["slow", null, null],
      ["diverged", null, null],
    ]);
    expect(verdict(rows, "75%", true)).toBe("fast wins: 75% in 24 updates.");
    expect(verdict(rows, "75%", false)).toBe("So far: fast, 75% in 24 updates.");
  });

  test("shows how far each went of the updates planned", () => {
    const rows = standings([at("waits", { store: undefined }), at("on its way", {}, 6), at("there", {})], 0.75);
    const tracks = standingTracks(rows).map(({ run: { name }, share, reached }) => [name, share, reached]);
    expect(tracks).toEqual([
      ["there", 1, true],
      ["waits", 0, false],
      ["on its way", 0.25, false],
    ]);
  });

  test("may be a tie, or without a winner", () => {
    const rows = standings([at("a", {}), at("b", {})], 0.7);
    expect(rows.map(({ place }) => place)).toEqual([1, 1]);
    expect(verdict(rows, "70%", true)).toBe("A tie: a and b reached 70% in 12 updates.");
    const none = standings([at("a", {})], 0.99);
    expect([verdict(none, "99%", true), verdict(none, "99%", false)]).toEqual([
      "Nobody reached 99%.",
      "Nobody has reached 99% yet.",
    ]);
  });
});
