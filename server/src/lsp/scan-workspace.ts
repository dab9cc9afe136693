// `asyncInsight/scanWorkspace`: all source files of the workspace's folders, analysed into the view that workspace
// diagnostics are answered from. Scans that nobody asks for one by one are in workspace-scope.ts.

import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver/node";
import { listSourceFiles } from "../analysis/source-files.ts";
import { isAbortError } from "./cancellation.ts";
import { refreshDiagnostics } from "./refresh.ts";
import type { Session } from "./session.ts";
import { limitation } from "./status.ts";
import type { WorkspaceView } from "./workspace-view.ts";

/** The answer to `asyncInsight/scanWorkspace`. */
export interface ScanResult {
  readonly files: number;
  readonly findings: number;
  readonly cancelled: boolean;
}

/** Often enough to look alive, seldom enough not to cost anything. */
const PROGRESS_MILLISECONDS = 100;

export function serveScanWorkspace(session: Session, view: WorkspaceView): void {
  session.connection.onRequest(
    "asyncInsight/scanWorkspace",
    async (params: { workDoneToken?: string | number } | null, token: CancellationToken): Promise<ScanResult> => {
      const controller = new AbortController();
      if (token.isCancellationRequested) controller.abort();
      const progress = await progressOf(session, params?.workDoneToken, () => controller.abort());
      const listener = token.onCancellationRequested(() => controller.abort());
      progress.begin("Async Insight: scanning", 0, undefined, true);
      try {
        return await scan(session, view, session.folders, controller.signal, progress);
      } finally {
        listener.dispose();
        progress.done();
        refreshDiagnostics(session);
      }
    },
  );
}

/** Analyses what lies in `folders` into the view. A scan that is cancelled keeps what it has found. */
export async function scan(
  session: Session,
  view: WorkspaceView,
  folders: readonly string[],
  signal: AbortSignal,
  progress?: WorkDoneProgressReporter,
): Promise<ScanResult> {
  let files = 0;
  let findings = 0;
  let unresolvedImports = 0;
  let limitedFiles = 0;
  const result = (cancelled: boolean) => ({ files, findings, cancelled });
  let shown = 0;
  return view.during(async () => {
    try {
      const found = await listSourceFiles(folders, { signal });
      for (const { path, message } of found.problems) session.connection.console.warn(`${path}: ${message}`);
      for await (const event of session.workspace.scan({ files: found.files, signal })) {
        if (event.kind === "project") for (const warning of event.warnings) session.connection.console.warn(warning);
        if (event.kind !== "report") continue;
        files += 1;
        findings += event.report.findings.length;
        unresolvedImports += event.report.unresolvedImports;
        if (event.report.unresolvedImports > 0) limitedFiles += 1;
        view.add(event.report);
        const now = performance.now();
        if (progress === undefined || now - shown < PROGRESS_MILLISECONDS) continue;
        shown = now;
        progress.report((100 * event.done) / event.total, `${event.done} of ${event.total} files`);
      }
      const limited = limitation(unresolvedImports, limitedFiles);
      session.status.tell(limited === undefined ? { state: "ready" } : { state: "ready", limited });
      return result(signal.aborted);
    } catch (error) {
      if (isAbortError(error)) return result(true);
      throw error;
    }
  });
}

/** The client's own progress if it sent a token, else one of ours, whose cancel button counts too. */
async function progressOf(
  { client, connection }: Session,
  workDoneToken: string | number | undefined,
  cancel: () => void,
): Promise<WorkDoneProgressReporter> {
  if (workDoneToken !== undefined || !client.showsProgress) {
    return connection.window.attachWorkDoneProgress(workDoneToken);
  }
  const progress = await connection.window.createWorkDoneProgress();
  progress.token.onCancellationRequested(cancel);
  return progress;
}
