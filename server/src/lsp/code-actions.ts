// `textDocument/codeAction` and `codeAction/resolve`: the fixes of findings, all fixes of a rule or all safe ones at once,
// and the comments that silence a rule; refactorings are in refactor-actions.ts. What an action changes is in chosen-edits.ts, and computed when one is chosen if
// the client can wait that long.

/* async-insight-disable blocking-helper -- open documents are in memory, and a fix elsewhere reads one file */

import { say } from "../language/say.ts";
import { CodeActionKind } from "./protocol.ts";
import type { CodeAction, CodeActionParams } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import type { Finding } from "../rules/finding.ts";
import { sortEdits } from "../text/edit.ts";
import { groupBy } from "../text/group-by.ts";
import { touchesSpan } from "../text/span.ts";
import { cancellable } from "./cancellation.ts";
import { changeOf, isChosen } from "./chosen-edits.ts";
import type { Choice, Chosen } from "./chosen-edits.ts";
import { toDiagnostic, toWorkspaceEdit } from "./convert.ts";
import { spanOf } from "./position-encoding.ts";
import { isChosenRefactoring, refactorActions, resolveRefactoring } from "./refactor-actions.ts";
import { refusedAction } from "./refusals.ts";
import type { Session } from "./session.ts";
import { disableForFile, disableForLine } from "./suppression-edits.ts";

export const fixAllKind = `${CodeActionKind.SourceFixAll}.asyncInsight`;

export function serveCodeActions(session: Session): void {
  session.connection.onCodeAction((params, token) =>
    cancellable(token, async (signal) => {
      const report = await session.reportOf(params.textDocument.uri, signal);
      return report === undefined ? [] : codeActions(session, report, params, signal);
    }),
  );
  session.connection.onCodeActionResolve((action, token) =>
    cancellable(token, async (signal) => {
      const data: unknown = action.data;
      if (isChosenRefactoring(data)) return resolveRefactoring(session, action, data, signal);
      if (!isChosen(data)) return action;
      const { edits, isFarReaching } = await changeOf(session, data, signal);
      return { ...action, edit: toWorkspaceEdit(edits, session, session.client, isFarReaching) };
    }),
  );
}

async function codeActions(
  session: Session,
  report: FileReport,
  params: CodeActionParams,
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const {
    range,
    context: { only },
  } = params;
  const wants = (kind: string) => only?.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix) ?? true) {
    const span = spanOf(session.textOf(report.file), range);
    const findings = report.findings.filter((finding) => touchesSpan(finding.span, span));
    actions.push(...(await fixActions(session, report, findings, signal)));
    for (const rule of new Set(findings.map((finding) => finding.rule))) {
      actions.push(...(await fixAllOfRuleActions(session, report, rule, signal)));
    }
    for (const finding of findings) actions.push(...(await suppressionActions(session, report, finding)));
  }
  actions.push(...(await refactorActions(session, report, params, signal)));
  // Only on request: on the light bulb's menu it would stand on every line.
  if (wants(fixAllKind) === true) actions.push(...(await fixAllSafeActions(session, report, signal)));
  return actions;
}

/**
 * The fixes of all findings, the preferred ones first, without those that another finding has brought already; then
 * those that are not possible.
 */
async function fixActions(
  session: Session,
  report: FileReport,
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const isLazy = session.client.resolvesEdits;
  const offers = await Promise.all(
    findings.map(async (finding) => ({
      finding,
      ...(await session.workspace.offers(report, finding, { checked: !isLazy, signal })),
    })),
  );
  const offered = offers.flatMap(({ finding, fixes }) => fixes.map((fix) => ({ finding, fix })));
  const refused = offers.flatMap(({ finding, refusals }) => refusals.map((refusal) => ({ finding, refusal })));
  const byEffect = groupBy(offered, ({ fix }) => JSON.stringify(sortEdits(fix.edits)));
  const actions = [...byEffect.values()]
    .toSorted(([a], [b]) => Number(b!.fix.isPreferred) - Number(a!.fix.isPreferred))
    .map((same) => {
      const { finding, fix } = same[0]!;
      const diagnostics = same.map((each) => toDiagnostic(each.finding, session, session.client));
      const action: CodeAction = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics };
      if (fix.isPreferred) action.isPreferred = true;
      if (isLazy) {
        action.data = chosen(session, report, {
          kind: "fix",
          rule: finding.rule,
          span: finding.span,
          title: fix.title,
        });
      } else action.edit = toWorkspaceEdit(fix.edits, session, session.client, fix.isFarReaching);
      return action;
    });
  if (!session.client.showsDisabledActions) return actions;
  const disabled = refused.map(({ finding, refusal }) =>
    refusedAction(refusal, [toDiagnostic(finding, session, session.client)], session),
  );
  return [...actions, ...disabled];
}

async function fixAllOfRuleActions(
  session: Session,
  report: FileReport,
  rule: string,
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const findings = report.findings.filter((finding) => finding.rule === rule);
  if (findings.length < 2) return [];
  const action = { title: say`Fix all \`${rule}\` in this file`, kind: CodeActionKind.QuickFix };
  return withEdits(session, action, chosen(session, report, { kind: "rule", rule }), signal);
}

async function fixAllSafeActions(session: Session, report: FileReport, signal: AbortSignal): Promise<CodeAction[]> {
  if (report.findings.length === 0) return [];
  const action = { title: say`Fix all that is safe to fix`, kind: fixAllKind };
  return withEdits(session, action, chosen(session, report, { kind: "safe" }), signal);
}

/** The action if it changes anything, with its edit unless the client asks for that when somebody chooses it. */
async function withEdits(
  session: Session,
  action: CodeAction,
  data: Chosen,
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const isLazy = session.client.resolvesEdits;
  const { edits } = await changeOf(session, data, signal, { checked: !isLazy });
  if (edits.length === 0) return [];
  return [{ ...action, ...(isLazy ? { data } : { edit: toWorkspaceEdit(edits, session, session.client) }) }];
}

async function suppressionActions(session: Session, report: FileReport, finding: Finding): Promise<CodeAction[]> {
  const { rule, file, span } = finding;
  const { lines } = report;
  const context = await session.workspace.insertionContext(report, lines.startOfLine(lines.lineAt(span.start)));
  const forFile = { title: say`Disable \`${rule}\` for the entire file`, edit: disableForFile(file, lines, rule) };
  const offers = [forFile];
  if (context !== undefined) {
    const edit = disableForLine(file, lines, span.start, rule, context);
    offers.unshift({ title: say`Disable \`${rule}\` for this line`, edit });
  }
  const diagnostics = [toDiagnostic(finding, session, session.client)];
  return offers.map(({ title, edit }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit: toWorkspaceEdit([edit], session, session.client),
  }));
}

function chosen(session: Session, report: FileReport, choice: Choice): Chosen {
  return { uri: session.uriOf(report.file), stamp: report.stamp, choice };
}
