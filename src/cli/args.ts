/**
 * @file From the words of the command line to a command, or to all that is wrong
 * with them. Pure: files come from a function. Not here: what flags there are (flags.ts).
 */
import { parseArgs } from "node:util";
import { nearest } from "../core/nearest.ts";
import { flagOf } from "../train/command-line.ts";
import {
  type ConfigProblem,
  parseRunConfig,
  type RunConfig,
  type RunConfigKey,
  runConfigKeys,
} from "../train/config.ts";
import { configOfBundle } from "../train/export/bundle.ts";
import { choicesOf, type Flags, isNumeric, otherFlags, sweepFlags } from "./flags.ts";
import { type SweepCommand, sweepCommand, type Values } from "./sweep-args.ts";

export interface TrainCommand {
  readonly kind: "train";
  readonly config: RunConfig;
  readonly out: string;
  /** undefined: the data that ships. */
  readonly data: string | undefined;
  readonly json: boolean;
  readonly recordOrder: boolean;
  readonly force: boolean;
}

export type Command =
  | TrainCommand
  | SweepCommand
  | { readonly kind: "help"; readonly of: CommandName }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

const keyOfFlag = new Map(runConfigKeys.map((key) => [flagOf(key), key]));
const configFlags = Object.fromEntries([...keyOfFlag.keys()].map((name) => [name, { value: "VALUE", meaning: "" }]));
const commands = { train: { ...configFlags, ...otherFlags }, sweep: sweepFlags } satisfies Record<string, Flags>;
type CommandName = keyof typeof commands;
const isCommand = (word: string | undefined): word is CommandName => word !== undefined && word in commands;

// A flag is of one type wherever it is known, so words can be read before the command is.
const options = Object.fromEntries(
  Object.values(commands).flatMap((flags: Flags) =>
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value ? ("string" as const) : ("boolean" as const) },
    ]),
  ),
);

/** `readText` may throw; what it throws is shown. */
export function parseCommand(words: readonly string[], readText: (path: string) => string): Command {
  // Not strict: its messages name no remedy, and it refuses negative numbers.
  const { tokens, values, positionals } = parseArgs({
    args: [...words],
    options: { ...options, help: { type: "boolean", short: "h" } },
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const name = isCommand(positionals[0]) ? positionals[0] : "train";
  if (values.help) return { kind: "help", of: name };
  if (values.version) return { kind: "version" };
  const problems = tokens.flatMap((token) => (token.kind === "option" ? flagProblems(token, commands[name]) : []));
  problems.push(...positionalProblems(positionals));
  if (problems.length > 0) return { kind: "wrong", problems };
  return name === "sweep" ? sweepCommand(values as Values, words, readText) : trainCommand(values as Values, readText);
}

function flagProblems(
  { name, rawName, value }: { name: string; rawName: string; value?: string | undefined },
  known: Flags,
): string[] {
  const flag = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!flag) {
    const meant = nearest(name, Object.keys(known));
    return [`${rawName}: unknown flag. Try: ${meant ? `--${meant}` : "--help, which lists the flags"}`];
  }
  const isMissing = value === undefined || value.startsWith("--");
  if (flag.value && isMissing) return [`${rawName}: wanted a value, found ${value ?? "none"}`];
  if (!flag.value && value !== undefined) return [`${rawName}: wanted no value, found "${value}"`];
  return [];
}

function positionalProblems([command, ...rest]: readonly string[]): string[] {
  const known = Object.keys(commands);
  if (command === undefined) return ['wanted a command, found none. Try: "lena train --out DIR", or --help'];
  if (!isCommand(command))
    return [`unknown command "${command}". Try: ${nearest(command, known) ?? known.join(" or ")}`];
  return rest.map((word) => `"${word}": wanted flags only. Try: --help, which lists them`);
}

function trainCommand(values: Values, readText: (path: string) => string): Command {
  const text = (name: string) => (typeof values[name] === "string" ? values[name] : undefined);
  const configFile = text("config");
  const problems: string[] = [];
  const readJson = (flag: string, path: string): unknown => {
    try {
      return JSON.parse(readText(path));
    } catch (error) {
      problems.push(`--${flag} ${path}: ${error instanceof Error ? error.message : String(error)}`);
      return {};
    }
  };
  const fromFile = configFile === undefined ? {} : configOfBundle(readJson("config", configFile));
  if (typeof fromFile !== "object" || fromFile === null || Array.isArray(fromFile)) {
    problems.push(`--config ${configFile}: wanted a JSON object, found ${JSON.stringify(fromFile).slice(0, 40)}`);
  }
  const fromFlags: Partial<Record<RunConfigKey, unknown>> = {};
  for (const [name, key] of keyOfFlag) {
    const value = text(name);
    if (value === undefined) continue;
    fromFlags[key] = key === "model" && value.endsWith(".json") ? readJson(name, value) : typedValue(key, value);
  }
  const out = text("out");
  if (!out) problems.push("--out: wanted a folder for the run bundle, found none. Try: --out runs/first");
  const parsed = parseRunConfig({ ...(fromFile as object), ...fromFlags });
  if (!parsed.ok) {
    const given = (key: string) => (key in fromFlags ? undefined : configFile);
    problems.push(...parsed.problems.map((problem) => inWords(problem, given(problem.field.split(".")[0]!))));
  }
  if (!parsed.ok || !out || problems.length > 0) return { kind: "wrong", problems };
  return {
    kind: "train",
    config: parsed.config,
    out,
    data: text("data"),
    json: values.json === true,
    recordOrder: values["record-order"] === true,
    force: values.force === true,
  };
}

/** A number where the key is one and the text reads as one; else the text, for the schema to refuse. */
function typedValue(key: RunConfigKey, text: string): string | number {
  return isNumeric(key) && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** In the words of the flags, or of the file where the value came from there. */
function inWords({ field, message, parts }: ConfigProblem, file: string | undefined): string {
  const key = runConfigKeys.find((each) => each === field.split(".")[0]);
  const flag = key ? `--${flagOf(key)}${field.slice(key.length)}` : field;
  const written = /^"([^"]+)"$/.exec(parts?.found ?? "")?.[1];
  const meant = key && written ? nearest(written, choicesOf(key)) : nearest(field, runConfigKeys);
  const hint = meant && meant !== field ? `. Did you mean ${meant}?` : "";
  return `${file ? `${file}, ${field || "the whole"}` : flag}: ${message}${hint}`;
}
