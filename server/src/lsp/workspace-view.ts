// The findings of the whole workspace as the client should see them: filled by scans, kept current by the reports of
// open documents. Holds diagnostics rather than reports, which would keep the text of every file in memory.

import { Emitter } from "./protocol.ts";
import type { Diagnostic } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import { identifiedDiagnostics } from "./convert.ts";
import { isInside, isInsideAny } from "./file-uri.ts";
import type { Session } from "./session.ts";

export interface WorkspaceEntry {
  readonly uri: string;
  readonly file: string;
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
  /** True if the client may still show findings that it got in another way and that are gone. */
  readonly mustBeTold: boolean;
}

/** Result ids of entries that say only that there is nothing to show any more. */
const closed = "closed";
const removed = "removed";

export class WorkspaceView {
  readonly #session: Session;
  readonly #entries = new Map<string, WorkspaceEntry>();
  readonly #changed = new Emitter<void>();
  #scans = 0;
  #hasScanned = false;

  constructor(session: Session) {
    this.#session = session;
    session.onReport((report) => {
      if (this.#entries.has(session.uriOf(report.file))) this.add(report);
    });
    session.onChange(({ origin }) => {
      if (origin !== undefined && this.#entries.get(origin.uri)?.resultId === closed) this.#entries.delete(origin.uri);
    });
    session.onClose(({ uri, file }) => this.#documentClosed(uri, file));
  }

  get onChange() {
    return this.#changed.event;
  }

  /** True while more entries are to be expected. */
  get isScanning(): boolean {
    return this.#scans > 0;
  }

  /** True if a scan has filled it, whole or in part. */
  get hasScanned(): boolean {
    return this.#hasScanned;
  }

  get entries(): readonly WorkspaceEntry[] {
    return [...this.#entries.values()];
  }

  entry(uri: string): WorkspaceEntry | undefined {
    return this.#entries.get(uri);
  }

  /** True for a file that a scan has looked at. */
  isScanned(uri: string): boolean {
    const entry = this.#entries.get(uri);
    return entry !== undefined && entry.resultId !== closed;
  }

  add(report: FileReport): void {
    const uri = this.#session.uriOf(report.file);
    const { resultId, items } = identifiedDiagnostics(report, this.#session, this.#session.client);
    const known = this.#entries.get(uri);
    if (known?.resultId === resultId) return;
    this.#set({ uri, file: report.file, resultId, items, mustBeTold: known !== undefined });
  }

  /** Forgets these files, and the files inside of these folders: they are gone. */
  remove(deleted: ReadonlySet<string>): void {
    const gone = this.entries.filter(({ file }) => isInsideAny(file, deleted));
    for (const entry of gone) {
      this.#entries.set(entry.uri, { ...entry, resultId: removed, items: [], mustBeTold: true });
    }
    if (gone.length > 0) this.#changed.fire();
  }

  /** Forgets what lay in folders that are no longer part of the workspace, unless it also lies in one that is. */
  leave(folders: readonly string[]): void {
    for (const entry of this.entries) {
      const isIn = (folder: string) => isInside(entry.file, folder);
      if (!folders.some(isIn) || this.#session.folders.some(isIn)) continue;
      // Of a file that never had findings the client has not been told.
      if (entry.items.length === 0 && !entry.mustBeTold) this.#entries.delete(entry.uri);
      else this.#set({ ...entry, resultId: removed, items: [], mustBeTold: true });
    }
  }

  /** Marks the time in which a scan fills the view. */
  async during<T>(scan: () => Promise<T>): Promise<T> {
    this.#scans += 1;
    this.#hasScanned = true;
    try {
      return await scan();
    } finally {
      this.#scans -= 1;
      this.#changed.fire();
    }
  }

  /** Without a scan, findings are shown for open documents only; VS Code keeps those of a closed one until it is told. */
  #documentClosed(uri: string, file: string): void {
    const scanned = this.#entries.get(uri);
    const isInScope = this.#session.folders.some((folder) => isInside(file, folder));
    if (scanned === undefined || scanned.resultId === removed || !isInScope)
      this.#set({ uri, file, resultId: closed, items: [], mustBeTold: true });
  }

  #set(entry: WorkspaceEntry): void {
    this.#entries.set(entry.uri, entry);
    this.#changed.fire();
  }
}
