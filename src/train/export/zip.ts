/** @file Files as one zip archive, for a download from the page. Not here: what is in them (bundle.ts). */
import { type Zippable, zipSync } from "fflate";

/** Tensors are noise to a compressor: storing them as they are is faster and no larger. */
const levelOf = (file: string) => (file.endsWith(".safetensors") ? 0 : 6);

/** `modified` is the time that every file in the archive gets. */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>, modified: Date): Uint8Array {
  const entries: Zippable = {};
  for (const [file, bytes] of files) entries[file] = [bytes, { level: levelOf(file), mtime: modified }];
  return zipSync(entries);
}
