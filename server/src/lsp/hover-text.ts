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
  /** Sentences about repairs that are not possible. */
  readonly refusals: readonly string[];
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

/** The findings, what is true here, and then what both are about. */
export function hoverContents(request: HoverRequest): MarkupContent {
  const { findings, refusals, lesson, isBrief, isMarkdown } = request;
  const sections: string[] = [];
  // Findings of one rule at one place share its explanation.
  const byRule = groupBy(findings, ({ rule }) => rule);
  const found = [...byRule].map(([name, ofRule]) => findingSection(name, ofRule));
  if (found.length > 0) sections.push([...found, ...refusals].join("\n\n"));
  // Beside a finding, only a picture says more than the finding does.
  if (lesson !== undefined && (findings.length === 0 || lesson.picture !== undefined)) {
    sections.push(lessonSection(lesson, request));
  }
  if (!isBrief && findings.length > 0) {
    const taught = new Set([...byRule.keys()].flatMap((name) => ruleNamed(name)?.concept ?? []));
    sections.push([...taught].map((concept) => concepts[concept] ?? "").join("\n\n---\n\n"));
  }
  if (findings.length > 0) {
    const links = [...byRule.keys()].map((name) => `[${name}](${rulePage(name)})`).join(" · ");
    sections.push(`${sections.pop()!}\n\n${links}`);
  }
  const markdown = sections.join("\n\n---\n\n");
  return isMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
}

function findingSection(name: string, findings: readonly Finding[]): string {
  const messages = findings.map(({ message, advice }) =>
    advice === undefined ? `**${message}**` : `**${message}**\n\n${advice}`,
  );
  const summary = ruleNamed(name)?.summary;
  return [...messages, ...(summary === undefined ? [] : [summary])].join("\n\n");
}

function ruleNamed(name: string) {
  return rules.find((each) => each.name === name);
}

function lessonSection({ concept, remarks, picture }: Lesson, request: HoverRequest): string {
  const [first, ...others] = remarks.map((remark) => sentence(remark, request));
  const lines = others.map((other) => `- ${other}`);
  const parts = [`**${titleOf(concept)}.** ${first}`];
  if (lines.length > 0) parts.push(lines.join("\n"));
  const { theme, isBrief, isBesideAnother, findings } = request;
  if (!isBrief && picture !== undefined && theme !== undefined && request.isMarkdown) {
    parts.push(hoverPicture(picture, theme));
  }
  // A finding brings a concept of its own.
  if (isBrief || isBesideAnother || findings.length > 0) {
    parts.push(`[About: ${titleOf(concept)}](${conceptPage(concept)})`);
  } else parts.push("---", concepts[concept] ?? "");
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
