import { expect, test } from "vitest";
import { defaultRunConfig, runConfigKeys } from "../train/config.ts";
import { type Command, parseCommand } from "./args.ts";
import { flagOf, helpText } from "./flags.ts";

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
