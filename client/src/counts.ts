// Numbers as people say them. Each is a whole phrase, since languages differ in how they count.

import * as vscode from "vscode";

export function findingsText(findings: number): string {
  const { t } = vscode.l10n;
  if (findings === 0) return t("no findings");
  return findings === 1 ? t("1 finding") : t("{0} findings", findings);
}

export function filesText(files: number): string {
  const { t } = vscode.l10n;
  return files === 1 ? t("1 file") : t("{0} files", files);
}
