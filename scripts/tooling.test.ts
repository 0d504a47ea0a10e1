/** @file The parts of the scripts that decide something: installed, stale, passed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { missingPackages, nodeProblem } from "./ensure-installed.mjs";
import { isStale } from "./stale.mjs";
import { countPlaywright, countVitest, formatTable, verdict } from "./test-report.mjs";

describe("installed", () => {
  const lock = { packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } } };
  test.each([
    ["all there", { ...lock.packages, "node_modules/extra": { version: "9.0.0" } }, []],
    ["nothing there", undefined, ["node_modules/a", "node_modules/b"]],
    ["another version", { ...lock.packages, "node_modules/b": { version: "2.0.1" } }, ["node_modules/b"]],
  ])("%s", (_, packages, missing) => {
    expect(missingPackages(lock, { packages })).toEqual(missing);
  });

  test("an optional package of another machine is not missed", () => {
    const optional = { packages: { "node_modules/win32": { version: "1.0.0", optional: true } } };
    expect(missingPackages(optional, {})).toEqual([]);
  });

  test.each(["20.19.0", "20.20.2", "22.0.0"])("Node %s is new enough", (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });
  test.each(["18.20.0", "20.18.3"])("Node %s is too old, in words", (version) => {
    expect(nodeProblem(version)).toContain(`wanted Node 20.19 or newer, found ${version}`);
  });
});

test("package-lock.json names the binaries of every system: npm ci refuses it otherwise", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((name) => !(`node_modules/${name}` in packages))).toEqual([]);
});

describe("stale", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lena-lab-stale-"));
    mkdirSync(join(folder, "src/inner"), { recursive: true });
    for (const name of ["src/inner/a.ts", "src/inner/b.ts"]) put(name, 1000);
    for (const name of ["src/inner", "src"]) utimesSync(join(folder, name), 1000, 1000);
    put("out.js", 2000);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, seconds: number) => {
    writeFileSync(join(folder, name), name);
    utimesSync(join(folder, name), seconds, seconds);
  };
  const stale = () => isStale(join(folder, "out.js"), [join(folder, "src"), join(folder, "not-there.json")]);

  test("newer than all sources: not stale", () => {
    expect(stale()).toBe(false);
  });
  test("a source deep down is newer", () => {
    put("src/inner/a.ts", 3000);
    expect(stale()).toBe(true);
  });
  test("a source is gone", () => {
    unlinkSync(join(folder, "src/inner/b.ts"));
    expect(stale()).toBe(true);
  });
  test("nothing is built yet", () => {
    unlinkSync(join(folder, "out.js"));
    expect(stale()).toBe(true);
  });
});

describe("passed", () => {
  test("a skipped test did not pass", () => {
    const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(countVitest(vitest)).toEqual({ passed: 5, failed: 4 });
    expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 1 } })).toEqual({
      passed: 3,
      failed: 3,
    });
  });

  test.each([
    ["all passed", { exitCode: 0, counts: { passed: 3, failed: 0 } }, { passed: 3, failed: 0 }],
    ["two failed", { exitCode: 1, counts: { passed: 3, failed: 2 } }, { passed: 3, failed: 2 }],
    ["it crashed after its tests", { exitCode: 1, counts: { passed: 3, failed: 0 } }, { passed: 3, failed: 1 }],
    ["it left no report", { exitCode: 1, counts: undefined }, { passed: 0, failed: 1 }],
    ["it was ended from outside", { exitCode: null, counts: undefined }, { passed: 0, failed: 1 }],
    ["it ran nothing", { exitCode: 0, counts: { passed: 0, failed: 0 } }, { passed: 0, failed: 1 }],
  ])("%s", (_, outcome, want) => {
    expect(verdict(outcome)).toEqual(want);
  });

  test("the table has a line per runner", () => {
    expect(formatTable([{ name: "unit", passed: 12, failed: 0, seconds: 3.4 }])).toBe(
      "what       passed   failed  seconds\nunit           12        0        3",
    );
  });
});
