// `textDocument/hover`: first the findings at the place, then what is true of the code there, then the concept behind it.
// What is true is found out in analysis/; how it is written down is hover-text.ts's business.

/* async-insight-disable blocking-helper -- open documents are in memory */

import { basename } from "node:path";
import type { Hover, Position } from "vscode-languageserver/node";
import { THEMES, type Theme } from "../pictures/theme.ts";
import { StaleError } from "../analysis/workspace.ts";
import { cancellable } from "./cancellation.ts";
import { hoverContents, type LinkedPlace } from "./hover-text.ts";
import { offsetOf, positionOf, rangeOf } from "./position-encoding.ts";
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
  session.connection.onHover(({ textDocument, position }, token) =>
    cancellable(token, async (signal): Promise<Hover | null> => {
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
      const linked = (file: string, { line, character }: Position): LinkedPlace => ({
        line,
        uri: `${session.uriOf(file)}#L${line + 1},${character + 1}`,
        file: file === report.file ? undefined : basename(file),
      });
      const contents = hoverContents({
        findings,
        lesson,
        isBrief: detail === "brief",
        isFindingShown: options.showsFindings === true,
        isMarkdown: session.client.showsMarkdown,
        theme,
        isBesideAnother: lesson !== undefined && !isKeyword(text.lines.text.slice(lesson.span.start, lesson.span.end)),
        placeOf: (place) =>
          typeof place === "number"
            ? linked(report.file, positionOf(text, place))
            : linked(place.file, { line: place.line, character: place.character }),
        evidenceAt: (each) => linked(each.file, positionOf(session.textOf(each.file), each.span.start)),
      });
      return { contents, range: rangeOf(text, span) };
    }),
  );
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
