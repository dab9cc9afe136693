// `workspace/didChangeWatchedFiles`: what changes on disk reaches the analysis, which does not watch anything itself.

import { DidChangeWatchedFilesNotification, FileChangeType, WatchKind } from "./protocol.ts";
import type { DidChangeWatchedFilesRegistrationOptions } from "vscode-languageserver/node";
import { isScript } from "../text/file-kind.ts";
import { diskFileOfUri, isInsideAny } from "./file-uri.ts";
import type { Session } from "./session.ts";
import type { WorkspaceView } from "./workspace-view.ts";

const watchers: DidChangeWatchedFilesRegistrationOptions["watchers"] = [
  { globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}" },
  { globPattern: "**/{tsconfig,jsconfig}*.json" },
  { globPattern: "**/package.json" },
  // Editors report a folder that is deleted as a whole as one deletion, under its own name.
  { globPattern: "**/*", kind: WatchKind.Delete },
];

export async function watchFiles({ client, connection }: Session): Promise<void> {
  // Other clients have it in their own configuration what they watch.
  if (client.registersWatchers) await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

export function serveWatchedFiles(session: Session, view: WorkspaceView): void {
  session.connection.onDidChangeWatchedFiles(({ changes }) => {
    // A deletion may be reported by two watchers.
    const kinds = new Map<string, ChangeKind>();
    for (const { uri, type } of changes) {
      const file = diskFileOfUri(uri);
      if (file !== undefined && (isOfInterest(file) || type === FileChangeType.Deleted)) kinds.set(file, kindOf(type));
    }
    const deleted = new Set([...kinds].filter(([, kind]) => kind === "deleted").map(([file]) => file));
    if (deleted.size > 0) {
      for (const file of knownFilesInside(session, view, deleted)) kinds.set(file, "deleted");
      view.remove(deleted);
    }
    if (kinds.size === 0) return;
    session.workspace.filesChanged([...kinds].map(([file, kind]) => ({ file, kind })));
    session.changed({ files: [...kinds.keys()] });
  });
}

type ChangeKind = "created" | "changed" | "deleted";

function kindOf(type: FileChangeType): ChangeKind {
  if (type === FileChangeType.Created) return "created";
  return type === FileChangeType.Deleted ? "deleted" : "changed";
}

function isOfInterest(file: string): boolean {
  return isScript(file) || /\/(?:(?:tsconfig|jsconfig)[^/]*|package)\.json$/.test(file);
}

/** Of the files that somebody has open or a scan has looked at, those that are gone: changing branches may delete thousands. */
function knownFilesInside(session: Session, view: WorkspaceView, deleted: ReadonlySet<string>): string[] {
  const known = [...session.documents.all, ...view.entries].map(({ file }) => file);
  return known.filter((file) => isInsideAny(file, deleted));
}
