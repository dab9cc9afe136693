// `textDocument/hover`: first the findings at the place, then what is true of the code there, then the concept behind it.
// What is true is found out in analysis/; how it is written down is hover-text.ts's business.

/* async-insight-disable blocking-helper -- open documents are in memory */

import { basename } from "node:path";
import type { Hover, HoverParams, Position } from "vscode-languageserver/node";
import { THEMES, type Theme } from "../pictures/theme.ts";
import type { FileReport } from "../analysis/report.ts";
import { StaleError } from "../analysis/workspace.ts";
import type { Finding } from "../rules/finding.ts";
import { rules } from "../rules/index.ts";
import { cancellable } from "./cancellation.ts";
import { hoverContents, type HoverRequest, type LinkedPlace } from "./hover-text.ts";
import { placeUri } from "./place-link.ts";
import { offsetOf, positionOf, rangeOf } from "./position-encoding.ts";
import { refusalSentence } from "./refusals.ts";
import type { Session } from "./session.ts";

/**
 * @param options what the client said of hovers at start: `theme` (such as `"dark"`) if it can show pictures,
 * `showsFindings: true` if findings stand in its hovers anyway
 */
export function serveHover(session: Session, options: { theme?: unknown; showsFindings?: unknown } = {}): void {
  let theme = themeNamed(options.theme);
  session.connection.onNotification("asyncInsight/theme", (params: { theme?: unknown } | undefined) => {
    theme = themeNamed(params?.theme);
  });
  const isFindingShown = options.showsFindings === true;
  session.connection.onHover((params, token) =>
    cancellable(token, (signal) => hoverAt(session, params, { theme, isFindingShown }, signal)),
  );
}

async function hoverAt(
  session: Session,
  { textDocument, position }: HoverParams,
  editor: Pick<HoverRequest, "theme" | "isFindingShown">,
  signal: AbortSignal,
): Promise<Hover | null> {
  const report = await session.reportOf(textDocument.uri, signal);
  if (report === undefined) return null;
  const { hover: detail } = await session.settingsOf(report.file);
  if (detail === "off") return null;
  const text = session.textOf(report.file);
  const offset = offsetOf(text, position);
  const findings = report.findings.filter(({ span }) => span.start <= offset && offset <= span.end);
  const lesson = await session.workspace.lesson(report, offset).catch(undefinedIfStale);
  const span = findings[0]?.span ?? lesson?.span;
  if (span === undefined) return null;
  const linked = (file: string, place: Position): LinkedPlace => ({
    line: place.line,
    uri: placeUri(session.uriOf(file), place),
    file: file === report.file ? undefined : basename(file),
  });
  const contents = hoverContents({
    ...editor,
    findings,
    refusals: await refusalsOf(session, report, findings, signal),
    lesson,
    isBrief: detail === "brief",
    isMarkdown: session.client.showsMarkdown,
    isBesideAnother: lesson !== undefined && !isKeyword(text.lines.text.slice(lesson.span.start, lesson.span.end)),
    placeOf: (place) =>
      typeof place === "number" ? linked(report.file, positionOf(text, place)) : linked(place.file, place),
    evidenceAt: (each) => linked(each.file, positionOf(session.textOf(each.file), each.span.start)),
  });
  return { contents, range: rangeOf(text, span) };
}

/** Why fixes that people may look for are not there. */
async function refusalsOf(
  session: Session,
  report: FileReport,
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<string[]> {
  const explained = findings.filter(({ rule }) => rules.some(({ name, mayRefuse }) => name === rule && mayRefuse));
  const offers = await Promise.all(
    explained.map((finding) => session.workspace.offers(report, finding, { signal }).catch(undefinedIfStale)),
  );
  const refusals = offers.flatMap((each) => each?.refusals ?? []);
  return refusals.map((refusal) => refusalSentence(refusal, session, session.client.showsMarkdown));
}

/** A text that changes meanwhile leaves the findings of the old one, which the client is about to ask for again. */
function undefinedIfStale(error: unknown): undefined {
  if (!(error instanceof StaleError)) throw error;
}

/** TypeScript says nothing about keywords. */
function isKeyword(word: string): boolean {
  return word === "await" || word === "async" || word === "for" || word === "yield";
}

function themeNamed(name: unknown): Theme | undefined {
  return THEMES.find((theme) => theme === name);
}
