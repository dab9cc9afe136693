// Repairs that are not possible, in the protocol's words: code actions that cannot be chosen, and sentences in hovers,
// because editors show the former only to those who ask for all quick fixes.

import { say } from "../language/say.ts";
import { CodeActionKind } from "./protocol.ts";
import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import type { Refusal } from "../rules/finding.ts";
import type { Places } from "./convert.ts";
import { markdownLink, placeUri } from "./place-link.ts";
import { positionOf } from "./position-encoding.ts";

export function refusedAction({ title, obstacle }: Refusal, diagnostics: Diagnostic[], places: Places): CodeAction {
  const reason = `${obstacle.message} (${placeName({ title, obstacle }, places)})`;
  return { title, kind: CodeActionKind.QuickFix, diagnostics, disabled: { reason } };
}

/** A sentence that leads to the obstacle. */
export function refusalSentence(refusal: Refusal, places: Places, isMarkdown: boolean): string {
  const { title, obstacle } = refusal;
  const name = placeName(refusal, places);
  const position = positionOf(places.textOf(obstacle.file), obstacle.span.start);
  const place = isMarkdown ? markdownLink(name, placeUri(places.uriOf(obstacle.file), position)) : name;
  return say`There is no quick fix “${title}”, because ${obstacle.message} (${place}).`;
}

function placeName({ obstacle: { file, span } }: Refusal, places: Places): string {
  return `${file.slice(file.lastIndexOf("/") + 1)}:${positionOf(places.textOf(file), span.start).line + 1}`;
}
