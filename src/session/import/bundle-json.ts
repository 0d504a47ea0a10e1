/**
 * @file config.json and summary.json of a run bundle from outside: the configuration as any other outside input, the facts
 * beside it as far as the page shows them. Not here: the tables (bundle-tables.ts).
 */
import * as v from "valibot";
import { ConfigError, DataError } from "../../core/errors.ts";
import { productVersion } from "../../core/version.ts";
import { parseRunConfig, type RunConfig } from "../../train/config.ts";
import type { AdapterFacts, RunSummary } from "../../train/events.ts";
import { configOfBundle } from "../../train/export/bundle.ts";
import { wrong } from "./csv.ts";

export interface BundleFacts {
  readonly config: RunConfig;
  readonly productVersion: string;
  /** By rank. */
  readonly adapters: readonly AdapterFacts[];
  readonly coordinatorAdapter: AdapterFacts;
  readonly dataSha256: string;
}

/** No honest name is longer. */
const text = v.pipe(v.string(), v.maxLength(400));
const adapter = v.object({ vendor: text, architecture: text, device: text, description: text, software: v.boolean() });
const factsSchema = v.object({
  productVersion: text,
  adapters: v.pipe(v.array(adapter), v.maxLength(64)),
  coordinatorAdapter: adapter,
  dataSha256: text,
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const summarySchema = v.object({
  updates: count,
  epochs: count,
  outcome: v.picklist(["finished", "stopped"]),
  finalValidationAccuracy: share,
  bestValidationAccuracy: share,
  testAccuracy: share,
  /** A loss that is no finite number is written as null. */
  testLoss: v.nullable(v.number()),
  warmupEnd: v.record(text, v.nullable(v.object({ update: count, epoch: count }))),
  wallMs: v.pipe(v.number(), v.minValue(0)),
});

export function readFacts(bytes: Uint8Array, where: string): BundleFacts {
  const json = parseJson(bytes, where);
  checkVersion(json, where);
  const facts = checked(factsSchema, json, where);
  const parsed = parseRunConfig(configOfBundle(json));
  if (parsed.ok) return { ...facts, config: parsed.config };
  const [{ field, message } = { field: "", message: "" }] = parsed.problems;
  throw new ConfigError({
    where: `${where}, ${field || "configuration"}`,
    wanted: "a configuration that this version can run",
    found: message,
    tryThis: `the bundle as it was exported; it is of version ${facts.productVersion}, this is ${productVersion}`,
  });
}

export function readSummary(bytes: Uint8Array, where: string): RunSummary {
  return checked(summarySchema, parseJson(bytes, where), where);
}

/** As semantic versions go: before 1.0 the second number may change what a file means. */
const kindOf = (version: string) => /^(0\.\d+|[1-9]\d*)\./.exec(version)?.[1];

function checkVersion(json: unknown, where: string): void {
  const version =
    typeof json === "object" && json !== null && "productVersion" in json ? json.productVersion : undefined;
  if (typeof version !== "string") throw wrong(where, "the productVersion of a run bundle", "none");
  if (kindOf(version) === kindOf(productVersion)) return;
  const understood = `${kindOf(productVersion)}.x`;
  throw new DataError({
    where,
    wanted: `a bundle of version ${understood}, which this page understands`,
    found: `version ${version.slice(0, 40)}`,
    tryThis: `the LENA Lab that wrote it, or the same run made again: its configuration is in config.json`,
  });
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw wrong(where, "JSON", `"${String.fromCharCode(...bytes.subarray(0, 40))}"`);
  }
}

function checked<T>(schema: v.GenericSchema<unknown, T>, json: unknown, where: string): T {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw wrong(
    `${where}, ${v.getDotPath(issue) ?? "as a whole"}`,
    issue.expected ?? "another value",
    issue.received.slice(0, 80),
  );
}
