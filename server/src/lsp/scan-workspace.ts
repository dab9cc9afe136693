// `asyncInsight/scanWorkspace`: all source files of the workspace's folders, analysed into the view that workspace
// diagnostics are answered from. Scans that nobody asks for one by one are in workspace-scope.ts.

/* async-insight-disable blocking-helper -- open documents are in memory, and evidence elsewhere reads one file */

import { say } from "../language/say.ts";
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver/node";
import { listSourceFiles } from "../analysis/source-files.ts";
import { limitation } from "../analysis/unresolved-imports.ts";
import { isAbortError } from "./cancellation.ts";
import { refreshDiagnostics } from "./refresh.ts";
import type { Session } from "./session.ts";
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
      progress.begin(say`Async Insight: scanning`, 0, undefined, true);
      try {
        const list = () => sourceFiles(session, session.folders, controller.signal);
        return await scan(session, view, list, controller.signal, { progress });
      } finally {
        listener.dispose();
        progress.done();
        refreshDiagnostics(session);
      }
    },
  );
}

/** The source files at and below the paths. What can't be read is said in the log. */
export async function sourceFiles(
  { connection }: Session,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { files, problems } = await listSourceFiles(paths, { signal });
  for (const { path, message } of problems) connection.console.warn(`${path}: ${message}`);
  return files;
}

/**
 * Analyses the files that `list` names into the view. A scan that is cancelled keeps what it has found.
 *
 * @param onDone is told of each file that needs no further look
 */
export async function scan(
  session: Session,
  view: WorkspaceView,
  list: () => Promise<readonly string[]>,
  signal: AbortSignal,
  { progress, onDone }: { readonly progress?: WorkDoneProgressReporter; readonly onDone?: (file: string) => void } = {},
): Promise<ScanResult> {
  const found = { files: 0, findings: 0, unresolvedImports: 0, limitedFiles: 0 };
  const result = (cancelled: boolean) => ({ files: found.files, findings: found.findings, cancelled });
  let shown = 0;
  return view.during(async () => {
    try {
      for await (const event of session.workspace.scan({ files: await list(), signal })) {
        if (event.kind === "project") for (const warning of event.warnings) session.connection.console.warn(warning);
        if (event.kind === "missing") onDone?.(event.file);
        if (event.kind !== "report") continue;
        const { report, done, total } = event;
        onDone?.(report.file);
        view.add(report);
        found.files += 1;
        found.findings += report.findings.length;
        found.unresolvedImports += report.unresolvedImports;
        if (report.unresolvedImports > 0) found.limitedFiles += 1;
        const now = performance.now();
        if (progress === undefined || now - shown < PROGRESS_MILLISECONDS) continue;
        shown = now;
        progress.report((100 * done) / total, say`file ${done} of ${total}`);
      }
      const limited = limitation(found.unresolvedImports, found.limitedFiles);
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
