// `--format json`: one object for programs. Its shape is a promise to them (see OutputFinding).

import manifest from "../../../package.json" with { type: "json" };
import type { OutputFinding } from "./output-finding.ts";
import type { Stats } from "./stats.ts";

export interface JsonResult {
  /** Of Async Insight. */
  readonly version: string;
  /** Number of files that were analysed. */
  readonly files: number;
  readonly findings: readonly OutputFinding[];
  readonly stats?: Stats;
}

export function formatJson(files: number, findings: readonly OutputFinding[], stats: Stats | undefined): string {
  const result: JsonResult = { version: manifest.version, files, findings, ...(stats === undefined ? {} : { stats }) };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
