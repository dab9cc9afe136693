// Hovers below those of TypeScript. VS Code puts the hovers of the provider that registered last on top, unless its selector
// is less exact; so ours selects every language, and asks the server about its own only.

import * as vscode from "vscode";
import { HoverRequest } from "vscode-languageclient/node";
import type { LanguageClient } from "vscode-languageclient/node";
import { documentSelector } from "./server-process.ts";

export function registerHovers(client: LanguageClient): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: "*" },
    {
      async provideHover(document, position, token) {
        if (!client.isRunning() || vscode.languages.match(documentSelector, document) === 0) return undefined;
        const params = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
        try {
          return client.protocol2CodeConverter.asHover(await client.sendRequest(HoverRequest.type, params, token));
        } catch (error) {
          // Whoever has moved on does not wait for an answer.
          if (token.isCancellationRequested) return undefined;
          throw error;
        }
      },
    },
  );
}
