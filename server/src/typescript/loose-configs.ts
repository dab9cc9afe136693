// The configurations that we make up for files without one. In an editor they exist in memory, beside the files. A scan has
// them on disk, in a folder for temporary files: its engine sees nothing but the disk, and would have to be started again,
// with everything loaded once more, because of one stray file, such as most repositories have.

/* async-insight-disable blocking-helper -- a few small files, written while nothing else is done */

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, resolve } from "node:path";
import type { Engine } from "./engine.ts";

/** What loose files are checked with: strict, since without null checks `Promise | undefined` is no union. */
const OPTIONS = {
  target: "esnext",
  module: "preserve",
  strict: true,
  allowJs: true,
  checkJs: false,
  jsx: "preserve",
  skipLibCheck: true,
  noEmit: true,
  // Every installed @types package, as older compilers did by default: a loose script expects `process` to be known.
  types: ["*"],
};

/** A scan of files without a configuration has nowhere to put one. */
export class MissingPlaceError extends Error {
  override readonly name = "MissingPlaceError";
}

export class LooseConfigs {
  readonly #engine: Engine;
  readonly #isOnDisk: boolean;
  /** The folder that they are in, once there is one on disk. */
  #folder: string | undefined;
  /** By configuration: the folder whose loose files it is for. */
  readonly #forFolders = new Map<string, string>();

  /** @param isOnDisk for an engine that sees no texts */
  constructor(engine: Engine, isOnDisk: boolean) {
    this.#engine = engine;
    this.#isOnDisk = isOnDisk;
  }

  /** The path of the configuration for the loose files of a folder; it need not be written yet. */
  pathFor(folder: string): string {
    const digest = createHash("sha1").update(folder).digest("hex").slice(0, 8);
    if (this.#isOnDisk) {
      this.#folder ??= temporaryFolder();
    }
    const config = this.#isOnDisk
      ? `${this.#folder}/${digest}.tsconfig.json`
      : `${folder}/.async-insight.${digest}.tsconfig.json`;
    this.#forFolders.set(config, folder);
    return config;
  }

  /** @param config as `pathFor` gave it */
  write(config: string, files: Iterable<string>): void {
    // From where it lies, the types that are installed beside the files would not be found.
    const typeRoots = this.#isOnDisk
      ? { typeRoots: foldersAbove(this.#forFolders.get(config)!).map((each) => `${each}/node_modules/@types`) }
      : {};
    const text = JSON.stringify({ compilerOptions: { ...OPTIONS, ...typeRoots }, files: [...files] });
    if (!this.#isOnDisk) {
      this.#engine.setText(config, text);
      return;
    }
    const kind = existsSync(config) ? "changed" : "created";
    writeFileSync(config, text);
    this.#engine.noteChanges([{ file: config, kind }]);
  }

  drop(config: string): void {
    if (!this.#isOnDisk) this.#engine.dropText(config);
  }

  /** Removes what was written to disk. */
  async dispose(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}

/** @throws MissingPlaceError if there is no place for one */
function temporaryFolder(): string {
  const place = resolve(tmpdir());
  try {
    return realpathSync(mkdtempSync(join(place, "async-insight-"))).replaceAll("\\", "/");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new MissingPlaceError(
      `${place}: no folder for temporary files can be made here (${reason}); name another place in the environment, in TMPDIR or TEMP`,
    );
  }
}

/** The folder and all above it. */
function foldersAbove(folder: string): readonly string[] {
  const parent = posix.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
