// The timeline of one function, as a page beside the editor. The server finds out what happens in the function and draws it;
// the page (page/timeline.ts) shows that. Between them, this module follows the cursor and leads back to the code.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { PageMessage, ViewMessage } from "./page/messages.ts";
import type { FunctionTimeline, Position } from "./protocol.ts";
import { documentSelector } from "./server-process.ts";
import { timelinePage } from "./timeline-page.ts";

/** Longer than the pauses of somebody who moves the cursor on and on. */
const PAUSE_MILLISECONDS = 150;

/** What other modules, and the tests, can do with the view. */
export interface TimelineView extends vscode.Disposable {
  /** Opens the page, or turns it to another place. Without a place it is that of the cursor. */
  show(uri?: vscode.Uri, position?: vscode.Position): Promise<void>;
  /** What the page shows, if it is open and there is anything to show. */
  readonly shown: FunctionTimeline | undefined;
}

export function timelineView(context: vscode.ExtensionContext, client: LanguageClient): TimelineView {
  let page: OpenPage | undefined;

  async function show(uri?: vscode.Uri, position?: vscode.Position): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const place = uri !== undefined && position !== undefined ? { uri, position } : placeIn(editor);
    if (page === undefined) {
      page = openPage(context, client, () => (page = undefined));
    }
    page.reveal();
    if (place !== undefined) await page.turnTo(place);
  }

  const registration = vscode.commands.registerCommand(
    "asyncInsight.showTimeline",
    // From a lens come the protocol's plain values; what an editor's menu passes is where the cursor is anyway.
    (uri?: unknown, position?: Position) =>
      typeof uri === "string" && position !== undefined
        ? show(client.protocol2CodeConverter.asUri(uri), new vscode.Position(position.line, position.character))
        : show(),
  );
  return {
    show,
    get shown() {
      return page?.shown;
    },
    dispose: () => {
      registration.dispose();
      page?.dispose();
    },
  };
}

interface Place {
  readonly uri: vscode.Uri;
  readonly position: vscode.Position;
}

interface OpenPage extends vscode.Disposable {
  readonly shown: FunctionTimeline | undefined;
  reveal(): void;
  turnTo(place: Place): Promise<void>;
}

function openPage(context: vscode.ExtensionContext, client: LanguageClient, onClose: () => void): OpenPage {
  const { t } = vscode.l10n;
  const panel = vscode.window.createWebviewPanel(
    "asyncInsight.timeline",
    t("Timeline"),
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    {
      enableScripts: true,
      localResourceRoots: ["dist", "media"].map((name) => vscode.Uri.joinPath(context.extensionUri, name)),
    },
  );
  panel.iconPath = vscode.Uri.joinPath(context.extensionUri, "media", "icon.png");
  panel.webview.html = timelinePage(panel.webview, context.extensionUri);

  let place: Place | undefined;
  let width: number | undefined;
  let isFollowing = true;
  let shown: FunctionTimeline | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;

  async function draw(): Promise<void> {
    // Before its first word the page is not there, and says how wide it is.
    if (width === undefined) return;
    asked += 1;
    const question = asked;
    const timeline = place === undefined ? undefined : await ask(client, place, width);
    // Somebody asked again meanwhile, or closed the page.
    if (question !== asked) return;
    shown = timeline;
    await tell(timeline === undefined ? nothing() : shownTimeline(timeline));
  }

  async function tell(message: ViewMessage): Promise<void> {
    await panel.webview.postMessage(message);
  }

  function drawSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(), PAUSE_MILLISECONDS);
  }

  function follow(editor: vscode.TextEditor | undefined): void {
    const next = placeIn(editor);
    if (!isFollowing || next === undefined) return;
    place = next;
    drawSoon();
  }

  async function hear(message: PageMessage): Promise<void> {
    if (message.kind === "width") {
      ({ width } = message);
      await tell({ kind: "following", isFollowing });
      drawSoon();
    } else if (message.kind === "follow") {
      ({ isFollowing } = message);
      await tell({ kind: "following", isFollowing });
      follow(vscode.window.activeTextEditor);
    } else if (place !== undefined) await reveal(place.uri, message);
  }

  const listeners = [
    panel.webview.onDidReceiveMessage(hear),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === place?.uri.toString()) drawSoon();
    }),
    // An edit of another file may change what could be better here.
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => uri.toString() === place?.uri.toString())) drawSoon();
    }),
  ];
  panel.onDidDispose(() => {
    clearTimeout(timer);
    asked += 1;
    for (const listener of listeners) listener.dispose();
    onClose();
  });
  return {
    get shown() {
      return shown;
    },
    reveal: () => panel.reveal(undefined, true),
    turnTo: (next) => {
      place = next;
      return draw();
    },
    dispose: () => panel.dispose(),
  };
}

async function ask(client: LanguageClient, { uri, position }: Place, width: number) {
  const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
  const params = { textDocument, position: client.code2ProtocolConverter.asPosition(position), width };
  try {
    return (await client.sendRequest<FunctionTimeline | null>("asyncInsight/timeline", params)) ?? undefined;
  } catch {
    // The text has changed meanwhile, which asks again, or there is no server, which the status item says.
    return undefined;
  }
}

function shownTimeline({ name, svg, alternative, steps, notes }: FunctionTimeline): ViewMessage {
  const title = vscode.l10n.t("Timeline of {0}", name);
  return { kind: "timeline", timeline: { title, announcement: `${title}. ${alternative}`, svg, steps, notes } };
}

function nothing(): ViewMessage {
  const words = vscode.l10n.t("Nothing is waited for here. Put the cursor into a function that awaits something.");
  return { kind: "timeline", timeline: undefined, words };
}

function placeIn(editor: vscode.TextEditor | undefined): Place | undefined {
  if (editor === undefined || vscode.languages.match(documentSelector, editor.document) === 0) return undefined;
  return { uri: editor.document.uri, position: editor.selection.active };
}

/** Shows the code without closing or covering the page. */
async function reveal(
  uri: vscode.Uri,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const column = vscode.window.visibleTextEditors.find((each) => each.document === document)?.viewColumn;
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.window.showTextDocument(document, { viewColumn: column ?? vscode.ViewColumn.One, selection });
}
