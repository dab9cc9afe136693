// `textDocument/diagnostic`: what a client that pulls diagnostics asks for each document that it shows. Which documents
// it should ask about again is refresh.ts's business.

/* async-insight-disable blocking-helper -- open documents are in memory, and evidence elsewhere reads one file */

import { DocumentDiagnosticReportKind } from "./protocol.ts";
import type { DocumentDiagnosticReport } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import { cancellable, isAbortError } from "./cancellation.ts";
import { identifiedDiagnostics } from "./convert.ts";
import type { IdentifiedDiagnostics } from "./convert.ts";
import type { Session } from "./session.ts";
import type { WorkspaceView } from "./workspace-view.ts";

export function serveDocumentDiagnostics(session: Session, view: WorkspaceView): void {
  session.connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) =>
    cancellable(token, async (signal): Promise<DocumentDiagnosticReport> => {
      const { uri } = textDocument;
      const report = await reportAcrossCrash(session, uri, signal);
      // A tab that was restored but never shown, or a last question while the document closes.
      if (report === undefined) return closedReport(view, uri);
      const { resultId, items } = tell(session, uri, report);
      return previousResultId === resultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
        : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }),
  );
}

/** The report as diagnostics. Remembers what the client is told, so that only changes are worth a refresh. */
export function tell(session: Session, uri: string, report: FileReport): IdentifiedDiagnostics {
  const diagnostics = identifiedDiagnostics(report, session, session.client);
  session.told.set(uri, diagnostics.resultId);
  return diagnostics;
}

/** The report, or its first findings if the client can be told later that there are more. */
export function reportToShow(session: Session, uri: string, signal: AbortSignal): Promise<FileReport | undefined> {
  const { pullsDiagnostics, refreshesDiagnostics } = session.client;
  const canBeTold = !pullsDiagnostics || refreshesDiagnostics;
  return canBeTold ? session.firstReportOf(uri, signal) : session.reportOf(uri, signal);
}

/** Asks once more if the engine died over the first question: the second one starts a new engine. */
async function reportAcrossCrash(session: Session, uri: string, signal: AbortSignal): Promise<FileReport | undefined> {
  const ask = () => reportToShow(session, uri, signal);
  try {
    return await ask();
  } catch (error) {
    if (isAbortError(error)) throw error;
    session.connection.console.warn(`the analysis of ${uri} is repeated: ${String(error)}`);
    return ask();
  }
}

function closedReport(view: WorkspaceView, uri: string): DocumentDiagnosticReport {
  const entry = view.entry(uri);
  return entry === undefined
    ? { kind: DocumentDiagnosticReportKind.Full, items: [] }
    : { kind: DocumentDiagnosticReportKind.Full, resultId: entry.resultId, items: [...entry.items] };
}
