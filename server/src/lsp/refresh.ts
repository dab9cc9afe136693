// Keeps the findings of the other open documents right when an edit in one of them, a change on disk or a setting alters
// what they mean: looks at them again when nothing else is to be done, and tells the client only if something changed.

/* async-insight-disable blocking-helper -- open documents are in memory, and evidence elsewhere reads one file */

import type { FileReport } from "../analysis/report.ts";
import { isAbortError } from "./cancellation.ts";
import { identifiedDiagnostics } from "./convert.ts";
import type { OpenDocument } from "./documents.ts";
import type { Change, Session } from "./session.ts";
import { unanswered } from "./unanswered.ts";

/** Longer than the pauses between keystrokes of someone who types. */
const IDLE_MILLISECONDS = 350;

/** A document whose findings are not those that the client was told of. */
export interface StaleDocument {
  readonly document: OpenDocument;
  readonly report: FileReport;
  readonly resultId: string;
}

/** @param onStale is given what has to be told */
export function refreshOtherDocuments(session: Session, onStale: (stale: readonly StaleDocument[]) => void): void {
  let timer: NodeJS.Timeout | undefined;
  let running: AbortController | undefined;

  session.onChange(({ origin }: Change) => {
    // What the client has been told of the edited document is old, but it asks for the new by itself.
    if (origin !== undefined) session.told.delete(origin.uri);
    running?.abort();
    schedule(IDLE_MILLISECONDS);
  });
  // Somebody looks at the first findings already, and nothing is left to be found out.
  session.onComplete(() => schedule(0));

  function schedule(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (session.isBusy) return schedule(IDLE_MILLISECONDS);
      // One that is still under way would tell what this one is about to find out anew, and no change could end it any more.
      running?.abort();
      running = new AbortController();
      void look(running.signal);
    }, milliseconds);
  }

  async function look(signal: AbortSignal): Promise<void> {
    try {
      const stale = await findStale(session, signal);
      if (stale.length === 0 || signal.aborted) return;
      // Once is enough, also for documents that the client has open but does not ask about.
      for (const { document, resultId } of stale) session.told.set(document.uri, resultId);
      onStale(stale);
    } catch (error) {
      if (isAbortError(error)) return;
      // Nobody asked for these reports; whoever asks for them next hears of the error.
      session.connection.console.warn(`open documents were not looked at again: ${String(error)}`);
    }
  }
}

/** Has the client ask for lenses and hints again after a setting or the disk changed; it does so by itself after edits. */
export function refreshViews({ client, connection, onChange }: Session): void {
  onChange(({ origin, closed }) => {
    if (origin !== undefined || closed !== undefined) return;
    if (client.refreshesLenses) unanswered(connection.sendRequest("workspace/codeLens/refresh"));
    if (client.refreshesHints) unanswered(connection.languages.inlayHint.refresh());
  });
}

/** Has the client ask for everything that it shows, if it can be told to. */
export function refreshDiagnostics({ client, connection }: Session): void {
  if (client.pullsDiagnostics && client.refreshesDiagnostics) {
    unanswered(connection.languages.diagnostics.refresh());
  }
}

async function findStale(session: Session, signal: AbortSignal): Promise<StaleDocument[]> {
  const stale: StaleDocument[] = [];
  for (const document of session.documents.all) {
    if (!session.told.has(document.uri)) continue;
    const report = await session.quietReportOf(document.uri, signal);
    signal.throwIfAborted();
    if (report === undefined) continue;
    const { resultId } = identifiedDiagnostics(report, session, session.client);
    if (resultId !== session.told.get(document.uri)) stale.push({ document, report, resultId });
  }
  return stale;
}
