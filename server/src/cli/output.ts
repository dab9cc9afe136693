// The choice of an output format: what it prints while the scan runs and what at its end. Formats are loaded when they
// are chosen.

import type { FileReport } from "../analysis/report.ts";
import type { RuleMetadata } from "../config/settings.ts";
import type { Fix } from "../rules/finding.ts";
import type { Format } from "./options.ts";
import { type OutputFinding, outputFindings, relativePath } from "./output-finding.ts";
import type { ScanOutcome } from "./scan-outcome.ts";
import { LineIndexes } from "./source-text.ts";
import type { Stats } from "./stats.ts";

export interface OutputContext {
  /** Absolute, forward slashes. */
  readonly folder: string;
  readonly rules: readonly RuleMetadata[];
  readonly isColored: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fixesOf: (report: FileReport, finding: FileReport["findings"][number]) => Promise<readonly Fix[]>;
}

/** What the end of a run knows. */
export interface RunEnd {
  readonly outcome: ScanOutcome;
  /** Asked for when everything else is done, so that it counts all of it. */
  readonly stats: (() => Stats) | undefined;
  readonly warnings: readonly string[];
  readonly isComplete: boolean;
}

export interface Output {
  /** The text for one report, for formats that may print before everything is known; reports come in their order. */
  file?(report: FileReport): Promise<string>;
  /** The text at the end. */
  end(run: RunEnd): Promise<string>;
}

export function outputFor(format: Format, context: OutputContext): Promise<Output> {
  return outputs[format](context);
}

const outputs: Readonly<Record<Format, (context: OutputContext) => Promise<Output>>> = {
  pretty: prettyOutput,
  json: jsonOutput,
  sarif: sarifOutput,
  github: githubOutput,
};

async function prettyOutput({ folder, isColored, width }: OutputContext): Promise<Output> {
  const [{ formatFile, formatSummary }, { default: pc }] = await Promise.all([
    import("./pretty.ts"),
    import("picocolors"),
  ]);
  const terminal = { colors: pc.createColors(isColored), width };
  return {
    async file(report) {
      const findings = await withoutFixes(report, folder);
      return formatFile(findings, report.lines, terminal);
    },
    async end({ outcome }) {
      const { analysed: files, skipped, reports, bySeverity } = outcome;
      return formatSummary({ files, filesWithFindings: reports.length, skipped, bySeverity }, terminal);
    },
  };
}

async function githubOutput({ folder, environment }: OutputContext): Promise<Output> {
  const { formatGithub } = await import("./github.ts");
  const workspace = environment.GITHUB_WORKSPACE?.replaceAll("\\", "/");
  const isInside = workspace !== undefined && `${folder}/`.startsWith(`${workspace}/`);
  const root = isInside ? workspace : folder;
  return {
    async file(report) {
      return formatGithub(await withoutFixes(report, folder), (file) => fromRoot(file, folder, root));
    },
    end: async () => "",
  };
}

async function jsonOutput(context: OutputContext): Promise<Output> {
  const { formatJson } = await import("./json.ts");
  return {
    async end({ outcome, stats }) {
      const findings = await withFixes(outcome, context);
      return formatJson(outcome.analysed, findings, stats?.());
    },
  };
}

async function sarifOutput(context: OutputContext): Promise<Output> {
  const { formatSarif } = await import("./sarif.ts");
  return {
    async end({ outcome, warnings, isComplete }) {
      const reports = new Map(outcome.reports.map((report) => [relativePath(report.file, context.folder), report]));
      return formatSarif({
        findings: await withFixes(outcome, context),
        rules: context.rules,
        folder: context.folder,
        lineOf: ({ file, range }) => reports.get(file)?.lines.lineText(range.start.line) ?? "",
        warnings,
        isComplete,
      });
    },
  };
}

function withoutFixes(report: FileReport, folder: string): Promise<OutputFinding[]> {
  return outputFindings(report, async () => [], folder, new LineIndexes());
}

/** One report after the other: each may ask the engine, which has one checker a project. */
async function withFixes(outcome: ScanOutcome, { folder, fixesOf }: OutputContext): Promise<OutputFinding[]> {
  const { reports } = outcome;
  const indexes = new LineIndexes();
  for (const report of reports) indexes.add(report.file, report.lines);
  const findings: OutputFinding[] = [];
  for (const report of reports) {
    findings.push(...(await outputFindings(report, (finding) => fixesOf(report, finding), folder, indexes)));
  }
  return findings;
}

function fromRoot(file: string, folder: string, root: string): string {
  const isAbsolute = /^(\/|[A-Za-z]:)/.test(file);
  return root === folder || isAbsolute ? file : `${relativePath(folder, root)}/${file}`;
}
