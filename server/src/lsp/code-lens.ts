// `textDocument/codeLens` on asynchronous functions: how often they wait, what of that could overlap, what blocks. Off by
// default, and only for clients that know the commands behind the lenses: the timeline, and a look at the places.

/* async-insight-disable blocking-helper -- open documents are in memory */

import { say } from "../language/say.ts";
import type { CodeLens, Location, Range } from "vscode-languageserver/node";
import type { FunctionSummary } from "../analysis/function-views.ts";
import type { Span } from "../text/span.ts";
import { cancellable } from "./cancellation.ts";
import { rangeOf } from "./position-encoding.ts";
import type { EncodedText } from "./position-encoding.ts";
import type { Session } from "./session.ts";

export function serveCodeLens(session: Session): void {
  session.connection.onCodeLens(({ textDocument: { uri } }, token) =>
    cancellable(token, async (signal): Promise<CodeLens[]> => {
      const document = session.documents.byUri(uri);
      if (document === undefined) return [];
      const { codeLens } = await session.settingsOf(document.file);
      if (!codeLens.enable) return [];
      const report = await session.reportOf(uri, signal);
      if (report === undefined) return [];
      const text = session.textOf(report.file);
      const summaries = await session.workspace.functions.summaries(report);
      return summaries.flatMap((summary) => lensesOf(summary, uri, text));
    }),
  );
}

function lensesOf({ span, waits, together, blocking }: FunctionSummary, uri: string, text: EncodedText): CodeLens[] {
  const range = rangeOf(text, span);
  const lenses: CodeLens[] = [];
  if (waits.length > 0) {
    const command = { command: "asyncInsight.showTimeline", arguments: [uri, range.start] };
    lenses.push({
      range,
      command: { title: waits.length === 1 ? say`1 await` : say`${waits.length} awaits`, ...command },
    });
  }
  if (together.length > 0) {
    lenses.push({ range, command: places(say`${together.length} could run together`, uri, range, together, text) });
  }
  if (blocking.length > 0) {
    const title = blocking.length === 1 ? say`reaches 1 blocking call` : say`reaches ${blocking.length} blocking calls`;
    lenses.push({ range, command: places(title, uri, range, blocking, text) });
  }
  return lenses;
}

function places(title: string, uri: string, range: Range, spans: readonly Span[], text: EncodedText) {
  const locations = spans.map((each): Location => ({ uri, range: rangeOf(text, each) }));
  return { title, command: "asyncInsight.showPlaces", arguments: [uri, range.start, locations] };
}
