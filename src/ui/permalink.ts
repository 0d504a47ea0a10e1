/**
 * @file A whole configuration as the end of an address, for people to read: #v1=rule:linear,workers:2. Only what differs
 * from the defaults stands there. Read back it is hostile input: it fills a form, or says what is wrong with it.
 * Not here: what is allowed in a configuration (train/config.ts).
 */
import { ConfigError, type ErrorReport, reportOf } from "../core/errors.ts";
import { defaultRunConfig, parseRunConfig, type RunConfig, runConfigKeys } from "../train/config.ts";

const VERSION = 1;
/** Far more than a model of fifty layers needs. */
const MOST_CHARACTERS = 20_000;

export type Permalink = { readonly config: RunConfig } | { readonly error: ErrorReport };

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
export function readPermalink(hash: string): Permalink | undefined {
  const [, version, text] = /^#v(\d+)=(.*)$/s.exec(hash) ?? [];
  if (version === undefined || text === undefined) return undefined;
  try {
    if (Number(version) !== VERSION) {
      fail(
        `a configuration of version ${VERSION}`,
        `version ${version.slice(0, 20)}`,
        "the page that made the link, or make it again here",
      );
    }
    const parsed = parseRunConfig(fieldsOf(text));
    if (parsed.ok) return parsed;
    const [{ field, message }] = parsed.problems as [(typeof parsed.problems)[number]];
    const more = parsed.problems.length > 1 ? ` (and ${parsed.problems.length - 1} more)` : "";
    return fail("a sound configuration", `${field.slice(0, 60) || "the whole"}: ${message}${more}`);
  } catch (thrown) {
    return { error: reportOf(thrown, "link") };
  }
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

function fail(wanted: string, found: string, tryThis = "copying the link again, whole"): never {
  throw new ConfigError({ where: "link", wanted, found, tryThis });
}
