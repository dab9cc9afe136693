// The setting `asyncInsight.scope`: where it is `workspace`, findings of all files are shown without being asked for.
// Scans of that kind run when nothing else does and give way to whoever waits. After a scan that was asked for, only the
// files that change on disk are looked at again.

import { existsSync } from "node:fs";
import { isSourceFile } from "../analysis/source-files.ts";
import { isInside, uriOfFile } from "./file-uri.ts";
import { scan } from "./scan-workspace.ts";
import type { Session } from "./session.ts";
import type { WorkspaceView } from "./workspace-view.ts";

/** How long nothing must have changed. */
const IDLE_MILLISECONDS = 800;

export function keepWorkspaceScanned(session: Session, view: WorkspaceView): void {
  let timer: NodeJS.Timeout | undefined;
  let running: AbortController | undefined;
  let changedFiles = new Set<string>();
  let isOutdated = true;

  session.onChange(({ origin, files }) => {
    running?.abort();
    for (const file of files ?? []) changedFiles.add(file);
    // An edited document brings its own report; whom it concerns besides shows when it is saved.
    if (origin === undefined) isOutdated = true;
    schedule();
  });
  schedule();

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (session.isBusy || view.isScanning) return schedule();
      running = new AbortController();
      run(running.signal).catch((error: unknown) => {
        session.connection.console.warn(`the workspace was not scanned again: ${String(error)}`);
      });
    }, IDLE_MILLISECONDS);
  }

  async function run(signal: AbortSignal): Promise<void> {
    if (!isOutdated) return;
    const always = await foldersInScope(session);
    const known = [...changedFiles].filter((file) => view.entry(uriOfFile(file)) !== undefined || isNewcomer(file));
    const paths = [...always, ...known.filter((file) => existsSync(file))];
    if (paths.length > 0) await scan(session, view, paths, signal);
    if (signal.aborted) return;
    isOutdated = false;
    changedFiles = new Set();
  }

  /** A file that appeared in a folder that was scanned. */
  function isNewcomer(file: string): boolean {
    return isSourceFile(file) && view.hasScanned && session.folders.some((folder) => isInside(file, folder));
  }
}

async function foldersInScope({ configuration, folders }: Session): Promise<string[]> {
  const inScope: string[] = [];
  for (const folder of folders) {
    const { enable, scope } = await configuration.settingsFor(uriOfFile(folder));
    if (enable && scope === "workspace") inScope.push(folder);
  }
  return inScope;
}
