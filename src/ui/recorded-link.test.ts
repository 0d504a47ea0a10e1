/** @file Links to recorded runs: each opens the run it names, and nothing else is ever fetched. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LenaError } from "../core/errors.ts";
import type { ReadFile } from "../data/dataset.ts";
import { listRecorded } from "./compare/recorded.ts";
import { readPermalink } from "./permalink.ts";
import { isRecordedLink, openRecordedLink, recordingOf } from "./recorded-link.ts";
import { routeOf } from "./routes.ts";

function folder(): { read: ReadFile; asked: string[] } {
  const asked: string[] = [];
  const read: ReadFile = async (path) => {
    asked.push(path);
    return new Uint8Array(readFileSync(`public/recorded/${path}`));
  };
  return { read, asked };
}

const refusal = (hash: string, read: ReadFile) =>
  openRecordedLink(hash, read).then(
    () => expect.fail(`opened: ${hash}`),
    (thrown: LenaError) => thrown,
  );

test("the address of every recorded run opens that run", async () => {
  const { read } = folder();
  for (const run of await listRecorded(read)) {
    const opened = await openRecordedLink(`#recorded=${run.file.replace(".zip", "")}`, read);
    expect(opened).toEqual(recordingOf(run, opened.bundle));
    expect(new URL(opened.link!, "https://example.org/").hash).toBe(opened.link);
    expect(opened.bundle.store.updateCount).toBeGreaterThan(0);
  }
});

test("it is an address of its own, and shown in Train", () => {
  expect(isRecordedLink("#recorded=x")).toBe(true);
  for (const hash of ["", "#recorded", "#compare", "#v1=workers:2", "recorded=x"]) {
    expect(isRecordedLink(hash)).toBe(false);
  }
  expect(readPermalink("#recorded=x")).toBeUndefined();
  expect(routeOf("#recorded=x")).toBe("train");
});

test("a page that was published without recorded runs says so", async () => {
  const error = await refusal("#recorded=small-cnn-lena-n64", () => Promise.reject(new Error("404")));
  expect(error.wanted).toContain("published without any");
});

describe("hostile names are refused in words, and only the list is read", () => {
  test.each([
    "",
    "nope",
    "small-cnn-lena-n64.zip",
    "../data/fashion-mnist/manifest",
    "..%2Findex.json",
    "//evil.example/run",
    "__proto__",
    "small-cnn-lena-n64\0",
    "<script>alert(1)</script>",
    "x".repeat(100_000),
  ])("%s", async (name) => {
    const { read, asked } = folder();
    const error = await refusal(`#recorded=${name}`, read);
    expect(error).toMatchObject({ name: "DataError", where: "link", found: `"${name.slice(0, 60)}"` });
    expect(error.wanted).toContain("small-cnn-lena-n64, small-cnn-linear-n64, resnet8-lena-n32");
    expect(error.tryThis).not.toBe("");
    expect(asked).toEqual(["index.json"]);
  });

  test("any text", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const { read, asked } = folder();
        expect(await refusal(`#recorded=${text}`, read)).toMatchObject({ name: "DataError" });
        expect(asked).toEqual(["index.json"]);
      }),
    ));
});
