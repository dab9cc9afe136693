// What `--stats` says about a run: where time and memory went, and what the analysis could not see.

/** Milliseconds of wall time by phase, counts, and peaks of memory. Part of `--format json`. */
export interface Stats {
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Analysed, skipped (generated, too large or written for Flow), and in none of the programs. */
  readonly files: { readonly analysed: number; readonly skipped: number; readonly notInProgram: number };
  readonly engineRequests: number;
  /** Undefined members are left out: not every platform tells. */
  readonly peakBytes: { readonly cli: number; readonly engine?: number };
  /** The same as the "analysis limited" line on stderr. */
  readonly unresolvedImports: { readonly imports: number; readonly files: number };
}

/** For people, on stderr. */
export function formatStats(stats: Stats): string {
  const { files, peakBytes, unresolvedImports } = stats;
  const phases = Object.entries(stats.milliseconds).map(([phase, time]) => `${phase} ${Math.round(time)} ms`);
  const rows: [string, string][] = [
    ["time", phases.join(", ")],
    ["files", `${files.analysed} analysed, ${files.skipped} skipped, ${files.notInProgram} in no program`],
    ["engine requests", String(stats.engineRequests)],
    ["peak memory", `${megabytes(peakBytes.cli)} here, ${megabytes(peakBytes.engine)} in the engine`],
    ["unresolved imports", `${unresolvedImports.imports} in ${unresolvedImports.files} files`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(20)}${value}\n`).join("");
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "unknown" : `${Math.round(bytes / 1024 / 1024)} MB`;
}
