// Findings and lessons as the text of a hover. Short first: TypeScript's own hover stands in the same box.

import { MarkupKind } from "vscode-languageserver/node";
import type { MarkupContent } from "vscode-languageserver/node";
import type { Lesson, Remark } from "../analysis/lessons.ts";
import { concepts } from "../concepts/index.ts";
import { conceptPage } from "../config/concept-page.ts";
import { rulePage } from "../config/rule-page.ts";
import { hoverPicture } from "../pictures/hover-picture.ts";
import type { Theme } from "../pictures/theme.ts";
import type { Finding } from "../rules/finding.ts";
import { rules } from "../rules/index.ts";
import { groupBy } from "../text/group-by.ts";

export interface HoverRequest {
  readonly findings: readonly Finding[];
  readonly lesson: Lesson | undefined;
  readonly isBrief: boolean;
  readonly isMarkdown: boolean;
  /** The colours of pictures; a client that names none shows none. */
  readonly theme: Theme | undefined;
  /** TypeScript has a hover at this place too, which a long one would push away. */
  readonly isBesideAnother: boolean;
  /** Where an offset is: the line counts from 0, the address leads there. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly uri: string };
}

export function hoverContents(request: HoverRequest): MarkupContent {
  const { findings, lesson, isMarkdown } = request;
  // Findings of one rule at one place share its explanation.
  const byRule = groupBy(findings, ({ rule }) => rule);
  const sections = [...byRule].map(([rule, ofRule]) => findingSection(rule, ofRule, request));
  if (lesson !== undefined) sections.push(lessonSection(lesson, request));
  const markdown = sections.join("\n\n---\n\n");
  return isMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
}

function findingSection(name: string, findings: readonly Finding[], request: HoverRequest): string {
  const rule = rules.find((each) => each.name === name);
  const messages = findings.map(({ message, advice }) =>
    advice === undefined ? `**${message}**` : `**${message}**\n\n${advice}`,
  );
  const link = `[${name}](${rulePage(name)})`;
  if (rule === undefined) return [...messages, link].join("\n\n");
  const concept = request.isBrief ? [] : ["---", concepts[rule.concept] ?? ""];
  return [...messages, rule.summary, ...concept, link].join("\n\n");
}

/** Behind a finding the concept has been explained already. */
function lessonSection({ concept, remarks, picture }: Lesson, request: HoverRequest): string {
  const [first, ...others] = remarks.map((remark) => sentence(remark, request));
  const lines = others.map((other) => `- ${other}`);
  const parts = [`**${titleOf(concept)}.** ${first}`];
  if (lines.length > 0) parts.push(lines.join("\n"));
  const { theme, isBrief, isBesideAnother, findings } = request;
  if (!isBrief && picture !== undefined && theme !== undefined && request.isMarkdown) {
    parts.push(hoverPicture(picture, theme));
  }
  if (isBrief || isBesideAnother) parts.push(`[About: ${titleOf(concept)}](${conceptPage(concept)})`);
  else if (findings.length === 0) parts.push("---", concepts[concept] ?? "");
  return parts.join("\n\n");
}

function sentence(remark: Remark, { placeOf, isMarkdown }: HoverRequest): string {
  return remark
    .map((part) => {
      if (typeof part === "string") return part;
      const { line, uri } = placeOf(part);
      const words = `line ${line + 1}`;
      // Parentheses would end the address.
      return isMarkdown ? `[${words}](${uri.replaceAll("(", "%28").replaceAll(")", "%29")})` : words;
    })
    .join("");
}

/** What stands in the page's heading before the colon. */
function titleOf(concept: string): string {
  return /^#+ ([^:\n]+)/.exec(concepts[concept] ?? "")?.[1] ?? concept;
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
