/**
 * @file The tiles that were chosen before, by adapter and product version, as one
 * small JSON text in a place that the host has. What is not there, cannot be read or
 * is not what this version writes counts as nothing chosen yet; it is never an error.
 */
import * as v from "valibot";
import type { AdapterFacts } from "../gpu/adapter-facts.ts";
import { type TileTable, tileTableSchema } from "../kernels/tile.ts";

/** Where the text lives. Both may reject: storage can be full, forbidden or broken. */
export interface TextStore {
  /** Undefined where nothing was written yet. */
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

const contentSchema = v.object({
  productVersion: v.string(),
  /** By `adapterKey`. */
  adapters: v.record(v.string(), tileTableSchema),
});

/** What the tiles were chosen for. */
export interface TuneTarget {
  readonly adapter: AdapterFacts;
  readonly productVersion: string;
}

export function adapterKey({ vendor, architecture, device, description }: AdapterFacts): string {
  return JSON.stringify([vendor, architecture, device, description]);
}

export async function readTiles(store: TextStore, { adapter, productVersion }: TuneTarget): Promise<TileTable> {
  return (await readAll(store, productVersion))[adapterKey(adapter)] ?? {};
}

/** Adds to what was written for this product version; other versions' choices are forgotten. */
export async function writeTiles(store: TextStore, target: TuneTarget, tiles: TileTable): Promise<void> {
  const { productVersion } = target;
  const adapters = await readAll(store, productVersion);
  const key = adapterKey(target.adapter);
  const content = { productVersion, adapters: { ...adapters, [key]: { ...adapters[key], ...tiles } } };
  await store.write(JSON.stringify(content)).catch(() => {}); // then it is measured again next time
}

async function readAll(store: TextStore, productVersion: string): Promise<Readonly<Record<string, TileTable>>> {
  try {
    const content = v.parse(contentSchema, JSON.parse((await store.read()) ?? ""));
    return content.productVersion === productVersion ? content.adapters : {};
  } catch {
    return {};
  }
}
