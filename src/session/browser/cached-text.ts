/**
 * @file A small text that the browser keeps for this site, in its cache storage: the
 * one storage that workers have and that needs no database. It may be refused, as in some private windows.
 */
import type { TextStore } from "../../train/tile-cache.ts";

const CACHE = "lena-lab";

/** `scope`: the page or worker. Where it has no storage at all, both calls reject. */
export function cachedText(
  { caches, location }: WindowOrWorkerGlobalScope & { location: { origin: string } },
  name: string,
): TextStore {
  // An address that nothing is fetched from: cache storage has no other keys.
  const key = new URL(`/${CACHE}/${name}`, location.origin).href;
  return {
    read: async () => (await (await caches.open(CACHE)).match(key))?.text(),
    write: async (text) => (await caches.open(CACHE)).put(key, new Response(text)),
  };
}
