// Refactorings as code actions. Offered for what is selected, or for the cursor when somebody opens the menu; their edits are
// made when one is chosen, and what could not be proven is said in the preview of the change.

/* async-insight-disable blocking-helper -- the document that is refactored is open, and so in memory */

import { say, translated } from "../language/say.ts";
import { CodeActionKind, CodeActionTriggerKind, LSPErrorCodes, ResponseError } from "./protocol.ts";
import type { CodeAction, CodeActionParams, WorkspaceEdit } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import { isRefusal, type Refusal, type Rewriting } from "../analysis/refactorings.ts";
import type { Span } from "../text/span.ts";
import { contentModified } from "./cancellation.ts";
import { annotated } from "./change-annotations.ts";
import { toWorkspaceEdit } from "./convert.ts";
import { spanOf } from "./position-encoding.ts";
import type { Session } from "./session.ts";

/** One kind for each refactoring stands below it, so that people can bind keys to them. */
export const refactorKind = `${CodeActionKind.RefactorRewrite}.asyncInsight`;

/** A refactoring that was offered, as it travels through the client. */
export interface ChosenRefactoring {
  readonly uri: string;
  readonly stamp: string;
  readonly refactoring: string;
  readonly selection: Span;
}

export function isChosenRefactoring(data: unknown): data is ChosenRefactoring {
  return typeof data === "object" && data !== null && "refactoring" in data && "selection" in data;
}

export async function refactorActions(
  session: Session,
  report: FileReport,
  { range, context }: CodeActionParams,
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const selection = spanOf(session.textOf(report.file), range);
  const isAsked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  // Wherever the cursor goes, editors ask by themselves.
  if (selection.start === selection.end && !isAsked) return [];
  const actions: CodeAction[] = [];
  for (const { name, title, refusal } of await session.workspace.refactorings.at(report, selection)) {
    const kind = `${refactorKind}.${camelCase(name)}`;
    if (context.only?.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)) === false) continue;
    const data = { uri: session.uriOf(report.file), stamp: report.stamp, refactoring: name, selection };
    const action = { title: translated(title), kind };
    if (refusal !== undefined) {
      if (isAsked && session.client.showsDisabledActions) actions.push({ ...action, disabled: refusal });
    } else if (session.client.resolvesEdits) {
      actions.push({ ...action, data } satisfies CodeAction);
    } else {
      const outcome = await session.workspace.refactorings.carryOut(report, name, selection, signal);
      if (!isRefusal(outcome)) actions.push({ ...action, edit: editOf(outcome, action.title, session) });
    }
  }
  return actions;
}

/** @throws ResponseError if the text has changed since, or if it turns out that the refactoring can't be done */
export async function resolveRefactoring(
  session: Session,
  action: CodeAction,
  { uri, stamp, refactoring, selection }: ChosenRefactoring,
  signal: AbortSignal,
): Promise<CodeAction> {
  const report = await session.reportOf(uri, signal);
  if (report?.stamp !== stamp) throw contentModified(say`The code has changed since this was offered.`);
  const outcome: Refusal | Rewriting = await session.workspace.refactorings.carryOut(
    report,
    refactoring,
    selection,
    signal,
  );
  if (isRefusal(outcome)) throw new ResponseError(LSPErrorCodes.RequestFailed, outcome.reason);
  return { ...action, edit: editOf(outcome, action.title, session) };
}

function editOf({ edits, effect, doubts }: Rewriting, label: string, session: Session): WorkspaceEdit {
  const description = [...(doubts.length === 0 ? [] : [say`Not proven:`, ...doubts]), effect].join("\n");
  const edit = toWorkspaceEdit(edits, session, session.client);
  return annotated(edit, { label, description, needsConfirmation: doubts.length > 0 }, session.client);
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
