// Repairs that are not possible, in the protocol's words: code actions that cannot be chosen, and sentences in hovers,
// because editors show the former only to those who ask for all quick fixes.

import { say } from "../language/say.ts";
import { CodeActionKind } from "./protocol.ts";
import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import type { Refusal } from "../rules/finding.ts";
import type { Places } from "./convert.ts";
import { positionOf } from "./position-encoding.ts";

export function refusedAction({ title, obstacle }: Refusal, diagnostics: Diagnostic[], places: Places): CodeAction {
  const reason = `${obstacle.message} (${placeName({ title, obstacle }, places)})`;
  return { title, kind: CodeActionKind.QuickFix, diagnostics, disabled: { reason } };
}

/** A sentence that leads to the obstacle. */
export function refusalSentence(refusal: Refusal, places: Places, isMarkdown: boolean): string {
  const { title, obstacle } = refusal;
  const name = placeName(refusal, places);
  const { line, character } = positionOf(places.textOf(obstacle.file), obstacle.span.start);
  const uri = `${places.uriOf(obstacle.file)}#L${line + 1},${character + 1}`;
  // Parentheses would end the address.
  const place = isMarkdown ? `[${name}](${uri.replaceAll("(", "%28").replaceAll(")", "%29")})` : name;
  return say`There is no quick fix “${title}”, because ${obstacle.message} (${place}).`;
}

function placeName({ obstacle: { file, span } }: Refusal, places: Places): string {
  return `${file.slice(file.lastIndexOf("/") + 1)}:${positionOf(places.textOf(file), span.start).line + 1}`;
}
