// How the server is started and which documents it is responsible for. What it is asked, beside what every language
// client asks, is in commands.ts.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, TransportKind } from "vscode-languageclient/node";
import type { LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";
import { editorTheme } from "./theme.ts";

/** The documents that are analysed: not those of notebooks, of the source control view or of virtual file systems. */
export const documentSelector = ["typescript", "typescriptreact", "javascript", "javascriptreact"].flatMap((language) =>
  ["file", "untitled"].map((scheme) => ({ language, scheme })),
);

/** A client that is not started yet. It restarts a server that died, and gives up after several times in a row. */
export function createClient(context: vscode.ExtensionContext): LanguageClient {
  return new LanguageClient("asyncInsight", "Async Insight", serverOptions(context), clientOptions);
}

/**
 * Trust decides which settings the server may believe, and it learns about trust only when it starts.
 *
 * @returns what ends the listening
 */
export function restartOnTrust(client: LanguageClient): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(async () => {
    await client.restart();
  });
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const server = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
  return {
    run: server,
    // Port 0 lets the operating system choose, so that two windows can be debugged at once.
    debug: { ...server, options: { execArgv: ["--enable-source-maps", "--inspect=0"] } },
  };
}

const clientOptions: LanguageClientOptions = {
  // hovers.ts registers its own, which stand below those of TypeScript.
  middleware: { provideHover: () => undefined },
  documentSelector,
  initializationOptions: () => ({
    trusted: vscode.workspace.isTrusted,
    // Those that lenses lead to.
    commands: true,
    hover: { theme: editorTheme(), showsFindings: true },
  }),
  // A log that opens itself takes the keyboard's focus away from someone who is typing.
  revealOutputChannelOn: RevealOutputChannelOn.Never,
  diagnosticCollectionName: "async-insight",
  diagnosticPullOptions: {
    onChange: true,
    onSave: true,
    // Tabs that a window restored without showing them yet have a name but no language.
    onTabs: true,
    match: (_selector, resource) => resource.scheme === "file" && /\.[cm]?[jt]sx?$/u.test(resource.path),
  },
  // Hovers draw pictures and tables. They hold no commands, so they need no trust.
  markdown: { supportHtml: true, supportThemeIcons: true },
};
