// Repairs what a node of the findings view stands for. Which fix is the right one for each finding is the server's choice;
// the editor's undo takes all of it back at once.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { WorkspaceEdit } from "vscode-languageclient/node";
import { findingsText } from "./counts.ts";
import { targetsOf } from "./findings-tree.ts";
import type { FindingsNode } from "./findings-tree.ts";

/** What `asyncInsight/fixFindings` answers. */
interface Repair {
  readonly edit: WorkspaceEdit | null;
  readonly repaired: number;
  readonly findings: number;
}

/** @returns how many findings were repaired, for whoever runs the command from code */
export async function fixFindings(client: LanguageClient, node: FindingsNode | undefined): Promise<number> {
  if (node === undefined) return 0;
  const { t } = vscode.l10n;
  const repair = await vscode.window.withProgress(
    { location: { viewId: "asyncInsight.findings" }, title: t("Async Insight: looking for fixes") },
    (_progress, cancellation) =>
      client.sendRequest<Repair>("asyncInsight/fixFindings", { targets: targetsOf(node) }, cancellation),
  );
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(repair.edit);
  // As a refactoring, files that were not open are saved with it, unless a setting of the editor says otherwise.
  const isApplied = edit !== undefined && (await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
  const repaired = isApplied ? repair.repaired : 0;
  if (repaired < repair.findings) {
    const left = findingsText(repair.findings - repaired);
    void vscode.window.showInformationMessage(
      t("Async Insight: {0} repaired, {1} left that need a decision of yours.", repaired, left),
    );
  }
  return repaired;
}
