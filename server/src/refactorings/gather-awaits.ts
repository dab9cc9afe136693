// *Gather the selected awaits*: they become one `Promise.all`. Whoever selects them vouches that they may overlap, and is told
// what could not be proven. What a gather cannot say refuses it: a wait that needs the result of another one, and code in
// between that decides, leaves or guards.

import { phrase, say } from "../language/say.ts";
import { runOf, type AwaitRun, type WholeExpression } from "../facts/await-run.ts";
import { vouchedStepsOf, type AwaitStep } from "../facts/await-step.ts";
import { wholeExpression } from "../facts/expression-parts.ts";
import { waitsOfExpression } from "../facts/expression-waits.ts";
import { separatorOf, type Separator } from "../facts/separator.ts";
import { hidesPromise } from "../fixes/gather-call.ts";
import { gatherExpression } from "../fixes/gather-expression.ts";
import { gatherStatements, statementOf } from "../fixes/gather-statements.ts";
import { madeBefore } from "../fixes/made-before.ts";
import { snippet } from "../fixes/snippet.ts";
import { commentBeside } from "../fixes/statement-comments.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { containsSpan, type Span } from "../text/span.ts";
import {
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  spanOf,
  type AwaitExpression,
  type Node,
} from "../typescript/syntax.ts";
import { overlapDoubts } from "./overlap-doubts.ts";
import type { Offer, Refactoring, Refusal, Rewriting, RewrittenFile } from "./refactoring.ts";
import { lineOf, nodeAround, selectedStatements, trimmed } from "./selection.ts";

export const gatherAwaits: Refactoring = {
  name: "gather-awaits",
  title: phrase("Gather the selected awaits"),

  offer(selection, { file, text }) {
    const span = trimmed(selection, text);
    const around = nodeAround(span, file);
    const waits = waitsIn(around, span);
    if (waits.length < 2) return undefined;
    if (hidesPromise(text)) return { reason: say`\`Promise\` means something else in this file.` };
    const statements = selectedStatements(span, around) ?? declaratorsOf(around);
    return statements === undefined ? inExpression(waits) : inStatements(statements);
  },
};

/** The waits that are selected, other than inside a function that is only defined there. */
function waitsIn(around: Node, span: Span): AwaitExpression[] {
  const waits: AwaitExpression[] = [];
  const visit = (node: Node): boolean => {
    if (is.isAwaitExpression(node) && containsSpan(span, spanOf(node))) waits.push(node);
    return !isFunctionNode(node);
  };
  visit(around);
  forEachDescendant(around, visit);
  return waits;
}

/** Several declarators of one statement are steps of their own. */
function declaratorsOf(around: Node): readonly Node[] | undefined {
  const statement = is.isVariableDeclarationList(around) ? around.parent : around;
  return is.isVariableStatement(statement) ? [statement] : undefined;
}

function inStatements(selected: readonly Node[]): Offer | Refusal | undefined {
  const found = selected.map((statement) => ({
    statement,
    steps: isReturn(statement) ? undefined : vouchedStepsOf(statement),
  }));
  const first = found.findIndex(({ steps }) => steps !== undefined);
  const last = found.findLastIndex(({ steps }) => steps !== undefined);
  const leaving = selected.find((statement) => isReturn(statement) && waitsIn(statement, spanOf(statement)).length > 0);
  const steps: AwaitStep[] = [];
  const separators: Separator[] = [];
  for (const { statement, steps: own } of found.slice(Math.max(first, 0), last + 1)) {
    if (own !== undefined) steps.push(...own);
    else {
      const separator = separatorOf(statement, steps.length);
      if (separator?.isPure !== true) return { reason: obstacle(statement) };
      separators.push(separator);
    }
  }
  if (leaving !== undefined && steps.length > 0) return { reason: obstacle(leaving) };
  if (steps.length < 2) return undefined;
  return offerOf(steps, separators, undefined);
}

function inExpression(waits: readonly AwaitExpression[]): Offer | Refusal | undefined {
  const whole = wholeExpression(waits[0]!);
  if (!waits.every((wait) => wholeExpression(wait) === whole)) return undefined;
  const stretch = waitsOfExpression(whole).find(({ steps }) =>
    waits.every((wait) => steps.some((step) => step.wait === wait)),
  );
  if (stretch === undefined) {
    return {
      reason: say`Between \`${snippet(waits[0]!)}\` and \`${snippet(waits.at(-1)!)}\`, more than waiting is done.`,
    };
  }
  const steps = stretch.steps.filter(({ wait }) => waits.includes(wait));
  return offerOf(steps, [], { expression: whole, mayFollow: stretch.mayFollow });
}

function offerOf(
  steps: readonly AwaitStep[],
  separators: readonly Separator[],
  whole: WholeExpression | undefined,
): Offer | Refusal {
  const run = runOf(steps, separators, whole);
  for (const [later, earlier] of run.needs.entries()) {
    const needed = [...earlier].find(([, need]) => need === "result")?.[0];
    if (needed === undefined) continue;
    const [name, before] = [snippet(steps[later]!.value), snippet(steps[needed]!.value)];
    return { reason: say`\`${name}\` needs the result of \`${before}\`, or what is made of it.` };
  }
  return { rewrite: (file) => rewrite(run, file) };
}

function* rewrite(run: AwaitRun, file: RewrittenFile): Inquiry<Rewriting | Refusal> {
  const { steps, whole } = run;
  const before = madeBefore(run, [...steps.keys()]);
  const edits = whole === undefined ? gatherStatements(steps, file, before) : yield* gatherExpression(steps, run, file);
  if (edits === undefined) return { reason: misfit(run, file) };
  const doubts = yield* overlapDoubts(run);
  for (const step of steps.slice(0, -1)) {
    if (
      step.target.kind !== "dropped" ||
      is.isIdentifier(step.operands[0]!) ||
      (yield* ask("cannot-reject", step.operands[0]!))
    )
      continue;
    doubts.push(say`If \`${snippet(step.value)}\` fails, what stands behind it will have been started all the same.`);
  }
  return { edits, effect: say`All start at once, and the first rejection wins.`, doubts };
}

/** Why the waits do not become one. */
function misfit({ steps, whole }: AwaitRun, { text }: RewrittenFile): string {
  if (whole !== undefined) return say`There is no place for a \`Promise.all\` that leaves all else as it is.`;
  const comment = steps
    .map((step) => commentBeside(statementOf(step), [step.value], text))
    .find((found) => found !== undefined);
  if (comment !== undefined) return say`The comment \`${comment}\` would have no place.`;
  return say`The results are declared in ways that do not fit into one pattern.`;
}

function isReturn(statement: Node): boolean {
  return is.isReturnStatement(statement);
}

/** Why a statement between the waits, or around one, is in the way. */
function obstacle(statement: Node): string {
  const line = say`line ${lineOf(statement)}`;
  switch (statement.kind) {
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.ThrowStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
      return say`\`${wordOf(statement)}\` on ${line} leaves before all is waited for.`;
    case SyntaxKind.IfStatement:
    case SyntaxKind.SwitchStatement:
    case SyntaxKind.TryStatement:
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
      return say`\`${wordOf(statement)}\` on ${line} decides whether, or how often, something is done.`;
    case SyntaxKind.ExpressionStatement:
      return say`\`${snippet((statement as unknown as { expression: AwaitExpression }).expression)}\` on ${line} may be a guard, or change what the waits behind it see.`;
    default:
      return say`On ${line}, more than waiting is done.`;
  }
}

function wordOf(statement: Node): string {
  return /^[a-z]+/.exec(statement.getText())![0];
}
