/**
 * @file A whole configuration as the end of an address, for people to read: #v1=rule:linear,workers:2. Only what differs
 * from the defaults stands there. Read back it is hostile input: it fills a form, or says what is wrong with it.
 * Not here: what is allowed in a configuration (train/config.ts).
 */
import { ConfigError, type ErrorReport, reportOf } from "../core/errors.ts";
import {
  type ConfigProblem,
  defaultRunConfig,
  parseRunConfig,
  type RunConfig,
  runConfigKeys,
} from "../train/config.ts";
import { planOf } from "./charts/run-plan.ts";

const VERSION = 1;
/** Far more than a model of fifty layers needs. */
const MOST_CHARACTERS = 20_000;
const TRY = "copying it again, whole";

export type GivenConfig = { readonly config: RunConfig } | { readonly error: ErrorReport };

/** "#v1=…" */
export function permalinkOf(config: RunConfig): string {
  const fields = runConfigKeys
    .filter((key) => JSON.stringify(config[key]) !== JSON.stringify(defaultRunConfig[key]))
    .map((key) => {
      const value = config[key];
      return `${key}:${encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : value)}`;
    });
  return `#v${VERSION}=${fields.join(",")}`;
}

/** undefined: the address holds no configuration. */
export function readPermalink(hash: string): GivenConfig | undefined {
  const [, version, text] = /^#v(\d+)=(.*)$/s.exec(hash) ?? [];
  if (version === undefined || text === undefined) return undefined;
  try {
    if (Number(version) !== VERSION) {
      const tryThis = "the page that made the link, or make it again here";
      fail(`a configuration of version ${VERSION}`, `version ${version.slice(0, 20)}`, tryThis);
    }
    return givenConfig(fieldsOf(text), "link");
  } catch (thrown) {
    return { error: reportOf(thrown, "link") };
  }
}

/** A configuration from outside, from a link or a file: one that can be planned, or why it cannot. Never throws. */
export function givenConfig(input: unknown, where: string): GivenConfig {
  const parsed = parseRunConfig(input);
  try {
    if (parsed.ok)
      planOf(parsed.config); // a model of its own may fit no image
    else throw wrong(parsed.problems, where);
    return parsed;
  } catch (thrown) {
    return { error: reportOf(thrown, where) };
  }
}

function wrong([first, ...others]: readonly ConfigProblem[], where: string): ConfigError {
  const field = first!.field.slice(0, 60) || "the whole";
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  if (!first!.parts) {
    const found = `${field}: ${first!.message.slice(0, 500)}${more}`;
    const tryThis = first!.isUnknown ? `leaving ${field} out` : TRY;
    return new ConfigError({ where, wanted: "a sound configuration", found, tryThis });
  }
  const { wanted, found, tryThis: remedy } = first!.parts;
  const isValue = /^(a |one of |at most )/.test(wanted);
  return new ConfigError({
    where,
    wanted: `${field}: ${wanted.slice(0, 300)}`,
    found: `${found.slice(0, 200)}${more}`,
    tryThis: remedy ?? (isValue ? `${wanted.slice(0, 300)} for ${field}` : `another value for ${field}`),
  });
}

function fieldsOf(text: string): object {
  if (text.length > MOST_CHARACTERS) {
    fail(`at most ${MOST_CHARACTERS} characters`, `${text.length}`, "giving the configuration as a file");
  }
  const fields = new Map<string, unknown>();
  for (const part of text.split(",").filter(Boolean)) {
    const [, key, value] = /^(\w+):(.*)$/s.exec(part) ?? [];
    if (key === undefined || value === undefined) fail("fields such as workers:2", `"${part.slice(0, 40)}"`);
    else if (fields.has(key)) fail("each field once", `${key.slice(0, 40)} twice`);
    else fields.set(key, readValue(key, value));
  }
  return Object.fromEntries(fields);
}

function readValue(key: string, encoded: string): unknown {
  let text: string;
  try {
    text = decodeURIComponent(encoded);
    if (text.startsWith("{")) return JSON.parse(text);
  } catch {
    return fail(`${key.slice(0, 40)} as readable text`, `"${encoded.slice(0, 40)}"`);
  }
  const isNumeric = typeof defaultRunConfig[key as keyof RunConfig] === "number";
  return isNumeric && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function fail(wanted: string, found: string, tryThis = TRY): never {
  throw new ConfigError({ where: "link", wanted, found, tryThis });
}
