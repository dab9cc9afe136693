// The findings view: a tree of what the Problems panel lists, by family, rule and file, to go through and to repair. The
// tree itself is made in findings-tree.ts; what is in it comes from the server.

import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";
import type { LanguageClient } from "vscode-languageclient/node";
import { findingsText } from "./counts.ts";
import { findingsBelow, findingsTree } from "./findings-tree.ts";
import type { FileNode, FindingNode, FindingsNode } from "./findings-tree.ts";
import type { Family, KnownFindings } from "./protocol.ts";

export const findingsViewId = "asyncInsight.findings";

const nothing: KnownFindings = { rules: [], files: [], hasScanned: false, isScanning: false };

/** What other modules, and the tests, can do with the view. */
export interface FindingsView extends vscode.Disposable {
  /** What it shows. */
  readonly tree: readonly FindingsNode[];
  /** Shows only what contains these words; an empty text shows everything. */
  filter(text: string): void;
}

export function showFindings(client: LanguageClient): FindingsView {
  const changed = new vscode.EventEmitter<undefined>();
  let known = nothing;
  let filter = "";
  let tree: readonly FindingsNode[] = [];
  const view = vscode.window.createTreeView<FindingsNode>(findingsViewId, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (node) => itemOf(node, client),
      getChildren: (node) => [...(node?.children ?? tree)],
    },
  });

  function draw(): void {
    tree = findingsTree(known, filter);
    view.message = messageOf(known, filter, tree);
    setContext("isFiltered", filter !== "");
    setContext("hasScanned", known.hasScanned);
    changed.fire(undefined);
  }

  /** A view that nobody sees asks for nothing. */
  async function refresh(): Promise<void> {
    if (!view.visible) return;
    try {
      known = await client.sendRequest<KnownFindings>("asyncInsight/findings");
    } catch {
      // A server that is not there has said so in the status item; it is asked again when it is back.
      known = nothing;
    }
    draw();
  }

  async function askForFilter(): Promise<void> {
    const { t } = vscode.l10n;
    const text = await vscode.window.showInputBox({
      title: t("Filter findings"),
      prompt: t("Words that the rule, the path or the message contains"),
      value: filter,
    });
    if (text !== undefined) setFilter(text);
  }

  function setFilter(text: string): void {
    filter = text.trim();
    draw();
  }

  draw();
  const registrations = [
    view,
    changed,
    view.onDidChangeVisibility(refresh),
    client.onNotification("asyncInsight/findingsChanged", refresh),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) void refresh();
    }),
    vscode.commands.registerCommand("asyncInsight.findings.filter", askForFilter),
    vscode.commands.registerCommand("asyncInsight.findings.clearFilter", () => setFilter("")),
  ];
  return {
    get tree() {
      return tree;
    },
    filter: setFilter,
    dispose: () => vscode.Disposable.from(...registrations).dispose(),
  };
}

function setContext(name: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", `${findingsViewId}.${name}`, value);
}

/** What stands above the tree; where there is nothing to say, the tree or the view's welcome says enough. */
function messageOf(known: KnownFindings, filter: string, tree: readonly FindingsNode[]): string {
  const { t } = vscode.l10n;
  if (known.isScanning) return t("Scanning the workspace…");
  if (filter === "") return "";
  const shown = tree.flatMap(findingsBelow).length;
  const total = known.files.reduce((sum, { findings }) => sum + findings.length, 0);
  return t("Filter “{0}”: {1} of {2}", filter, shown, findingsText(total));
}

function itemOf(node: FindingsNode, client: LanguageClient): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const count = findingsBelow(node).length;
  switch (node.kind) {
    case "family": {
      const item = new vscode.TreeItem(familyName(node.family), Expanded);
      item.iconPath = new vscode.ThemeIcon(familyIcons[node.family]);
      return counted(item, node, count);
    }
    case "rule": {
      const item = new vscode.TreeItem(node.rule.name, Expanded);
      item.tooltip = new vscode.MarkdownString(node.rule.summary);
      return counted(item, node, count);
    }
    case "file":
      return counted(fileItem(node, client, Collapsed), node, count);
    case "finding":
      return findingItem(node, client);
  }
}

function fileItem({ uri }: FileNode, client: LanguageClient, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const resource = client.protocol2CodeConverter.asUri(uri);
  const path = vscode.workspace.asRelativePath(resource);
  const item = new vscode.TreeItem(path.slice(path.lastIndexOf("/") + 1), state);
  item.resourceUri = resource;
  item.iconPath = vscode.ThemeIcon.File;
  item.tooltip = path;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  if (folder !== "") item.description = folder;
  return item;
}

function findingItem({ id, uri, finding }: FindingNode, client: LanguageClient): vscode.TreeItem {
  const { start } = finding.range;
  const item = new vscode.TreeItem(finding.message.replaceAll("`", ""));
  item.id = id;
  item.contextValue = "finding";
  item.description = vscode.l10n.t("line {0}", start.line + 1);
  item.tooltip = new vscode.MarkdownString(finding.message);
  item.iconPath = severityIcon(finding.severity);
  const selection = client.protocol2CodeConverter.asRange(finding.range);
  item.command = {
    command: "vscode.open",
    title: vscode.l10n.t("Go to the finding"),
    arguments: [client.protocol2CodeConverter.asUri(uri), { selection } satisfies vscode.TextDocumentShowOptions],
  };
  return item;
}

/** A node that stands for several findings says how many, to the eye and to a screen reader. */
function counted(item: vscode.TreeItem, { id, kind }: FindingsNode, count: number): vscode.TreeItem {
  const folder = typeof item.description === "string" ? `${item.description}  ` : "";
  item.id = id;
  item.contextValue = kind;
  item.description = `${folder}${count}`;
  const label = typeof item.label === "string" ? item.label : "";
  item.accessibilityInformation = { label: `${label}, ${findingsText(count)}` };
  return item;
}

export function familyName(family: Family): string {
  const { t } = vscode.l10n;
  const names: Record<Family, string> = {
    unawaited: t("Unawaited"),
    blocking: t("Blocking"),
    sequential: t("Sequential"),
  };
  return names[family];
}

const familyIcons: Readonly<Record<Family, string>> = {
  unawaited: "question",
  blocking: "debug-pause",
  sequential: "list-ordered",
};

function severityIcon(severity: number): vscode.ThemeIcon {
  const [icon, color] = severityIcons[severity] ?? severityIcons[4]!;
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

const severityIcons: Readonly<Record<number, readonly [icon: string, color: string]>> = {
  1: ["error", "problemsErrorIcon.foreground"],
  2: ["warning", "problemsWarningIcon.foreground"],
  3: ["info", "problemsInfoIcon.foreground"],
  4: ["lightbulb", "problemsInfoIcon.foreground"],
};
