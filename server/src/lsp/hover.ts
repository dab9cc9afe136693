// `textDocument/hover` on a finding: what happens here, what the rule is about, and the concept behind it. Hovers on code
// without a finding are not here.

import { MarkupKind } from "vscode-languageserver/node";
import type { Hover, MarkupContent } from "vscode-languageserver/node";
import { concepts } from "../concepts/index.ts";
import { rulePage } from "../config/rule-page.ts";
import type { Finding } from "../rules/finding.ts";
import { rules } from "../rules/index.ts";
import { groupBy } from "../text/group-by.ts";
import { cancellable } from "./cancellation.ts";
import { offsetOf, rangeOf } from "./position-encoding.ts";
import type { Session } from "./session.ts";

export function serveHover(session: Session): void {
  session.connection.onHover(({ textDocument, position }, token) =>
    cancellable(token, async (signal): Promise<Hover | null> => {
      const report = await session.reportOf(textDocument.uri, signal);
      if (report === undefined) return null;
      const text = session.textOf(report.file);
      const offset = offsetOf(text, position);
      const findings = report.findings.filter(({ span }) => span.start <= offset && offset <= span.end);
      const [first] = findings;
      if (first === undefined) return null;
      return { contents: contentOf(findings, session.client.showsMarkdown), range: rangeOf(text, first.span) };
    }),
  );
}

function contentOf(findings: readonly Finding[], isMarkdown: boolean): MarkupContent {
  // Findings of one rule at one place share its explanation.
  const byRule = groupBy(findings, ({ rule }) => rule);
  const sections = [...byRule].map(([rule, ofRule]) => sectionOf(rule, ofRule));
  const markdown = sections.join("\n\n---\n\n");
  return isMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
}

function sectionOf(name: string, findings: readonly Finding[]): string {
  const rule = rules.find((each) => each.name === name);
  const messages = findings.map(({ message, advice }) =>
    advice === undefined ? `**${message}**` : `**${message}**\n\n${advice}`,
  );
  const explanation = rule === undefined ? [] : [rule.summary, "---", concepts[rule.concept] ?? ""];
  return [...messages, ...explanation, `[${name}](${rulePage(name)})`].join("\n\n");
}

/** The same words for clients that show no Markdown: without fences, emphasis and marks of headings. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/^```.*\n/gm, "")
    .replaceAll(/^#+ /gm, "")
    .replaceAll(/\*\*(.+?)\*\*/g, "$1")
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, "$1: $2")
    .replaceAll(/^---\n\n/gm, "");
}
