// `asyncInsight/timeline`: the function at a place as a picture and in words, for a page that the client shows beside the
// editor. Offsets in the picture are those of the document's text in UTF-16.

/* async-insight-disable blocking-helper -- open documents are in memory */

import { say } from "../language/say.ts";
import type { CancellationToken, Position, Range, TextDocumentIdentifier } from "vscode-languageserver/node";
import { drawTimeline } from "../pictures/draw-timeline.ts";
import { cancellable } from "./cancellation.ts";
import { offsetOf, rangeOf } from "./position-encoding.ts";
import type { Session } from "./session.ts";

interface TimelineParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
  /** In pixels; what the page has room for. */
  readonly width?: number;
}

/** The answer; null where no function waits for, starts or blocks anything. The client has its own description of it. */
export interface FunctionTimeline {
  readonly name: string;
  readonly range: Range;
  /** Without styles: the page's stylesheet is media/pictures.css. */
  readonly svg: string;
  /** The picture in a sentence or a few. */
  readonly alternative: string;
  readonly steps: readonly { readonly words: string; readonly start: number; readonly end: number }[];
  readonly notes: readonly string[];
}

const NARROWEST = 320;

export function serveTimeline(session: Session): void {
  session.connection.onRequest(
    "asyncInsight/timeline",
    ({ textDocument, position, width }: TimelineParams, token: CancellationToken) =>
      cancellable(token, async (signal): Promise<FunctionTimeline | null> => {
        const report = await session.reportOf(textDocument.uri, signal);
        if (report === undefined) return null;
        const text = session.textOf(report.file);
        const view = await session.workspace.functions.at(report, offsetOf(text, position));
        if (view === undefined) return null;
        const { svg, alternative } = drawTimeline(view.timeline, {
          isInteractive: true,
          ...(width !== undefined && { width: Math.max(width, NARROWEST) }),
        });
        const steps = view.steps.map(({ words, code }) => ({
          words: say`Line ${report.lines.lineAt(code.start) + 1}: ${words}.`,
          ...code,
        }));
        return { name: view.name, range: rangeOf(text, view.span), svg, alternative, steps, notes: view.notes };
      }),
  );
}
