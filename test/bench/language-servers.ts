// The language servers that the bench compares, each started the way an editor would for the same purpose.

import { readFileSync } from "node:fs";
import { TextDocumentSyncKind } from "vscode-languageserver/node";
import { settingPrefix } from "../../server/src/config/settings.ts";
import { rules } from "../../server/src/rules/index.ts";
import { clientCapabilities } from "../harness/client-capabilities.ts";
import type { LanguageClient, LanguageClientOptions } from "../harness/lsp-client.ts";
import { startLanguageClient, toUri } from "../harness/lsp-client.ts";
import type { BenchEdit, Cause } from "./edits.ts";
import { ours, oxlint, oxlintConfigs, tsc } from "./peers.ts";

/**
 * `ours without blocking`: the rules about blocking code are off. `ours at once`: the client cannot be told that there is more, so
 * that its first diagnostics are all.
 */
export type ServerName = "ours" | "ours without blocking" | "ours at once" | "tsc" | "oxlint";

export function startServer(name: ServerName, folder: string): Promise<LanguageClient> {
  return startLanguageClient({ folders: [folder], ...starts[name](folder) });
}

type Start = Pick<
  LanguageClientOptions,
  "command" | "args" | "initializationOptions" | "configuration" | "capabilities"
>;

const starts: Readonly<Record<ServerName, (folder: string) => Start>> = {
  ours: () => ({ ...ours("server", "--stdio"), initializationOptions: { trusted: true } }),
  "ours without blocking": () => ({ ...starts.ours(""), configuration: () => withoutBlocking }),
  "ours at once": () => ({ ...starts.ours(""), capabilities: withoutRefresh }),
  tsc: () => tsc("--lsp", "--stdio"),
  oxlint: (folder) => {
    const options = {
      run: "onType",
      typeAware: true,
      configPath: oxlintConfigs["no-floating-promises"],
      disableNestedConfig: true,
    };
    return {
      ...oxlint("--lsp"),
      initializationOptions: [{ workspaceUri: toUri(folder), options }],
      configuration: () => options,
    };
  },
};

const withoutRefresh = { ...clientCapabilities, workspace: { ...clientCapabilities.workspace, diagnostics: {} } };

const withoutBlocking = Object.fromEntries(
  rules.filter(({ family }) => family === "blocking").map(({ name }) => [settingPrefix(name), { severity: "off" }]),
);

/** Opens a file as it is on disk and waits for its diagnostics. @returns how many there are */
export async function openAndDiagnose(client: LanguageClient, file: string): Promise<number> {
  await client.open(file, readFileSync(file, "utf8"));
  return (await client.diagnostics(file)).length;
}

/** What each server reports of what an edit can cause. */
const reports: Readonly<Record<ServerName, Cause>> = {
  ours: "floating promise",
  "ours without blocking": "floating promise",
  "ours at once": "floating promise",
  tsc: "syntax error",
  oxlint: "floating promise",
};

/**
 * @returns milliseconds from sending the change to having the diagnostics of the changed text
 * @throws when the diagnostics are those of another text: a fast answer that is outdated must not win
 */
export async function latencyOf(
  name: ServerName,
  client: LanguageClient,
  file: string,
  edit: BenchEdit,
): Promise<number> {
  const place = positionAt(edit.before, edit.start);
  const change = takesWholeTexts(client)
    ? edit.after
    : [{ range: { start: place, end: positionAt(edit.before, edit.end) }, text: edit.newText }];
  const start = performance.now();
  await client.change(file, change);
  const diagnostics = await client.diagnostics(file);
  const milliseconds = performance.now() - start;
  if (edit.causes === reports[name] && !diagnostics.some(({ range }) => range.start.line === place.line)) {
    throw new Error(
      `${name} --lsp did not report the ${edit.causes} on line ${place.line + 1} of ${file} after ${edit.newText.trim()}`,
    );
  }
  return milliseconds;
}

function takesWholeTexts(client: LanguageClient): boolean {
  const sync = client.initializeResult?.capabilities.textDocumentSync;
  return (typeof sync === "object" ? sync.change : sync) === TextDocumentSyncKind.Full;
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - (before.lastIndexOf("\n") + 1) };
}
