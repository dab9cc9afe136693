// The language servers that the bench compares, each started the way an editor would for the same purpose.

import { readFileSync } from "node:fs";
import { TextDocumentSyncKind } from "vscode-languageserver/node";
import type { LanguageClient, LanguageClientOptions } from "../harness/lsp-client.ts";
import { startLanguageClient, toUri } from "../harness/lsp-client.ts";
import type { BenchEdit } from "./edits.ts";
import { ours, oxlint, oxlintConfig, tsc } from "./peers.ts";

export type ServerName = "ours" | "tsc" | "oxlint";

export function startServer(name: ServerName, folder: string): Promise<LanguageClient> {
  return startLanguageClient({ folders: [folder], ...starts[name](folder) });
}

type Start = Pick<LanguageClientOptions, "command" | "args" | "initializationOptions" | "configuration">;

const starts: Readonly<Record<ServerName, (folder: string) => Start>> = {
  ours: () => ({ ...ours("server", "--stdio"), initializationOptions: { trusted: true } }),
  tsc: () => tsc("--lsp", "--stdio"),
  oxlint: (folder) => {
    const options = { run: "onType", typeAware: true, configPath: oxlintConfig, disableNestedConfig: true };
    return {
      ...oxlint("--lsp"),
      initializationOptions: [{ workspaceUri: toUri(folder), options }],
      configuration: () => options,
    };
  },
};

/** Opens a file as it is on disk and waits for its diagnostics. @returns how many there are */
export async function openAndDiagnose(client: LanguageClient, file: string): Promise<number> {
  await client.open(file, readFileSync(file, "utf8"));
  return (await client.diagnostics(file)).length;
}

/** @returns milliseconds from sending the change to having the diagnostics of the changed text */
export async function latencyOf(client: LanguageClient, file: string, edit: BenchEdit): Promise<number> {
  const change = takesWholeTexts(client)
    ? edit.after
    : [
        {
          range: { start: positionAt(edit.before, edit.start), end: positionAt(edit.before, edit.end) },
          text: edit.newText,
        },
      ];
  const start = performance.now();
  await client.change(file, change);
  await client.diagnostics(file);
  return performance.now() - start;
}

function takesWholeTexts(client: LanguageClient): boolean {
  const sync = client.initializeResult?.capabilities.textDocumentSync;
  return (typeof sync === "object" ? sync.change : sync) === TextDocumentSyncKind.Full;
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - (before.lastIndexOf("\n") + 1) };
}
