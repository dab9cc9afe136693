// `textDocument/publishDiagnostics`, for clients that do not pull: the findings of each open document a moment after it
// was opened or edited, of other open documents when refresh.ts finds them changed, of scanned files after a scan.

/* async-insight-disable blocking-helper -- open documents are in memory, and evidence elsewhere reads one file */

import type { FileReport } from "../analysis/report.ts";
import { isAbortError } from "./cancellation.ts";
import { reportToShow, tell } from "./document-diagnostics.ts";
import type { OpenDocument } from "./documents.ts";
import type { Session } from "./session.ts";
import { unanswered } from "./unanswered.ts";
import type { WorkspaceEntry, WorkspaceView } from "./workspace-view.ts";

/** Enough to swallow a burst of keystrokes, too little to be felt. */
const DEBOUNCE_MILLISECONDS = 120;

export function publishDiagnostics(session: Session, view: WorkspaceView): void {
  const pending = new Map<string, { timer: NodeJS.Timeout; controller: AbortController }>();
  const published = new Map<string, string>();

  session.onChange(({ origin }) => {
    if (origin !== undefined) schedule(origin);
  });
  session.onClose(({ uri }) => {
    cancel(uri);
    if (view.entry(uri) !== undefined) publishView();
  });
  view.onChange(() => {
    if (!view.isScanning) publishView();
  });

  function schedule({ uri }: OpenDocument): void {
    cancel(uri);
    const controller = new AbortController();
    const timer = setTimeout(() => void publishOnce(uri, controller.signal), DEBOUNCE_MILLISECONDS);
    pending.set(uri, { timer, controller });
  }

  function cancel(uri: string): void {
    const scheduled = pending.get(uri);
    clearTimeout(scheduled?.timer);
    scheduled?.controller.abort();
    pending.delete(uri);
  }

  async function publishOnce(uri: string, signal: AbortSignal): Promise<void> {
    try {
      const report = await reportToShow(session, uri, signal);
      if (report !== undefined && !signal.aborted) publish(session, report);
    } catch (error) {
      if (isAbortError(error)) return;
      session.connection.console.error(`${uri} could not be analyzed: ${String(error)}`);
    }
  }

  /** Tells what the client was not told yet of files that are not open. */
  function publishView(): void {
    for (const entry of view.entries) {
      if (session.documents.byUri(entry.uri) !== undefined || published.get(entry.uri) === entry.resultId) continue;
      if (published.has(entry.uri) || entry.items.length > 0 || entry.mustBeTold) send(entry);
    }
  }

  function send({ uri, resultId, items }: WorkspaceEntry): void {
    published.set(uri, resultId);
    unanswered(session.connection.sendDiagnostics({ uri, diagnostics: [...items] }));
  }
}

/** Sends the findings of an open document, with the version that they are about. */
export function publish(session: Session, report: FileReport): void {
  const uri = session.uriOf(report.file);
  const version = session.versionOf(report.file);
  const { items } = tell(session, uri, report);
  const params = {
    uri,
    diagnostics: items,
    ...(version === undefined ? {} : { version }),
  };
  unanswered(session.connection.sendDiagnostics(params));
}
