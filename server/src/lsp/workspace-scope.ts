// The setting `asyncInsight.scope`: where it is `workspace`, findings of all files are shown without being asked for.
// Scans of that kind run when nothing else does and give way to whoever waits. After a scan that was asked for, only the
// files that change on disk are looked at again.

import { access } from "node:fs/promises";
import { isSourceFile } from "../analysis/source-files.ts";
import { isAbortError } from "./cancellation.ts";
import { isInside, uriOfFile } from "./file-uri.ts";
import { scan, sourceFiles } from "./scan-workspace.ts";
import type { Session } from "./session.ts";
import type { WorkspaceView } from "./workspace-view.ts";

/** How long nothing must have changed. */
const IDLE_MILLISECONDS = 800;

export function keepWorkspaceScanned(session: Session, view: WorkspaceView): void {
  let timer: NodeJS.Timeout | undefined;
  let running: AbortController | undefined;
  let changedFiles = new Set<string>();
  let isOutdated = true;
  /** What a scan that gave way has not looked at yet. */
  const remaining = new Set<string>();

  session.onChange(({ origin, closed, files }) => {
    running?.abort();
    for (const file of files ?? []) changedFiles.add(file);
    if (closed !== undefined) changedFiles.add(closed.file);
    // An edited document brings its own report; whom it concerns besides shows when it is saved.
    if (origin === undefined && closed === undefined) isOutdated = true;
    schedule();
  });
  schedule();

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (session.isBusy || view.isScanning) return schedule();
      running = new AbortController();
      run(running.signal).catch((error: unknown) => {
        if (isAbortError(error)) return;
        session.connection.console.warn(`the workspace was not scanned again: ${String(error)}`);
      });
    }, IDLE_MILLISECONDS);
  }

  async function run(signal: AbortSignal): Promise<void> {
    const present = await existing([...changedFiles]);
    // A document can stay open after its file is gone; what was found in it goes when it is closed.
    const vanished = [...changedFiles].filter((file) => !present.includes(file) && isShownForNothing(file));
    if (vanished.length > 0) view.remove(new Set(vanished));
    const changed = present.filter((file) => view.isScanned(uriOfFile(file)) || isNewcomer(file));
    const paths = isOutdated ? [...(await foldersInScope(session)), ...changed] : changed;
    const files = paths.length === 0 ? [] : await sourceFiles(session, paths, signal);
    if (signal.aborted) return;
    for (const file of files) remaining.add(file);
    for (const file of remaining) if (!session.folders.some((folder) => isInside(file, folder))) remaining.delete(file);
    changedFiles = new Set();
    isOutdated = false;
    if (remaining.size === 0) return;
    await scan(session, view, async () => [...remaining], signal, { onDone: (file) => remaining.delete(file) });
  }

  /** True for a file that is not on the disk, if its findings were those of a document that is closed. */
  function isShownForNothing(file: string): boolean {
    const items = view.entry(uriOfFile(file))?.items ?? [];
    return items.length > 0 && session.documents.byFile(file) === undefined;
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

/** Those of the files that are on the disk. */
async function existing(files: readonly string[]): Promise<string[]> {
  const isPresent = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => isPresent[index]);
}
