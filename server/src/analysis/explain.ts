// What each step of the analysis saw of one file, as text for people who write rules or report bugs.

import type { Fact } from "../facts/fact.ts";
import type { AwaitRun } from "../facts/await-run.ts";
import type { Independence } from "../questions/independence.ts";
import type { Answer, Question } from "../questions/question.ts";
import type { Node } from "../typescript/syntax.ts";
import type { Finding } from "../rules/finding.ts";
import type { FileReport } from "./report.ts";
import type { AnalysisWorkspace } from "./workspace.ts";

/** Facts, questions with answers round by round, and findings of `file`, an absolute path. */
export async function explain(workspace: AnalysisWorkspace, file: string): Promise<string> {
  const rounds: { readonly questions: readonly Question[]; readonly answers: readonly Answer[] }[] = [];
  let facts: readonly Fact[] = [];
  const report = await workspace.observe(file, {
    onFacts: (_file, found) => (facts = found),
    onRound: (questions, answers) => rounds.push({ questions, answers }),
  });
  const { lines } = report;
  const place = (offset: number) => {
    const { line, character } = lines.positionAt(offset);
    return `${line + 1}:${character + 1}`;
  };
  const sections = [
    `file      ${file}`,
    `project   ${report.project ?? "none (loose file)"}`,
    ...(report.skipped === undefined ? [] : [`skipped   ${report.skipped}`]),
    `imports   ${report.unresolvedImports} unresolved`,
    "",
    `facts (${facts.length})`,
    ...facts.map((fact) => `  ${describeFact(fact, place)}`),
  ];
  for (const [i, { questions, answers }] of rounds.entries()) {
    sections.push("", `round ${i + 1} (${questions.length} questions)`);
    for (const [j, question] of questions.entries()) {
      sections.push(`  ${describeQuestion(question, answers[j], place)}`);
      if (question.kind !== "independence") continue;
      sections.push(...describeIndependence(question.about.run, answers[j] as Independence, place));
    }
  }
  sections.push("", `findings (${report.findings.length})`);
  // Fixes are built upon a report that is kept.
  const kept = await workspace.report(file);
  for (const finding of kept.findings) {
    sections.push(`  ${place(finding.span.start)} ${finding.severity} ${finding.rule}: ${finding.message}`);
    for (const related of finding.related) {
      const at = related.file === file ? place(related.span.start) : `${related.file}, offset ${related.span.start}:`;
      sections.push(`    ${at} ${related.message}`);
    }
    sections.push(...(await describeRepairs(workspace, kept, finding)));
  }
  return sections.join("\n");
}

async function describeRepairs(
  workspace: AnalysisWorkspace,
  report: FileReport,
  finding: Finding,
): Promise<readonly string[]> {
  const { fixes, refusals } = await workspace.offers(report, finding, { checked: true });
  return [
    ...fixes.map(({ title }) => `    fix: ${title}`),
    ...refusals.map(
      ({ title, obstacle: { message, file, span } }) =>
        `    no fix: ${title}: ${message} (${file}, offset ${span.start})`,
    ),
  ];
}

function describeFact(fact: Fact, place: (offset: number) => string): string {
  return `${place(fact.node.getStart())} ${fact.kind}: ${oneLine(fact.node.getText())}`;
}

function describeQuestion(question: Question, answer: unknown, place: (offset: number) => string): string {
  const { about } = question;
  const node = "at" in about ? about.at : "position" in about ? about.call : about;
  return `${place(node.getStart())} ${question.kind} of ${oneLine(node.getText())} → ${describeAnswer(answer)}`;
}

/** Each later wait with what was found about it and each earlier one. */
function describeIndependence(run: AwaitRun, answer: Independence, place: (offset: number) => string): string[] {
  const at = (step: number) => place(run.steps[step]!.wait.getStart());
  return answer.flatMap((verdicts, later) =>
    verdicts.map((verdict, earlier) => {
      const outcome = verdict.isIndependent ? `may overlap, ${verdict.confidence}` : verdict.reason;
      return `    ${at(later)} behind ${at(earlier)}: ${outcome}`;
    }),
  );
}

function describeAnswer(answer: unknown): string {
  if (isNode(answer)) return `${answer.getSourceFile().fileName}: ${oneLine(answer.getText())}`;
  if (Array.isArray(answer)) return `${answer.length} places`;
  if (typeof answer === "string") return answer;
  return (
    JSON.stringify(answer, (_key, value: unknown) => (isNode(value) ? oneLine(value.getText()) : value)) ?? "unknown"
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "getSourceFile" in value;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
