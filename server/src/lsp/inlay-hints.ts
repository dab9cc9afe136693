// `textDocument/inlayHint`: until where a promise is pending, and what an operation runs beside. Off by default.

/* async-insight-disable blocking-helper -- open documents are in memory */

import { say } from "../language/say.ts";
import { InlayHintKind } from "./protocol.ts";
import type { InlayHint } from "vscode-languageserver/node";
import type { FunctionHint } from "../analysis/function-views.ts";
import { cancellable } from "./cancellation.ts";
import { positionOf, spanOf } from "./position-encoding.ts";
import type { EncodedText } from "./position-encoding.ts";
import type { Session } from "./session.ts";

/** Names of what runs beside; more would push the code out of the window. */
const MOST_NAMES = 2;
const LONGEST_NAME = 24;

export function serveInlayHints(session: Session): void {
  session.connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    cancellable(token, async (signal): Promise<InlayHint[]> => {
      const document = session.documents.byUri(uri);
      if (document === undefined) return [];
      const { inlayHints } = await session.settingsOf(document.file);
      if (!inlayHints.enable) return [];
      const report = await session.reportOf(uri, signal);
      if (report === undefined) return [];
      const text = session.textOf(report.file);
      const hints = await session.workspace.functions.hints(report, spanOf(text, range));
      return hints.map((hint) => toInlayHint(hint, text));
    }),
  );
}

function toInlayHint(hint: FunctionHint, text: EncodedText): InlayHint {
  const { label, tooltip } = words(hint, text);
  return { position: positionOf(text, hint.at), label, tooltip, kind: InlayHintKind.Type, paddingLeft: true };
}

function words({ until = -1, names }: FunctionHint, text: EncodedText): { label: string; tooltip: string } {
  if (names !== undefined) {
    const shown = names.slice(0, MOST_NAMES).map(shortened);
    const more = names.length > shown.length ? ` +${names.length - shown.length}` : "";
    const tooltip = say`Under way at the same time: ${names.join(", ")}.`;
    return { label: say`runs with ${shown.join(", ")}${more}`, tooltip };
  }
  if (until < 0) return { label: say`pending`, tooltip: say`Nothing in this function waits for this promise.` };
  const line = text.lines.lineAt(until) + 1;
  return { label: say`pending until line ${line}`, tooltip: say`Started here, waited for on line ${line}.` };
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
