// `workspace/diagnostic`: answers from what scans have found, without any analysis of its own. A client that takes
// partial results is answered when there is something to tell; VS Code asks again two seconds after each answer, so an
// answer with nothing in it would be a poll for ever. Other clients are answered at once.

import { DocumentDiagnosticReportKind } from "./protocol.ts";
import type {
  CancellationToken,
  Diagnostic,
  Disposable,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
  WorkspaceFullDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import { requestCancelled } from "./cancellation.ts";
import type { Session } from "./session.ts";
import type { WorkspaceEntry, WorkspaceView } from "./workspace-view.ts";

/** Files a partial result, so that none grows to megabytes. */
const FILES_A_CHUNK = 200;

/** Between partial results during a scan. */
const PAUSE_MILLISECONDS = 250;

export function serveWorkspaceDiagnostics(session: Session, view: WorkspaceView): void {
  session.connection.languages.diagnostics.onWorkspace(async (params, token, _progress, partial) => {
    const known = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
    if (partial === undefined) {
      while (view.isScanning) await nextChange(view, token);
      return { items: [...news(session, view, known), ...unchanged(view, known)] };
    }
    for (;;) {
      const items = news(session, view, known);
      for (let i = 0; i < items.length; i += FILES_A_CHUNK)
        partial.report({ items: items.slice(i, i + FILES_A_CHUNK) });
      for (const { uri, resultId } of items) known.set(uri, resultId ?? "");
      if (items.length > 0 && !view.isScanning) return { items: [] } satisfies WorkspaceDiagnosticReport;
      await nextChange(view, token);
    }
  });
}

/** What the client does not know yet. */
function news(
  session: Session,
  view: WorkspaceView,
  known: ReadonlyMap<string, string>,
): WorkspaceDocumentDiagnosticReport[] {
  const changed = view.entries.filter((entry) => isNews(entry, known.get(entry.uri)));
  const forgotten = [...known.keys()].filter(
    (uri) => view.entry(uri) === undefined && session.documents.byUri(uri) === undefined && known.get(uri) !== "",
  );
  return [
    ...changed.map(({ uri, file, resultId, items }) => fullReport(uri, session.versionOf(file), [...items], resultId)),
    ...forgotten.map((uri) => fullReport(uri, undefined, [])),
  ];
}

function fullReport(
  uri: string,
  version: number | undefined,
  items: Diagnostic[],
  resultId?: string,
): WorkspaceDocumentDiagnosticReport {
  const report: WorkspaceFullDocumentDiagnosticReport = {
    kind: DocumentDiagnosticReportKind.Full,
    uri,
    version: version ?? null,
    items,
  };
  if (resultId !== undefined) report.resultId = resultId;
  return report;
}

/** A file without findings is news only to a client that may believe otherwise. */
function isNews({ resultId, items, mustBeTold }: WorkspaceEntry, known: string | undefined): boolean {
  return known === undefined ? items.length > 0 || mustBeTold : known !== resultId;
}

function unchanged(view: WorkspaceView, known: ReadonlyMap<string, string>): WorkspaceDocumentDiagnosticReport[] {
  return view.entries
    .filter(({ uri, resultId }) => known.get(uri) === resultId)
    .map(({ uri, resultId }) => ({ kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId }));
}

/** Resolves a little after the next change, so that changes gather. @throws ResponseError when the request is cancelled */
async function nextChange(view: WorkspaceView, token: CancellationToken): Promise<void> {
  if (token.isCancellationRequested) throw requestCancelled();
  const listeners: Disposable[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      listeners.push(
        view.onChange(() => {
          timer ??= setTimeout(resolve, PAUSE_MILLISECONDS);
        }),
      );
      listeners.push(token.onCancellationRequested(() => reject(requestCancelled())));
    });
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}
