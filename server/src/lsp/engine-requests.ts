// What concerns the engine rather than a document's findings: `asyncInsight/restartEngine`, `asyncInsight/explain`, and
// giving its memory back after a time without work.

import type { CancellationToken, TextDocumentIdentifier } from "vscode-languageserver/node";
import { cancellable } from "./cancellation.ts";
import type { Session } from "./session.ts";
import { unanswered } from "./unanswered.ts";

export function serveEngineRequests(session: Session): void {
  const { connection } = session;
  connection.onRequest("asyncInsight/restartEngine", async () => {
    await session.workspace.restartEngine();
    session.changed();
    return null;
  });
  connection.onRequest(
    "asyncInsight/explain",
    ({ textDocument: { uri } }: { textDocument: TextDocumentIdentifier }, token: CancellationToken) =>
      cancellable(token, async () => {
        const document = session.documents.byUri(uri);
        if (document === undefined) return `${uri} is not open in the editor.`;
        // Nobody needs it to start.
        const { explain } = await import("../analysis/explain.ts");
        return explain(session.workspace, document.file);
      }),
  );
}

/** Stops the engine when nothing has changed for `asyncInsight.engine.idleMinutes`; the next question starts it again. */
export function restWhenIdle(session: Session): void {
  let timer: NodeJS.Timeout | undefined;
  const restart = async () => {
    clearTimeout(timer);
    const { engine } = await session.configuration.settingsFor(undefined);
    clearTimeout(timer);
    if (engine.idleMinutes > 0) timer = setTimeout(rest, engine.idleMinutes * 60_000).unref();
  };
  const rest = () => unanswered(session.workspace.releaseMemory());
  session.onChange(() => void restart());
  void restart();
}
