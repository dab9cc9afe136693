// A folder of its own for a test, with an analysis of it, both gone when the test has finished.

/* async-insight-disable blocking-helper -- a test has nothing else to do meanwhile */

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import type { WorkspaceOptions } from "../../server/src/analysis/workspace-options.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

export interface AnalysedFolder {
  readonly workspace: AnalysisWorkspace;
  /** Writes a file to disk. @returns its path */
  readonly write: (name: string, text: string) => string;
  /** The messages of the file's findings. */
  readonly found: (file: string) => Promise<readonly string[]>;
}

/** @param compilerOptions beside `strict`, `module: "esnext"` and `target: "es2022"` */
export function analysedFolder(
  options: Partial<WorkspaceOptions> = {},
  compilerOptions: Readonly<Record<string, unknown>> = {},
): AnalysedFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-analysis-"))).replaceAll("\\", "/");
  const workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings, ...options });
  onTestFinished(async () => {
    await workspace.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, text: string): string => {
    writeFileSync(`${folder}/${name}`, text);
    return `${folder}/${name}`;
  };
  const common = { strict: true, module: "esnext", target: "es2022" };
  write("tsconfig.json", JSON.stringify({ compilerOptions: { ...common, ...compilerOptions } }));
  const found = async (file: string) => (await workspace.report(file)).findings.map(({ message }) => message);
  return { workspace, write, found };
}

/** Declares the one function of Node that these tests block with. */
export const fileSystem = 'declare module "node:fs" { export function readFileSync(path: string): string; }';
