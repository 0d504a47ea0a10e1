/**
 * @file Reads data files over HTTP with byte progress, in a page or a worker.
 * A server that stops sending is given up, so that a run cannot hang on it.
 */
import { DataError } from "../core/errors.ts";
import type { ReadFile } from "./dataset.ts";

/** The longest silence of a server, in milliseconds. */
const STALL_MS = 30_000;

/** `base` is the address of the data root and ends in a slash. */
export function fetchFileFrom(base: string | URL, stallMs = STALL_MS): ReadFile {
  return async (path, { signal, onBytes }) => {
    const address = new URL(path, base).href;
    const stalled = new AbortController();
    let timer = setTimeout(() => stalled.abort(), stallMs);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), stallMs);
    };
    try {
      const response = await fetch(address, { signal: AbortSignal.any([signal, stalled.signal]) });
      heard();
      checkAnswer(address, response);
      return await readBody(response, (byteLength) => {
        heard();
        onBytes?.(byteLength);
      });
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof DataError) throw cause;
      const silence = `nothing more for ${stallMs / 1000} s`;
      const failure = cause instanceof Error ? cause.message : String(cause);
      throw new DataError(
        {
          where: address,
          wanted: "the whole file",
          found: stalled.signal.aborted ? silence : `a broken connection (${failure})`,
          tryThis: "check that the server still runs and the network works, then start again",
        },
        { cause },
      );
    } finally {
      clearTimeout(timer);
    }
  };
}

function checkAnswer(address: string, response: Response): void {
  const refuse = (found: string) =>
    new DataError({
      where: address,
      wanted: "a data file",
      found,
      tryThis: "check that the folder data/ was published together with the page",
    });
  if (!response.ok) throw refuse(`HTTP status ${response.status} ${response.statusText}`.trim());
  // Many static hosts answer a missing file with their start page and status 200.
  if (response.headers.get("content-type")?.startsWith("text/html")) throw refuse("an HTML page");
}

async function readBody(response: Response, onBytes: (byteLength: number) => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    chunks.push(part.value);
    byteLength += part.value.length;
    onBytes(byteLength);
  }
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
