// The handshake: what the server can do is told here, and each request gets its file. No request is answered here.

import { CodeActionKind, DidChangeConfigurationNotification, TextDocumentSyncKind } from "./protocol.ts";
import type { Connection, InitializeResult } from "vscode-languageserver/node";
import { fixAllKind, serveCodeActions } from "./code-actions.ts";
import { serveCodeLens } from "./code-lens.ts";
import { serveDocumentDiagnostics } from "./document-diagnostics.ts";
import { restWhenIdle, serveEngineRequests } from "./engine-requests.ts";
import { serveFixFindings } from "./fix-findings.ts";
import { serveHover } from "./hover.ts";
import { serveInlayHints } from "./inlay-hints.ts";
import { publish, publishDiagnostics } from "./publish-diagnostics.ts";
import { refactorKind } from "./refactor-actions.ts";
import { refreshDiagnostics, refreshOtherDocuments, refreshViews } from "./refresh.ts";
import { serveScanWorkspace } from "./scan-workspace.ts";
import { speakTo } from "./language.ts";
import { Session } from "./session.ts";
import { serveTimeline } from "./timeline.ts";
import { serveWatchedFiles, watchFiles } from "./watched-files.ts";
import { serveWorkspaceDiagnostics } from "./workspace-diagnostics.ts";
import { keepWorkspaceScanned } from "./workspace-scope.ts";
import { serveFindings } from "./workspace-findings.ts";
import { WorkspaceView } from "./workspace-view.ts";

/** Serves one client, from its `initialize` to its `exit`. The caller listens on the connection. */
export function serve(connection: Connection): void {
  let session: Session | undefined;
  let view: WorkspaceView | undefined;
  connection.onInitialize(async (params) => {
    await speakTo(params.locale);
    // async-insight-disable-next-line blocking-helper -- nothing else can be asked before the handshake
    session = new Session(connection, params);
    view = new WorkspaceView(session);
    serveDocuments(session);
    serveDiagnostics(session, view);
    const { hover }: { hover?: object } = params.initializationOptions ?? {};
    serveHover(session, hover);
    serveCodeActions(session);
    serveTimeline(session);
    serveCodeLens(session);
    serveInlayHints(session);
    serveScanWorkspace(session, view);
    serveFindings(session, view);
    serveFixFindings(session);
    serveEngineRequests(session);
    serveWatchedFiles(session, view);
    return initializeResult(session);
  });
  connection.onInitialized(async () => {
    if (session !== undefined && view !== undefined) await begin(session, view);
  });
  connection.onShutdown(async () => {
    await session?.dispose();
  });
  process.on("exit", () => session?.killEngine());
}

function initializeResult({ client }: Session): InitializeResult {
  return {
    serverInfo: { name: "async-insight" },
    capabilities: {
      positionEncoding: client.encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
      diagnosticProvider: {
        identifier: "async-insight",
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
      hoverProvider: true,
      inlayHintProvider: true,
      ...(client.knowsCommands && { codeLensProvider: {} }),
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, refactorKind, fixAllKind],
        resolveProvider: client.resolvesEdits,
      },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

function serveDocuments(session: Session): void {
  const { connection } = session;
  connection.onDidOpenTextDocument(({ textDocument }) => session.open(textDocument));
  connection.onDidChangeTextDocument((params) => session.edit(params));
  connection.onDidCloseTextDocument(({ textDocument }) => session.close(textDocument.uri));
  connection.onDidChangeConfiguration(({ settings }) => session.settingsChanged(settings));
}

function serveDiagnostics(session: Session, view: WorkspaceView): void {
  if (session.client.pullsDiagnostics) {
    serveDocumentDiagnostics(session, view);
    serveWorkspaceDiagnostics(session, view);
    refreshOtherDocuments(session, () => refreshDiagnostics(session));
  } else {
    publishDiagnostics(session, view);
    refreshOtherDocuments(session, (stale) => {
      for (const { report } of stale) publish(session, report);
    });
  }
}

/** What the protocol allows only now: questions to the client. */
async function begin(session: Session, view: WorkspaceView): Promise<void> {
  const { client, connection } = session;
  session.status.clientIsReady();
  await session.applyWindowSettings();
  restWhenIdle(session);
  refreshViews(session);
  keepWorkspaceScanned(session, view);
  if (client.hasWorkspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const left = session.changeFolders(added, removed);
      view.leave(left);
    });
  }
  if (client.registersConfiguration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: "asyncInsight" });
  }
  await watchFiles(session);
}
