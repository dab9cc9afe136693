// `--format sarif`: SARIF 2.1.0 for code scanning services and viewers.

import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { ArtifactLocation, Fix, Location, Log, Notification, Region, ReportingDescriptor, Result } from "sarif";
import manifest from "../../../package.json" with { type: "json" };
import { rulePage } from "../config/rule-page.ts";
import type { RuleMetadata } from "../config/settings.ts";
import type { Severity } from "../rules/finding.ts";
import { compareTexts, type OutputFinding, type OutputFix, type OutputRange } from "./output-finding.ts";

export interface SarifInput {
  readonly findings: readonly OutputFinding[];
  readonly rules: readonly RuleMetadata[];
  /** Absolute path of the folder that the findings' paths are relative to. */
  readonly folder: string;
  /** The text of the line on which a finding starts, for its fingerprint. */
  readonly lineOf: (finding: OutputFinding) => string;
  /** What was said on stderr, one line each. */
  readonly warnings: readonly string[];
  /** False if something kept the run from seeing all that it was asked to see. */
  readonly isComplete: boolean;
}

const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const satisfies Readonly<
  Record<Severity, Result.level>
>;

/** The name of the folder in addresses, resolved by `originalUriBaseIds`. */
const sourceRoot = "%SRCROOT%";

export function formatSarif(input: SarifInput): string {
  const names = input.rules.map((rule) => rule.name);
  const notifications = input.warnings.map((text): Notification => ({
    level: "warning",
    message: { text },
    descriptor: { id: "run" },
  }));
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: manifest.displayName,
            version: manifest.version,
            semanticVersion: manifest.version,
            rules: input.rules.map(descriptor),
            notifications: [{ id: "run", shortDescription: { text: "Something about the run as a whole." } }],
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [sourceRoot]: { uri: folderUri(input.folder) } },
        invocations: [
          {
            executionSuccessful: input.isComplete,
            ...(notifications.length > 0 ? { toolExecutionNotifications: notifications } : {}),
          },
        ],
        results: results(input, names),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(rule: RuleMetadata): ReportingDescriptor {
  const equivalents = rule.equivalents.map((equivalent) => `${equivalent.linter}/${equivalent.rule}`);
  return {
    id: rule.name,
    shortDescription: { text: rule.summary },
    helpUri: rulePage(rule.name),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: ["async", rule.family], ...(equivalents.length > 0 ? { equivalents } : {}) },
  };
}

function results(input: SarifInput, names: readonly string[]): Result[] {
  const repeats = new Map<string, number>();
  return input.findings.map((finding) => {
    const text = [finding.rule, finding.file, input.lineOf(finding).trim()].join("\0");
    const repeat = repeats.get(text) ?? 0;
    repeats.set(text, repeat + 1);
    return result(finding, names.indexOf(finding.rule), fingerprint(text, repeat));
  });
}

function result(finding: OutputFinding, ruleIndex: number, identity: string): Result {
  const related = finding.related.map((evidence, index): Location => ({
    ...location(evidence),
    id: index + 1,
    message: { text: evidence.message },
  }));
  return {
    ruleId: finding.rule,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [location(finding)],
    partialFingerprints: { "ruleAndLine/v1": identity },
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(finding.fixes.length > 0 ? { fixes: finding.fixes.map(sarifFix) } : {}),
  };
}

/** Stays the same when lines above are added or removed, and tells equal lines of a file apart by their order. */
function fingerprint(text: string, repeat: number): string {
  return createHash("sha256").update(`${text}\0${repeat}`).digest("hex").slice(0, 32);
}

function sarifFix(fix: OutputFix): Fix {
  const byFile = new Map<string, OutputFix["edits"][number][]>();
  for (const edit of fix.edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  return {
    description: { text: fix.title },
    artifactChanges: [...byFile]
      .toSorted(([a], [b]) => compareTexts(a, b))
      .map(([file, edits]) => ({
        artifactLocation: artifact(file),
        replacements: edits.map((edit) => ({
          deletedRegion: region(edit.range),
          insertedContent: { text: edit.newText },
        })),
      })),
  };
}

function location({ file, range }: { readonly file: string; readonly range: OutputRange }): Location {
  return { physicalLocation: { artifactLocation: artifact(file), region: region(range) } };
}

function artifact(file: string): ArtifactLocation {
  if (/^(\/|[A-Za-z]:)/.test(file)) return { uri: pathToFileURL(file).href };
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: sourceRoot };
}

/** 1-based, the end column behind the last character. */
function region({ start, end }: OutputRange): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function folderUri(folder: string): string {
  const uri = pathToFileURL(folder).href;
  return uri.endsWith("/") ? uri : `${uri}/`;
}
