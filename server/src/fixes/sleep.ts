// The repair of a loop that spins until a time has come: a timer, awaited.

import type { Facts } from "../facts/fact.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import { SyntaxKind, is, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";
import { planImports } from "./add-import.ts";
import { importsOf } from "./file-imports.ts";

export interface Sleep {
  /** For the title of the fix, in lower case. */
  readonly doing: string;
  readonly edits: readonly Edit[];
}

/** Undefined if the loop does not say for how long it spins, or holds a comment that would be lost. */
export function* sleepFor({ loop, condition }: Facts["spinning-loop"], file: FileContext): Inquiry<Sleep | undefined> {
  if (is.isForStatement(loop) && loop.initializer !== undefined) return undefined;
  if (/\/[/*]/.test(loop.getText()) || hasStatements(loop.statement)) return undefined;
  const milliseconds = remaining(skipOuter(condition));
  if (milliseconds === undefined) return undefined;
  const span = { start: loop.getStart(), end: loop.end };
  const end = omitsSemicolons(file.text) ? "" : ";";
  if (!(yield* isNode(loop, file))) {
    const newText = `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}))${end}`;
    return { doing: "use a timer and `await` it", edits: [{ file: file.file, span, newText }] };
  }
  const wanted = { module: "timers/promises", name: "setTimeout", alias: "sleep", isBuiltin: true };
  const plan = planImports([wanted], {}, file);
  if (plan === undefined) return undefined;
  const [timer] = plan.expressions;
  const newText = `await ${timer}(${milliseconds})${end}`;
  return { doing: `use \`await ${timer}(…)\``, edits: [...plan.edits, { file: file.file, span, newText }] };
}

/** Node's modules are there: they are typed, or the file uses one. */
function* isNode(at: Node, { syntax }: FileContext): Inquiry<boolean> {
  if (importsOf(syntax).some(({ module }) => module.startsWith("node:"))) return true;
  return yield* ask("name-in-scope", { name: "process", at });
}

function omitsSemicolons(text: string): boolean {
  return !/;[ \t]*\r?$/m.test(text) && /^[ \t]*(?:import|export|const|let|var|return)\b.*[\w)\]"'`]\r?$/m.test(text);
}

function hasStatements(body: Node): boolean {
  return is.isBlock(body) ? body.statements.length > 0 : body.kind !== SyntaxKind.EmptyStatement;
}

/** How many milliseconds are left when the loop begins, as code. */
function remaining(condition: Expression): string | undefined {
  if (!is.isBinaryExpression(condition)) return undefined;
  const [left, right] = [skipOuter(condition.left), skipOuter(condition.right)];
  switch (condition.operatorToken.kind) {
    case SyntaxKind.LessThanToken:
    case SyntaxKind.LessThanEqualsToken:
      return difference(right, left);
    case SyntaxKind.GreaterThanToken:
    case SyntaxKind.GreaterThanEqualsToken:
      return difference(left, right);
    default:
      return undefined;
  }
}

/** `end - Date.now()` for the end and the time, `wait - (Date.now() - start)` for a wait and the time that has passed. */
function difference(end: Expression, time: Expression): string | undefined {
  if (countsMilliseconds(time)) return `${operand(end)} - ${time.getText()}`;
  if (!is.isBinaryExpression(time) || time.operatorToken.kind !== SyntaxKind.MinusToken) return undefined;
  return countsMilliseconds(skipOuter(time.left)) ? `${operand(end)} - (${time.getText()})` : undefined;
}

function countsMilliseconds(expression: Expression): boolean {
  return /^(?:Date\.now\(\)|performance\.now\(\)|new Date\(\)\.(?:getTime|valueOf)\(\))$/.test(expression.getText());
}

/** Operators that bind less tightly than a difference get parentheses. */
function operand(expression: Expression): string {
  const isSimple =
    is.isIdentifier(expression) ||
    is.isNumericLiteral(expression) ||
    is.isPropertyAccessExpression(expression) ||
    is.isCallExpression(expression);
  const isSum =
    is.isBinaryExpression(expression) &&
    (expression.operatorToken.kind === SyntaxKind.PlusToken ||
      expression.operatorToken.kind === SyntaxKind.AsteriskToken);
  return isSimple || isSum ? expression.getText() : `(${expression.getText()})`;
}
