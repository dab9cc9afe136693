// Folders with files for one test, and the bundled server on them. Both are gone when the test has finished, whatever its
// outcome.

import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { ClientCapabilities } from "vscode-languageserver/node";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import { startLanguageClient } from "../harness/lsp-client.ts";
import type { LanguageClient, LanguageClientOptions } from "../harness/lsp-client.ts";
import { distFolder } from "../../scripts/build.ts";

/** Strict and up to date, without any package's types. */
export const tsconfig = JSON.stringify({
  compilerOptions: { strict: true, target: "esnext", module: "nodenext", lib: ["esnext"], types: [], noEmit: true },
});

/** A folder with the given files, plus a tsconfig.json and a package.json for modules unless the files have their own. */
export async function temporaryWorkspace(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "async-insight-lsp-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, { "tsconfig.json": tsconfig, "package.json": '{ "type": "module" }', ...files });
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** The bundled server on the folders, initialized. */
export async function startServer(
  folders: string | readonly string[],
  options: Partial<LanguageClientOptions> = {},
): Promise<LanguageClient> {
  const client = await startLanguageClient({
    command: process.execPath,
    args: [join(distFolder, "server.js"), "--stdio"],
    folders: typeof folders === "string" ? [folders] : folders,
    ...options,
  });
  onTestFinished(() => client.dispose());
  return client;
}

const { diagnostic: _, ...withoutPull } = clientCapabilities.textDocument ?? {};

/** The capabilities of a client that does not ask for diagnostics. */
export const pushCapabilities: ClientCapabilities = { ...clientCapabilities, textDocument: withoutPull };
