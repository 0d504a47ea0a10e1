/** @file What a person takes home of a sweep: the report as one file, or everything as one archive. */
import { reportFiles, reportHtml } from "../../sweep/report/report.ts";
import type { SweepResult } from "../../sweep/sweep.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { saveFile } from "../controls/save-file.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

export function saveReport(result: SweepResult): void {
  saveFile(`lena-${result.sweep.id}.html`, bytesOf(reportHtml(result)), "text/html");
}

/** `bundles`: zip archives, by the key of their run. */
export function saveEverything(result: SweepResult, bundles: ReadonlyMap<string, Uint8Array>): void {
  const files = new Map<string, Uint8Array>([["results.json", bytesOf(`${JSON.stringify(result, null, 2)}\n`)]]);
  for (const [path, text] of reportFiles(result)) files.set(path, bytesOf(text));
  for (const [key, bytes] of bundles) files.set(`runs/${key}.zip`, bytes);
  saveFile(`lena-${result.sweep.id}.zip`, zipFiles(files, new Date()), "application/zip");
}
