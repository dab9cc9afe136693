// The document of the timeline's page. Its policy lets in one stylesheet for the page, one for pictures and one script, all
// from the extension; nothing inside the document is code, and nothing comes from elsewhere.

import * as vscode from "vscode";

export function timelinePage(webview: vscode.Webview, extension: vscode.Uri): string {
  const { t } = vscode.l10n;
  const file = (...path: readonly string[]): string =>
    escaped(webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)).toString());
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src ${webview.cspSource};`;
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escaped(t("Timeline"))}</title>
  <link rel="stylesheet" href="${file("media", "pictures.css")}">
  <link rel="stylesheet" href="${file("media", "timeline.css")}">
</head>
<body class="empty">
  <header>
    <h1 id="title">${escaped(t("Timeline"))}</h1>
    <button id="follow" type="button" aria-pressed="true">${escaped(t("Follow the cursor"))}</button>
  </header>
  <p id="announcement" role="status" class="unseen"></p>
  <main>
    <div id="picture"></div>
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">${escaped(t("Step by step"))}</h2>
      <ol id="steps"></ol>
      <div id="notes"></div>
    </section>
  </main>
  <script src="${file("dist", "timeline.js")}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
