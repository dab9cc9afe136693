// `asyncInsight/findings`: all findings that are known, for a client that lists them by rule and file. They are those of
// the Problems panel: what scans have found, and what the reports of open documents say. After its first question the
// client is told by `asyncInsight/findingsChanged` when to ask again. Repairing them is in fix-findings.ts.

import { translated } from "../language/say.ts";
import type { Diagnostic, Range } from "vscode-languageserver/node";
import { rules } from "../rules/index.ts";
import type { Family } from "../rules/rule.ts";
import { identifiedDiagnostics } from "./convert.ts";
import type { Session } from "./session.ts";
import { unanswered } from "./unanswered.ts";
import type { WorkspaceView } from "./workspace-view.ts";

/** The answer to `asyncInsight/findings`. The client has its own description of it. */
export interface KnownFindings {
  /** Those with findings, in the order in which the product presents them. */
  readonly rules: readonly { readonly name: string; readonly family: Family; readonly summary: string }[];
  /** Those with findings, sorted by URI. */
  readonly files: readonly { readonly uri: string; readonly findings: readonly KnownFinding[] }[];
  /** True if a scan has looked at files that nobody opened. */
  readonly hasScanned: boolean;
  readonly isScanning: boolean;
}

export interface KnownFinding {
  readonly rule: string;
  readonly message: string;
  /** The protocol's numbers: 1 is an error, 4 a hint. */
  readonly severity: number;
  readonly range: Range;
}

/** A scan changes the list thousands of times, a person looks at it a few times a second. */
const PAUSE_MILLISECONDS = 250;

export function serveFindings(session: Session, view: WorkspaceView): void {
  const { connection } = session;
  /** By URI, what the last report of each open document said. */
  const open = new Map<string, readonly Diagnostic[]>();
  let isAsked = false;
  let timer: NodeJS.Timeout | undefined;

  session.onReport((report) => {
    const { uri } = session.documents.byFile(report.file) ?? {};
    if (uri === undefined) return;
    open.set(uri, identifiedDiagnostics(report, session, session.client).items);
    changed();
  });
  session.onClose(({ uri }) => {
    open.delete(uri);
    changed();
  });
  view.onChange(changed);
  connection.onRequest("asyncInsight/findings", (): KnownFindings => {
    isAsked = true;
    return knownFindings(view, open);
  });

  function changed(): void {
    if (!isAsked) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      unanswered(connection.sendNotification("asyncInsight/findingsChanged"));
    }, PAUSE_MILLISECONDS);
  }
}

function knownFindings(view: WorkspaceView, open: ReadonlyMap<string, readonly Diagnostic[]>): KnownFindings {
  // An open document's own report is never older than what a scan said about its file.
  const byUri = new Map([...view.entries.map(({ uri, items }) => [uri, items] as const), ...open]);
  const files = [...byUri]
    .filter(([, items]) => items.length > 0)
    .map(([uri, items]) => ({ uri, findings: items.map(knownFinding) }))
    .toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
  const named = new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  return {
    rules: rules
      .filter(({ name }) => named.has(name))
      .map(({ name, family, summary }) => ({ name, family, summary: translated(summary) })),
    files,
    hasScanned: view.hasScanned,
    isScanning: view.isScanning,
  };
}

function knownFinding({ code, message, severity, range }: Diagnostic): KnownFinding {
  const text = typeof message === "string" ? message : message.value;
  return { rule: String(code), message: text, severity: severity ?? 1, range };
}
