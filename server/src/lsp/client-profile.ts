// What the client can do, read once from its capabilities, so that no request digs in them. Decides nothing itself.

import type { ClientCapabilities, InitializeParams, PositionEncodingKind } from "vscode-languageserver/node";

/** How columns are counted; the protocol's names. */
export type PositionEncoding = "utf-8" | "utf-16" | "utf-32";

export interface ClientProfile {
  readonly encoding: PositionEncoding;
  /** It asks for diagnostics. To one that does not, they are pushed. */
  readonly pullsDiagnostics: boolean;
  /** It can be told to ask for all diagnostics again. */
  readonly refreshesDiagnostics: boolean;
  readonly showsRelatedInformation: boolean;
  readonly showsUnnecessaryCode: boolean;
  readonly showsMarkdown: boolean;
  readonly resolvesEdits: boolean;
  readonly takesVersionedEdits: boolean;
  /** It shows what the parts of a change are for. */
  readonly annotatesEdits: boolean;
  /** It shows code actions that cannot be chosen, with the reason. */
  readonly showsDisabledActions: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly hasWorkspaceFolders: boolean;
  readonly showsProgress: boolean;
  /** It knows the commands that show a timeline and places, so that lenses can lead there. */
  readonly knowsCommands: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
}

export function clientProfile({
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, "capabilities" | "initializationOptions">): ClientProfile {
  const options: { commands?: unknown } | undefined = initializationOptions;
  const { general, textDocument, window, workspace } = capabilities;
  return {
    encoding: positionEncoding(general?.positionEncodings),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    showsRelatedInformation: diagnosticsCapability(capabilities, "relatedInformation") === true,
    showsUnnecessaryCode: diagnosticsCapability(capabilities, "tagSupport") !== undefined,
    showsMarkdown: textDocument?.hover?.contentFormat?.includes("markdown") ?? false,
    resolvesEdits:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes("edit") === true,
    takesVersionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    annotatesEdits:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    showsDisabledActions: textDocument?.codeAction?.disabledSupport === true,
    answersConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
    knowsCommands: options?.commands === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
  };
}

/** The encoding that the client likes best; one that says nothing means UTF-16. */
function positionEncoding(offered: readonly PositionEncodingKind[] | undefined): PositionEncoding {
  const known = offered?.find((kind) => kind === "utf-8" || kind === "utf-16" || kind === "utf-32");
  return known ?? "utf-16";
}

/** Clients that pull may say what they show under either capability. */
function diagnosticsCapability<K extends "relatedInformation" | "tagSupport">(
  { textDocument }: ClientCapabilities,
  key: K,
) {
  return textDocument?.diagnostic?.[key] ?? textDocument?.publishDiagnostics?.[key];
}
