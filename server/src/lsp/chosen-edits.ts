// What a code action that somebody chose changes. The choice travels through the client as JSON, so it names a finding
// and a fix instead of holding them; between offer and choice the text may have changed.

import { say } from "../language/say.ts";
import { LSPErrorCodes, ResponseError } from "./protocol.ts";
import type { FileReport } from "../analysis/report.ts";
import type { Finding, Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import type { Span } from "../text/span.ts";
import { contentModified } from "./cancellation.ts";
import { combineFixes } from "./combine-fixes.ts";
import type { Session } from "./session.ts";

export interface Chosen {
  readonly uri: string;
  /** Of the report whose findings are meant: in another one, spans may mean something else. */
  readonly stamp: string;
  readonly choice: Choice;
}

export type Choice =
  | { readonly kind: "fix"; readonly rule: string; readonly span: Span; readonly title: string }
  /** The best fix of each finding of the rule in the file. */
  | { readonly kind: "rule"; readonly rule: string }
  /** The first safe fix of each finding in the file. */
  | { readonly kind: "safe" };

export function isChosen(data: unknown): data is Chosen {
  return typeof data === "object" && data !== null && "uri" in data && "stamp" in data && "choice" in data;
}

/** What a choice changes. */
export interface ChosenChange {
  readonly edits: readonly Edit[];
  readonly isFarReaching: boolean;
}

/**
 * The edits of a choice. Fixes that only the compiler can vouch for are left out if it objects; unchecked ones are all
 * there.
 *
 * @throws ResponseError if the text has changed since, or if the compiler rejects the one fix that was chosen
 */
export async function changeOf(
  session: Session,
  { uri, stamp, choice }: Chosen,
  signal: AbortSignal,
  { checked = true }: { readonly checked?: boolean } = {},
): Promise<ChosenChange> {
  const report = await session.reportOf(uri, signal);
  if (report?.stamp !== stamp) throw contentModified(say`The code has changed since this was offered.`);
  const fixesOf = (finding: Finding) => session.workspace.fixes(report, finding, { checked, signal });
  if (choice.kind === "fix") return chosenFix(report, choice, fixesOf);
  const isRule = choice.kind === "rule";
  const findings = isRule ? report.findings.filter(({ rule }) => rule === choice.rule) : report.findings;
  const picked = await pick(findings, fixesOf, ({ isPreferred, isSafe }) => (isRule ? isPreferred : isSafe));
  return { edits: combineFixes(picked), isFarReaching: false };
}

async function chosenFix(
  report: FileReport,
  { rule, span, title }: Extract<Choice, { kind: "fix" }>,
  fixesOf: (finding: Finding) => Promise<readonly Fix[]>,
): Promise<ChosenChange> {
  const finding = report.findings.find(
    (each) => each.rule === rule && each.span.start === span.start && each.span.end === span.end,
  );
  const fixes = finding === undefined ? [] : await fixesOf(finding);
  const fix = fixes.find((each) => each.title === title);
  if (fix !== undefined) return { edits: fix.edits, isFarReaching: fix.isFarReaching === true };
  throw new ResponseError(
    LSPErrorCodes.RequestFailed,
    say`“${title}” would not compile here, so nothing was changed. Another quick fix may fit.`,
  );
}

/** The first fix of each finding that satisfies the test. */
async function pick(
  findings: readonly Finding[],
  fixesOf: (finding: Finding) => Promise<readonly Fix[]>,
  test: (fix: Fix) => boolean,
): Promise<Fix[]> {
  const picked: Fix[] = [];
  for (const finding of findings) {
    const fix = (await fixesOf(finding)).find(test);
    if (fix !== undefined) picked.push(fix);
  }
  return picked;
}
