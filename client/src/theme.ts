// The editor's theme, in whose colours the server draws pictures. The colours themselves are the server's business.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** Told the server at its start and, as `asyncInsight/theme`, after each change. */
export type Theme = "light" | "dark" | "highContrast" | "highContrastLight";

export function editorTheme(): Theme {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return "light";
    case vscode.ColorThemeKind.Dark:
      return "dark";
    case vscode.ColorThemeKind.HighContrast:
      return "highContrast";
    case vscode.ColorThemeKind.HighContrastLight:
      return "highContrastLight";
  }
}

/** Pictures that are drawn from now on have the colours of the theme that is chosen. */
export function followTheme(client: LanguageClient): vscode.Disposable {
  return vscode.window.onDidChangeActiveColorTheme(async () => {
    if (client.isRunning()) await client.sendNotification("asyncInsight/theme", { theme: editorTheme() });
  });
}
