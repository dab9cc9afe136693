// `asyncInsight/fixFindings`: the best fixes of many findings, in as many files, as one edit that the client applies. The
// findings are those of workspace-findings.ts; the fixes of a single one are code actions.

/* async-insight-disable blocking-helper -- open documents are in memory, and a fix elsewhere reads one file */

import type { CancellationToken, Position, WorkspaceEdit } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import type { Finding, Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import { cancellable } from "./cancellation.ts";
import { combineFixes, isPartOf } from "./combine-fixes.ts";
import { toWorkspaceEdit } from "./convert.ts";
import { diskFileOfUri } from "./file-uri.ts";
import { offsetOf } from "./position-encoding.ts";
import type { Session } from "./session.ts";

/** Which findings of a file are meant. */
interface Target {
  readonly uri: string;
  /** Without it, those of all rules. */
  readonly rule?: string;
  /** Where the one finding starts that is meant; without it, all of the rule. */
  readonly start?: Position;
}

/** The answer. The client has its own description of it. */
export interface Repair {
  readonly edit: WorkspaceEdit | null;
  /** How many findings the edit repairs, of how many that were meant. */
  readonly repaired: number;
  readonly findings: number;
}

export function serveFixFindings(session: Session): void {
  session.connection.onRequest(
    "asyncInsight/fixFindings",
    ({ targets }: { readonly targets: readonly Target[] }, token: CancellationToken) =>
      cancellable(token, (signal) => repair(session, targets, signal)),
  );
}

async function repair(session: Session, targets: readonly Target[], signal: AbortSignal): Promise<Repair> {
  const fixes: Fix[] = [];
  const findings = new Set<Finding>();
  for (const target of targets) {
    const report = await reportOf(session, target.uri, signal);
    if (report === undefined) continue;
    for (const finding of findingsOf(session, report, target)) {
      if (findings.has(finding)) continue;
      findings.add(finding);
      const offered = await session.workspace.fixes(report, finding, { checked: true, signal });
      const best = offered.find(({ isPreferred }) => isPreferred);
      if (best !== undefined) fixes.push(best);
    }
  }
  const edits: readonly Edit[] = combineFixes(fixes);
  return {
    edit: edits.length === 0 ? null : toWorkspaceEdit(edits, session, session.client),
    repaired: fixes.filter((fix) => isPartOf(fix, edits)).length,
    findings: findings.size,
  };
}

/** Also of a file that is not open, as the disk has it. */
async function reportOf(session: Session, uri: string, signal: AbortSignal): Promise<FileReport | undefined> {
  if (session.documents.byUri(uri) !== undefined) return session.reportOf(uri, signal);
  const file = diskFileOfUri(uri);
  return file === undefined ? undefined : session.workspace.report(file, signal);
}

function findingsOf(session: Session, report: FileReport, { rule, start }: Target): readonly Finding[] {
  const offset = start === undefined ? undefined : offsetOf(session.textOf(report.file), start);
  return report.findings.filter(
    (finding) =>
      (rule === undefined || finding.rule === rule) && (offset === undefined || finding.span.start === offset),
  );
}
