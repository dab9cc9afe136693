// Findings and lessons as the text of a hover. Short first: TypeScript's own hover stands in the same box.

import { say, spokenLanguage, translated } from "../language/say.ts";
import { MarkupKind } from "./protocol.ts";
import type { MarkupContent } from "vscode-languageserver/node";
import type { Lesson, PlaceElsewhere, Remark } from "../analysis/lessons.ts";
import { concepts } from "../concepts/index.ts";
import { conceptPage } from "../config/concept-page.ts";
import { rulePage } from "../config/rule-page.ts";
import { hoverPicture } from "../pictures/hover-picture.ts";
import type { Theme } from "../pictures/theme.ts";
import type { Evidence, Finding } from "../rules/finding.ts";
import { rules } from "../rules/index.ts";
import { groupBy } from "../text/group-by.ts";
import { markdownLink } from "./place-link.ts";

export interface HoverRequest {
  readonly findings: readonly Finding[];
  /** Sentences about repairs that are not possible. */
  readonly refusals: readonly string[];
  readonly lesson: Lesson | undefined;
  readonly isBrief: boolean;
  readonly isMarkdown: boolean;
  /** The editor shows findings in hovers by itself, with their evidence. */
  readonly isFindingShown: boolean;
  /** The colours of pictures; a client that names none shows none. */
  readonly theme: Theme | undefined;
  /** TypeScript has a hover at this place too, which a long one would push away. */
  readonly isBesideAnother: boolean;
  /** Where an offset is: the line counts from 0, the address leads there. */
  readonly placeOf: (place: number | PlaceElsewhere) => LinkedPlace;
  readonly evidenceAt: (evidence: Evidence) => LinkedPlace;
}

export interface LinkedPlace {
  readonly line: number;
  readonly uri: string;
  /** The file's name; undefined in the hover's own file. */
  readonly file?: string | undefined;
}

/** The findings, what is true here, and then what both are about. */
export function hoverContents(request: HoverRequest): MarkupContent {
  const { findings, refusals, lesson, isBrief, isMarkdown } = request;
  const sections: string[] = [];
  // Findings of one rule at one place share its explanation.
  const byRule = groupBy(findings, ({ rule }) => rule);
  const said = findings.map((finding) => findingSection(finding, request)).filter((text) => text !== "");
  if (said.length + refusals.length > 0) sections.push([...said, ...refusals].join("\n\n"));
  // Beside a finding, only a picture says more than the finding does.
  if (lesson !== undefined && (findings.length === 0 || lesson.picture !== undefined)) {
    sections.push(lessonSection(lesson, request));
  }
  if (!isBrief && findings.length > 0) {
    const taught = new Set([...byRule.keys()].flatMap((name) => ruleNamed(name)?.concept ?? []));
    sections.push([...taught].map(pageOf).join("\n\n---\n\n"));
  }
  if (findings.length > 0) sections.push([...byRule.keys()].map(ruleLine).join("\n\n"));
  const markdown = sections.join("\n\n---\n\n");
  return isMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
}

/** Message, evidence and advice; where the editor shows a finding itself, only what it does not show. */
function findingSection({ message, advice, related }: Finding, request: HoverRequest): string {
  const evidence = related.map((each) => `- ${each.message} (${placeText(request.evidenceAt(each), request)})`);
  const parts = request.isFindingShown ? [] : [`**${message}**`, evidence.join("\n")];
  return [...parts, advice ?? ""].filter((part) => part !== "").join("\n\n");
}

/** The rule's page, and what the rule finds. */
function ruleLine(name: string): string {
  const summary = ruleNamed(name)?.summary;
  return `[${name}](${rulePage(name)})${summary === undefined ? "" : `: ${translated(summary)}`}`;
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
    parts.push(`[${say`About: ${titleOf(concept)}`}](${conceptPage(concept)})`);
  } else parts.push("---", pageOf(concept));
  return parts.join("\n\n");
}

function sentence(remark: Remark, request: HoverRequest): string {
  return remark.map((part) => (typeof part === "string" ? part : placeText(request.placeOf(part), request))).join("");
}

/** `line 12`, and a link to it where links are shown. */
function placeText({ line, uri, file }: LinkedPlace, { isMarkdown }: HoverRequest): string {
  const words = file === undefined ? say`line ${line + 1}` : say`${file} line ${line + 1}`;
  return isMarkdown ? markdownLink(words, uri) : words;
}

/** The concept in the language of the client; in English if nobody has written that. */
function pageOf(concept: string): string {
  return spokenLanguage()?.concepts[concept] ?? concepts[concept] ?? "";
}

/** What stands in the page's heading before the colon. */
function titleOf(concept: string): string {
  return /^#+ ([^:\n]+)/.exec(pageOf(concept))?.[1] ?? concept;
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
