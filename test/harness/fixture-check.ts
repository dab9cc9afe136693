// What a fixture's case must show: exactly the marked findings of all rules, the fixes that it states, and of every
// offered fix, stated or not, that it makes nothing worse. Problems come back as sentences; a good case has none.

import type { FileReport } from "../../server/src/analysis/report.ts";
import type { Finding, Fix, Refusal } from "../../server/src/rules/finding.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import type { Edit } from "../../server/src/text/edit.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import type { Span } from "../../server/src/text/span.ts";
import type { FixtureCase, StatedFix } from "./fixture.ts";
import type { FixtureWorkspace } from "./fixture-workspace.ts";
import { lineDiff } from "./line-diff.ts";

export interface CaseOutcome {
  /** In the order of the case's sources and, within one, of the text. */
  readonly findings: readonly Finding[];
  /** The fixes offered for each finding. */
  readonly fixes: readonly (readonly OfferedFix[])[];
  /** What a `refused` fence says: where what is in the way of fixes that are not offered. */
  readonly refused: string;
  readonly expected: Expectations;
  readonly actual: Expectations;
  /** Empty if every offered fix keeps its promises. */
  readonly problems: readonly string[];
}

export interface OfferedFix extends Fix {
  /** Its effect on the case's texts, as a `diff` fence shows it. */
  readonly diff: string;
}

/** What is compared as a whole, so that a test's failure shows all differences at once. */
interface Expectations {
  readonly findings: readonly string[];
  readonly related: readonly string[];
  readonly fixes: readonly string[];
  readonly refused: string;
}

export async function checkCase(fixtureCase: FixtureCase, workspace: FixtureWorkspace): Promise<CaseOutcome> {
  const problems: string[] = [];
  const errors = await workspace.errors(fixtureCase);
  if (!fixtureCase.hasErrors)
    problems.push(...errors.map((error) => `the code of the case does not compile: ${error}`));
  const reports = await workspace.reports(fixtureCase);
  const findings = reports.flatMap((report) => report.findings);
  // All fixes before any is applied, because a report is stale once the text has changed.
  const fixes: OfferedFix[][] = [];
  const refusals: string[] = [];
  for (const report of reports) {
    for (const finding of report.findings) {
      const { fixes: offered, refusals: refused } = await workspace.offers(report, finding);
      refusals.push(...refused.map((refusal) => describeRefusal(refusal, fixtureCase, workspace)));
      fixes.push(
        offered.map((fix) =>
          Object.assign({ diff: diffOf(fixtureCase, workspace.edited(fixtureCase, fix.edits)) }, fix),
        ),
      );
    }
  }
  for (const [index, finding] of findings.entries()) {
    for (const fix of fixes[index]!) {
      const stated = fixtureCase.stated.get(index + 1)?.find(({ title }) => title === fix.title);
      const found = await problemsOf(fix, finding, findings, stated, fixtureCase, workspace);
      problems.push(...found.map((problem) => `after the fix "${fix.title}" ${problem}`));
    }
  }
  const reasons = refusals.join("\n");
  const isRefusalStated = fixtureCase.refused !== undefined;
  return {
    findings,
    fixes,
    refused: reasons,
    problems,
    expected: { ...expectations(fixtureCase), refused: fixtureCase.refused?.body ?? "" },
    actual: { ...actuals(fixtureCase, reports, fixes, workspace), refused: isRefusalStated ? reasons : "" },
  };
}

function describeRefusal({ obstacle }: Refusal, fixtureCase: FixtureCase, workspace: FixtureWorkspace): string {
  const name = workspace.nameOf(fixtureCase, obstacle.file);
  const code = fixtureCase.sources.find((source) => source.name === name)?.code ?? "";
  return `${name}:${new LineIndex(code).lineAt(obstacle.span.start) + 1} ${obstacle.message}`;
}

async function problemsOf(
  fix: Fix,
  finding: Finding,
  before: readonly Finding[],
  stated: StatedFix | undefined,
  fixtureCase: FixtureCase,
  workspace: FixtureWorkspace,
): Promise<string[]> {
  const texts = workspace.edited(fixtureCase, fix.edits);
  const problems = await damage(fix.edits, texts, fixtureCase, workspace);
  const after = (await workspace.reportsWith(fixtureCase, texts)).flatMap((report) => report.findings);
  const known = before.filter((other) => other !== finding).map(identity);
  let followUps = 0;
  for (const other of after) {
    const index = known.indexOf(identity(other));
    if (index >= 0) known.splice(index, 1);
    else if (identity(other) === identity(finding)) problems.push("the finding is still there");
    else if (other.rule === stated?.followUp && familyOf(other, workspace.rules) !== familyOf(finding, workspace.rules))
      followUps++;
    else problems.push(`there is a new finding: ${identity(other)}`);
  }
  if (stated?.followUp !== undefined && followUps === 0) problems.push(`${stated.followUp} reports nothing`);
  problems.push(...(await changedRun(texts, fixtureCase, workspace)));
  return problems;
}

/** What an edit of the case's sources must not do: bring errors, lose comments. */
export async function damage(
  edits: readonly Edit[],
  texts: ReadonlyMap<string, string>,
  fixtureCase: FixtureCase,
  workspace: FixtureWorkspace,
): Promise<string[]> {
  const problems: string[] = [];
  if (!(await workspace.typeChecks(edits))) problems.push("the code has an error that it did not have");
  for (const [name, text] of texts) {
    const original = fixtureCase.sources.find((source) => source.name === name)!.code;
    const lost = commentsOf(original).filter((comment) => !commentsOf(text).includes(comment));
    problems.push(...lost.map((comment) => `the comment ${comment} is lost`));
  }
  return problems;
}

/** How a case that is a program runs differently with other texts. */
export async function changedRun(
  texts: ReadonlyMap<string, string>,
  fixtureCase: FixtureCase,
  workspace: FixtureWorkspace,
): Promise<string[]> {
  if (!fixtureCase.isRun) return [];
  const problems: string[] = [];
  const [old, young] = [await workspace.run(fixtureCase, new Map()), await workspace.run(fixtureCase, texts)];
  if (old.output !== young.output) {
    problems.push(`the program printed ${JSON.stringify(young.output)} instead of ${JSON.stringify(old.output)}`);
  }
  if (fixtureCase.isFaster && young.milliseconds >= old.milliseconds) {
    problems.push(`the program waits ${young.milliseconds} ms instead of ${old.milliseconds} ms`);
  }
  return problems;
}

/** What stays the same while edits move code: findings are compared as a multiset of these. */
function identity(finding: Finding): string {
  return `${finding.rule}: ${finding.message}`;
}

function familyOf(finding: Finding, rules: readonly Rule[]): string | undefined {
  return rules.find((rule) => rule.name === finding.rule)?.family;
}

/**
 * Good enough for fixtures, whose strings hold no comment delimiters. A type in a comment may become a promise, as one in
 * code may.
 */
function commentsOf(code: string): string[] {
  const comments: readonly string[] = code.match(/(?<![:"'`])\/\/.*|\/\*[\s\S]*?\*\//g) ?? [];
  return comments.map((comment) => comment.replaceAll(/\{Promise<(.*)>\}/g, "{$1}"));
}

/** The effect on the case's texts, as a `diff` fence shows it. */
export function diffOf(fixtureCase: FixtureCase, texts: ReadonlyMap<string, string>): string {
  const [main, ...others] = fixtureCase.sources;
  const parts = [lineDiff(main.code, texts.get(main.name) ?? main.code)];
  for (const { name, code } of others) {
    const diff = lineDiff(code, texts.get(name) ?? code);
    if (diff !== "") parts.push(`@@ ${name}\n${diff}`);
  }
  return parts.filter((part) => part !== "").join("\n");
}

function expectations(fixtureCase: FixtureCase): Omit<Expectations, "refused"> {
  const findings: string[] = [];
  const related: string[] = [];
  for (const { name, code, marks } of fixtureCase.sources) {
    for (const { label, severity, message, span } of marks) {
      const place = `${name}:${placeOf(code, span)}`;
      if (label === "related") related.push(`${place} ${message}`);
      else findings.push(`${place} ${label}${severity === undefined ? "" : ` ${severity}`}: ${message}`);
    }
  }
  const fixes = [...fixtureCase.stated].flatMap(([number, stated]) =>
    stated.map((fix) => describeFix(number, fix, fix.diff)),
  );
  return { findings, related: related.toSorted(), fixes };
}

function actuals(
  fixtureCase: FixtureCase,
  reports: readonly FileReport[],
  fixes: readonly (readonly OfferedFix[])[],
  workspace: FixtureWorkspace,
): Omit<Expectations, "refused"> {
  const findings: string[] = [];
  const related: string[] = [];
  for (const report of reports) {
    const name = workspace.nameOf(fixtureCase, report.file);
    for (const finding of report.findings) {
      const severity = unusualSeverity(finding, workspace.rules);
      const label = `${finding.rule}${severity === undefined ? "" : ` ${severity}`}`;
      findings.push(`${name}:${placeOf(report.lines.text, finding.span)} ${label}: ${finding.message}`);
      for (const evidence of finding.related) {
        const file = workspace.nameOf(fixtureCase, evidence.file);
        const code = fixtureCase.sources.find((source) => source.name === file)?.code ?? "";
        related.push(`${file}:${placeOf(code, evidence.span)} ${evidence.message}`);
      }
    }
  }
  const areRelatedStated = fixtureCase.sources.some(({ marks }) => marks.some(({ label }) => label === "related"));
  const areFixesStated = (number: number): boolean => fixtureCase.hasNoFixes || fixtureCase.stated.has(number);
  return {
    findings,
    related: areRelatedStated ? related.toSorted() : [],
    fixes: fixes.flatMap((offered, index) => {
      if (!areFixesStated(index + 1)) return [];
      const stated = fixtureCase.stated.get(index + 1) ?? [];
      return offered.map((fix) => {
        const isShown = stated.find(({ title }) => title === fix.title)?.diff !== undefined;
        return describeFix(index + 1, fix, isShown ? fix.diff : undefined);
      });
    }),
  };
}

/** A finding's severity if it is not its rule's own: only such a one is stated in a mark. */
export function unusualSeverity(finding: Finding, rules: readonly Rule[]): Finding["severity"] | undefined {
  const rule = rules.find(({ name }) => name === finding.rule);
  return finding.severity === rule?.severity ? undefined : finding.severity;
}

function describeFix(
  finding: number,
  fix: { title: string; isPreferred: boolean; isSafe: boolean },
  diff: string | undefined,
): string {
  const notes = `${fix.isPreferred ? " (preferred)" : ""}${fix.isSafe ? " (safe)" : ""}`;
  return `finding ${finding}: ${fix.title}${notes}${diff === undefined ? "" : `\n${diff}`}`;
}

function placeOf(code: string, span: Span): string {
  const lines = new LineIndex(code);
  const [start, end] = [lines.positionAt(span.start), lines.positionAt(span.end)];
  return `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
}
