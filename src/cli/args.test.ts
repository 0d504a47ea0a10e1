import { describe, expect, test } from "vitest";
import { flagOf } from "../train/command-line.ts";
import { defaultRunConfig, runConfigKeys } from "../train/config.ts";
import { type Command, parseCommand } from "./args.ts";
import { helpText, sweepHelpText } from "./flags.ts";

const model = { name: "tiny", layers: [{ type: "flatten" }, { type: "dense", name: "fc", units: 10 }] };
const files: Record<string, string> = {
  "run.json": '{ "workers": 2, "microBatch": 8 }',
  "bundle.json": JSON.stringify({ ...defaultRunConfig, epochs: 9, productVersion: "0.1.0", derived: { n: 8 } }),
  "typo.json": '{ "worker": 2 }',
  "broken.json": "{",
  "list.json": "[1]",
  "tiny.json": JSON.stringify(model),
  "impossible.json": JSON.stringify({ name: "x", layers: [{ type: "conv2d", name: "c", filters: 0, kernel: 3 }] }),
};

function parse(line: string): Command {
  return parseCommand(line.split(" ").filter(Boolean), (path) => {
    const text = files[path];
    if (text === undefined) throw new Error("no such file");
    return text;
  });
}

function configOf(line: string): object {
  const command = parse(line);
  if (command.kind !== "train") throw new Error(JSON.stringify(command));
  return command.config;
}

function problemsOf(line: string): readonly string[] {
  const command = parse(line);
  return command.kind === "wrong" ? command.problems : [];
}

test("without flags a run has the defaults", () => {
  expect(parse("train --out runs/a")).toEqual({
    kind: "train",
    config: defaultRunConfig,
    out: "runs/a",
    data: undefined,
    json: false,
    recordOrder: false,
    force: false,
  });
});

test("every key of the configuration has its flag, and the help shows it", () => {
  for (const key of runConfigKeys) {
    const value = String(defaultRunConfig[key]);
    expect(configOf(`train --out a --${flagOf(key)} ${value}`)).toEqual(defaultRunConfig);
    expect(helpText()).toContain(`--${flagOf(key)} `);
  }
});

test("flags set values, with a space or an equals sign", () => {
  expect(configOf("train --out a --train-size 512 --base-rate=1e-3 --rule linear")).toEqual({
    ...defaultRunConfig,
    trainSize: 512,
    baseRate: 0.001,
    rule: "linear",
  });
});

test("flags win over the file, and the file over the defaults", () => {
  expect(configOf("train --out a --config run.json --workers 3")).toEqual({
    ...defaultRunConfig,
    workers: 3,
    microBatch: 8,
  });
});

test("a bundle's config.json repeats its run", () => {
  expect(configOf("train --out a --config bundle.json")).toEqual({ ...defaultRunConfig, epochs: 9 });
});

test("a model can be a file", () => {
  expect(configOf("train --out a --model tiny.json")).toMatchObject({ model: { name: "tiny" } });
});

test("help and version need nothing else", () => {
  expect(parse("--help").kind).toBe("help");
  expect(parse("train -h").kind).toBe("help");
  expect(parse("--version").kind).toBe("version");
});

test.each([
  ["train --out a --worker 2", "--worker: unknown flag. Try: --workers"],
  ["train --out a --frobnicate", "--frobnicate: unknown flag. Try: --help, which lists the flags"],
  ["train --out a --workers", "--workers: wanted a value, found none"],
  ["train --out --json", "--out: wanted a value, found --json"],
  ["train --out a --json=yes", '--json: wanted no value, found "yes"'],
  ["train --out a --workers two", '--workers: wanted a whole number from 1 to 16, found "two"'],
  ["train --out a --base-rate -1", "--base-rate: wanted a number from 0 to 100, found -1"],
  [
    "train --out a --rule lenna",
    '--rule: wanted one of lena, linear, sqrt, adascale, lars, none, found "lenna". Did you mean lena?',
  ],
  ["train --out a --model resnet9", "Did you mean resnet8?"],
  ["train --out a --config typo.json", "typo.json, worker: unknown field"],
  ["train --out a --config typo.json", "Did you mean workers?"],
  ["train --out a --config broken.json", "--config broken.json: "],
  ["train --out a --config none.json", "--config none.json: no such file"],
  ["train --out a --config list.json", "--config list.json: wanted a JSON object, found [1]"],
  ["train --out a --model impossible.json", "--model.layers.0.filters: "],
  ["train --out a --train-size 100", "--train-size: wanted at least one update per epoch"],
  ["train", "--out: wanted a folder for the run bundle, found none. Try: --out runs/first"],
  ["tarin --out a", 'unknown command "tarin". Try: train'],
  ["train now --out a", '"now": wanted flags only'],
  ["", "wanted a command, found none"],
])("%s: the message says what is wrong", (line, message) => {
  expect(problemsOf(line).join("\n")).toContain(message);
});

test("all mistakes are told at once", () => {
  expect(problemsOf("train --out a --workers 0 --local 0 --rule x")).toHaveLength(3);
});

describe("sweep", () => {
  const grid = { base: { trainSize: 512 }, vary: { n: [2, 4] }, baseline: true, seeds: [5] };
  const withGrid = (line: string, content: object = grid) =>
    parseCommand(line.split(" "), (path) => {
      if (path !== "g.json") throw new Error("no such file");
      return JSON.stringify(content);
    });

  test("a grid becomes a plan; the flag's seeds win over the file's", () => {
    const command = withGrid("sweep --grid g.json --out runs/a --json");
    if (command.kind !== "sweep") throw new Error(JSON.stringify(command));
    expect(command).toMatchObject({
      out: "runs/a",
      json: true,
      words: "npm run -s lena -- sweep --grid g.json --out runs/a --json",
    });
    expect(command.plan.runs.map(({ seed }) => seed)).toEqual([5, 5, 5]);
    const seedsOf = (seeds: string) => {
      const other = withGrid(`sweep --grid g.json --out a --seeds ${seeds}`);
      return other.kind === "sweep" ? other.plan.sweep.seeds : other;
    };
    expect(seedsOf("3")).toEqual([1, 2, 3]);
    expect(seedsOf("4,2")).toEqual([4, 2]);
  });

  test("it has a help of its own", () => {
    expect(parse("sweep --help")).toEqual({ kind: "help", of: "sweep" });
    expect(sweepHelpText()).toMatch(/--preset NAME .*table1, table2, table3, figure4/);
  });

  test.each([
    ["sweep --out a", "wanted a sweep, found none. Try: --preset table1, or --grid FILE"],
    ["sweep --grid g.json", "--out: wanted a folder for runs and results, found none"],
    ["sweep --grid g.json --preset table1 --out a", "--grid: wanted a grid or a preset, found both"],
    ["sweep --grid g.json --scale small --out a", "--scale: wanted with a preset only"],
    [
      "sweep --preset table4 --out a",
      '--preset: wanted one of table1, table2, table3, figure4, found "table4". Did you',
    ],
    ["sweep --grid none.json --out a", "--grid none.json: no such file"],
    [
      "sweep --grid g.json --seeds 0 --out a",
      '--seeds: wanted how many, from 1 to 1000, or a list such as 1,2,3, found "0"',
    ],
    ["sweep --grid g.json --seeds 1,x --out a", 'found "1,x"'],
    ["sweep --grid g.json --workers 2 --out a", "--workers: unknown flag"],
  ])("%s: the message says what is wrong", (line, message) => {
    const command = withGrid(line);
    expect(command.kind === "wrong" && command.problems.join("\n")).toContain(message);
  });

  test("a grid that cannot run is refused in one message", () => {
    const command = withGrid("sweep --grid g.json --out a", { ...grid, vary: {} });
    expect(command).toEqual({ kind: "wrong", problems: [expect.stringContaining("at least one field that varies")] });
  });
});
