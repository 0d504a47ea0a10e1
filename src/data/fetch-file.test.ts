import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { DataError } from "../core/errors.ts";
import { fetchFileFrom } from "./fetch-file.ts";

const never = new AbortController().signal;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The address of a server that answers every request so. */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sub/data/`;
}

test("a file comes whole, from below the base address, with its bytes counted", async () => {
  let asked: string | undefined;
  const base = await serving((request, response) => {
    asked = request.url;
    response.write(Uint8Array.of(1, 2, 3));
    setTimeout(() => response.end(Uint8Array.of(4, 5)), 20);
  });
  const counted: number[] = [];
  const onBytes = (byteLength: number) => void counted.push(byteLength);
  const bytes = await fetchFileFrom(base)("set/a.shard", { signal: never, onBytes });
  expect([...bytes]).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toBe("/sub/data/set/a.shard");
  expect(counted.at(-1)).toBe(5);
});

test("an empty file is a file", async () => {
  const base = await serving((_, response) => response.end());
  expect(await fetchFileFrom(base)("a", { signal: never })).toEqual(new Uint8Array(0));
});

test.each<[string, RequestListener, string]>([
  ["a missing file", (_, response) => response.writeHead(404).end(), "HTTP status 404 Not Found"],
  [
    "a start page instead of the file",
    (_, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype html>"),
    "an HTML page",
  ],
  [
    "a connection that breaks half way",
    (_, response) => {
      response.writeHead(200, { "content-length": "1000" }).write("half");
      setTimeout(() => response.destroy(), 20);
    },
    "a broken connection",
  ],
  ["a server that falls silent", (_, response) => void response.writeHead(200).write("half"), "nothing more for 0.2 s"],
  ["a server that never answers", () => {}, "nothing more for 0.2 s"],
])("%s is an error that names the address", async (_, answer, message) => {
  const base = await serving(answer);
  const failure = await fetchFileFrom(base, 200)("a.shard", { signal: never }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DataError);
  expect(String(failure)).toContain(`${base}a.shard`);
  expect(String(failure)).toContain(message);
});

test("no server at all is an error in words", async () => {
  const base = await serving(() => {});
  for (const close of closing.splice(0)) close();
  await expect(fetchFileFrom(base)("a", { signal: never })).rejects.toThrow("check that the server still runs");
});

test("an abort ends the wait with its own reason", async () => {
  const stop = new AbortController();
  const base = await serving(() => stop.abort(new Error("enough")));
  await expect(fetchFileFrom(base)("a", { signal: stop.signal })).rejects.toThrow("enough");
});
