// Builds the control-flow graph of a function's body or of a file's top level: the statements.

import {
  NodeFlags,
  SyntaxKind,
  is,
  isFunctionNode,
  type DoStatement,
  type Expression,
  type ForInStatement,
  type ForOfStatement,
  type ForStatement,
  type FunctionNode,
  type IfStatement,
  type Node,
  type SourceFile,
  type SwitchStatement,
  type TryStatement,
  type VariableDeclarationList,
  type WhileStatement,
} from "../../typescript/syntax.ts";
import { ControlFlow, type Step } from "./control-flow.ts";
import { assignTo, bind, branch, evaluate } from "./evaluate.ts";
import { FlowBuilder } from "./flow-builder.ts";

/** The graph of what the function or the file's top level runs by itself. A function without a body has none. */
export function buildControlFlow(container: FunctionNode | SourceFile): ControlFlow | undefined {
  const body: Node | undefined = isFunctionNode(container) ? container.body : container;
  if (body === undefined) return undefined;
  const flow = new FlowBuilder(container);
  if (is.isBlock(body) || is.isSourceFile(body)) runAll(body.statements, flow);
  else evaluate(body, flow);
  flow.return();
  return new ControlFlow(flow.entry);
}

function runAll(statements: readonly Node[], flow: FlowBuilder): void {
  for (const [index, statement] of statements.entries()) {
    run(statement, [], flow);
    const list = awaitUsingList(statement);
    if (list === undefined) continue;
    // What was opened is closed, and waited for, however the rest of the block is left.
    const dispose = () => flow.addThrowing("suspend", list);
    flow.insideFinally(list, dispose, () => runAll(statements.slice(index + 1), flow));
    return;
  }
}

/** @param labels the labels that stand directly before the statement */
function run(statement: Node, labels: readonly string[], flow: FlowBuilder): void {
  switch (statement.kind) {
    case SyntaxKind.Block:
      if (labels.length > 0) runLabelled(statement, labels, flow);
      else runAll((statement as unknown as { statements: readonly Node[] }).statements, flow);
      break;
    case SyntaxKind.LabeledStatement: {
      const { label, statement: inner } = statement as unknown as { label: { text: string }; statement: Node };
      run(inner, [...labels, label.text], flow);
      break;
    }
    case SyntaxKind.IfStatement:
      if (labels.length > 0) runLabelled(statement, labels, flow);
      else runIf(statement as IfStatement, flow);
      break;
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.ForStatement:
      runLoop(statement as WhileStatement | DoStatement | ForStatement, labels, flow);
      break;
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
      runIteration(statement as ForInStatement | ForOfStatement, labels, flow);
      break;
    case SyntaxKind.SwitchStatement:
      runSwitch(statement as SwitchStatement, labels, flow);
      break;
    case SyntaxKind.TryStatement:
      if (labels.length > 0) runLabelled(statement, labels, flow);
      else runTry(statement as TryStatement, flow);
      break;
    case SyntaxKind.ReturnStatement:
      evaluateIfPresent(statement, flow);
      flow.return();
      break;
    case SyntaxKind.ThrowStatement:
      evaluateIfPresent(statement, flow);
      flow.throw();
      break;
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement: {
      const { label } = statement as { label?: { text: string } };
      flow.jump(statement.kind === SyntaxKind.BreakStatement ? "break" : "continue", label?.text);
      break;
    }
    case SyntaxKind.VariableStatement:
      declare((statement as unknown as { declarationList: VariableDeclarationList }).declarationList, flow);
      break;
    case SyntaxKind.ExpressionStatement:
    case SyntaxKind.ExportAssignment:
      evaluateIfPresent(statement, flow);
      break;
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.FunctionDeclaration:
      evaluate(statement, flow);
      break;
    case SyntaxKind.WithStatement: {
      const { expression, statement: body } = statement as unknown as { expression: Expression; statement: Node };
      evaluate(expression, flow);
      run(body, labels, flow);
      break;
    }
    // Imports, exports of names, types, enums and namespaces: nothing that waits or jumps.
    default:
  }
}

function evaluateIfPresent(statement: Node, flow: FlowBuilder): void {
  const { expression } = statement as { expression?: Expression };
  if (expression !== undefined) evaluate(expression, flow);
}

function declare(list: VariableDeclarationList, flow: FlowBuilder): void {
  const isVar = (list.flags & NodeFlags.BlockScoped) === 0;
  for (const { name, initializer } of list.declarations) {
    if (initializer !== undefined) evaluate(initializer, flow);
    // `let x;` makes a new, empty variable; `var x;` leaves the old one as it is.
    else if (isVar) continue;
    bind(name, flow);
  }
}

function awaitUsingList(statement: Node): VariableDeclarationList | undefined {
  if (!is.isVariableStatement(statement)) return undefined;
  const { declarationList: list } = statement;
  return (list.flags & NodeFlags.BlockScoped) === NodeFlags.AwaitUsing ? list : undefined;
}

function runLabelled(statement: Node, labels: readonly string[], flow: FlowBuilder): void {
  const end = flow.newJoin(statement);
  const frame = { labels, breakTo: end, continueTo: undefined, isUnlabelled: false };
  flow.insideJumpTarget(frame, () => run(statement, [], flow));
  flow.goTo(end);
  flow.continueAt(end);
}

function runIf(statement: IfStatement, flow: FlowBuilder): void {
  const { expression, thenStatement, elseStatement } = statement;
  evaluate(expression, flow);
  const otherwise = () => {
    if (elseStatement !== undefined) run(elseStatement, [], flow);
  };
  branch(statement, [() => run(thenStatement, [], flow), otherwise], flow);
}

function runLoop(
  loop: WhileStatement | DoStatement | ForStatement,
  labels: readonly string[],
  flow: FlowBuilder,
): void {
  const [head, next, end] = [flow.newJoin(loop), flow.newJoin(loop), flow.newJoin(loop)];
  const isFor = is.isForStatement(loop);
  if (isFor && loop.initializer !== undefined) initialise(loop.initializer, flow);
  const condition = isFor ? loop.condition : loop.expression;
  const test = () => {
    if (condition !== undefined) evaluate(condition, flow);
    // `while (true)` and `for (;;)` end by a jump only.
    if (condition !== undefined && condition.kind !== SyntaxKind.TrueKeyword) flow.branchTo(end);
  };
  flow.goTo(head);
  flow.continueAt(head);
  if (!is.isDoStatement(loop)) test();
  const frame = { labels, breakTo: end, continueTo: next, isUnlabelled: true };
  flow.insideJumpTarget(frame, () => run(loop.statement, [], flow));
  flow.goTo(next);
  flow.continueAt(next);
  if (isFor && loop.incrementor !== undefined) evaluate(loop.incrementor, flow);
  if (is.isDoStatement(loop)) test();
  flow.goTo(head);
  flow.continueAt(end);
}

function initialise(initializer: Node, flow: FlowBuilder): void {
  if (is.isVariableDeclarationList(initializer)) declare(initializer, flow);
  else evaluate(initializer, flow);
}

function runIteration(loop: ForInStatement | ForOfStatement, labels: readonly string[], flow: FlowBuilder): void {
  const [head, end] = [flow.newJoin(loop), flow.newJoin(loop)];
  evaluate(loop.expression, flow);
  flow.goTo(head);
  flow.continueAt(head);
  flow.addThrowing(loop.awaitModifier === undefined ? "operation" : "suspend", loop);
  flow.branchTo(end);
  const { initializer } = loop;
  if (is.isVariableDeclarationList(initializer)) bind(initializer.declarations[0]!.name, flow);
  else assignTo(initializer, flow);
  const frame = { labels, breakTo: end, continueTo: head, isUnlabelled: true };
  flow.insideJumpTarget(frame, () => run(loop.statement, [], flow));
  flow.goTo(head);
  flow.continueAt(end);
}

function runSwitch(statement: SwitchStatement, labels: readonly string[], flow: FlowBuilder): void {
  const { clauses } = statement.caseBlock;
  const end = flow.newJoin(statement);
  const bodies = clauses.map((clause): Step => flow.newJoin(clause));
  evaluate(statement.expression, flow);
  for (const [index, clause] of clauses.entries()) {
    if (clause.kind !== SyntaxKind.CaseClause) continue;
    evaluate((clause as unknown as { expression: Expression }).expression, flow);
    flow.branchTo(bodies[index]!);
  }
  const otherwise = clauses.findIndex((clause) => clause.kind === SyntaxKind.DefaultClause);
  flow.goTo(otherwise < 0 ? end : bodies[otherwise]!);
  flow.insideJumpTarget({ labels, breakTo: end, continueTo: undefined, isUnlabelled: true }, () => {
    for (const [index, clause] of clauses.entries()) {
      flow.goTo(bodies[index]!);
      flow.continueAt(bodies[index]!);
      runAll(clause.statements, flow);
    }
  });
  flow.goTo(end);
  flow.continueAt(end);
}

function runTry({ tryBlock, catchClause, finallyBlock }: TryStatement, flow: FlowBuilder): void {
  const guarded = () => {
    if (catchClause === undefined) {
      run(tryBlock, [], flow);
      return;
    }
    const [handler, end] = [flow.newJoin(catchClause), flow.newJoin(catchClause)];
    flow.insideCatch(handler, () => run(tryBlock, [], flow));
    flow.goTo(end);
    flow.continueAt(handler);
    if (catchClause.variableDeclaration !== undefined) bind(catchClause.variableDeclaration.name, flow);
    run(catchClause.block, [], flow);
    flow.goTo(end);
    flow.continueAt(end);
  };
  if (finallyBlock === undefined) guarded();
  else flow.insideFinally(finallyBlock, () => run(finallyBlock, [], flow), guarded);
}
