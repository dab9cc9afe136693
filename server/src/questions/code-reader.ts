// Reads a piece of code for what it reads, changes and calls (code-effects.ts).

import { isBuiltIn } from "../knowledge/built-in-modules.ts";
import { say } from "../language/say.ts";
import {
  NodeFlags,
  SyntaxKind,
  calleeOf,
  findAncestor,
  is,
  isAssignmentOperator,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";
import { isReport } from "../facts/report-call.ts";
import { FRESH, UNKNOWN, keyOf, valueOf, type Frame, type Path, type Value } from "./access-path.ts";
import { handedValues } from "./handed-values.ts";
import { isFilling } from "./filling-write.ts";
import {
  functionNamed,
  isHandling,
  isSettling,
  isTidying,
  lookUpOf,
  madeFrom,
  namesOf,
  partsOfPattern,
  wordOf,
  type LookUp,
} from "./call-syntax.ts";
import { variableOf } from "./variable.ts";
import type { CallSite, CodeEffects, Mystery } from "./code-effects.ts";

export class CodeReader implements CodeEffects {
  readonly reads = new Map<string, Path>();
  readonly writes = new Map<string, Path>();
  readonly calls: CallSite[] = [];
  readonly mysteries: Mystery[] = [];
  isWaiting = false;
  throws = false;
  readonly frame: Frame;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  /** @param isResultUsed whether somebody gets the value */
  evaluate(node: Node, isResultUsed = true): void {
    // Types say nothing about what runs.
    if (node.kind >= SyntaxKind.FirstTypeNode && node.kind <= SyntaxKind.LastTypeNode) return;
    // A function runs when it is called; classes, when something is made of them.
    if (isFunctionNode(node) || is.isClassDeclaration(node) || is.isClassExpression(node)) return;
    switch (node.kind) {
      case SyntaxKind.Identifier:
      case SyntaxKind.ThisKeyword:
        this.#read(node as Expression);
        return;
      case SyntaxKind.PropertyAccessExpression:
      case SyntaxKind.ElementAccessExpression:
        this.#readMember(node);
        return;
      case SyntaxKind.CallExpression:
        this.#call(node as CallExpression, isResultUsed);
        return;
      case SyntaxKind.NewExpression:
        this.#construct(node as NewExpression);
        return;
      case SyntaxKind.TaggedTemplateExpression:
        this.#mystery(say`calls a template's tag`, node);
        return;
      case SyntaxKind.BinaryExpression:
        this.#evaluateBinary(node);
        return;
      case SyntaxKind.PrefixUnaryExpression:
      case SyntaxKind.PostfixUnaryExpression: {
        const { operator, operand } = node as unknown as { operator: SyntaxKind; operand: Expression };
        this.evaluate(operand);
        const isUpdate = operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
        if (isUpdate) this.#write(operand);
        return;
      }
      case SyntaxKind.DeleteExpression:
        this.#write((node as unknown as { expression: Expression }).expression);
        return;
      case SyntaxKind.AwaitExpression:
        this.wait((node as unknown as { expression: Expression }).expression, isResultUsed);
        return;
      case SyntaxKind.ExpressionStatement:
        this.evaluate((node as unknown as { expression: Expression }).expression, false);
        return;
      // What is thrown ends everything; how it is made matters to nobody.
      case SyntaxKind.ThrowStatement:
        this.throws = true;
        return;
      case SyntaxKind.YieldExpression:
        this.#mystery(say`runs piece by piece`, node);
        return;
      case SyntaxKind.JsxElement:
      case SyntaxKind.JsxSelfClosingElement:
      case SyntaxKind.JsxFragment:
        this.#mystery(say`renders elements`, node);
        return;
      case SyntaxKind.VariableDeclarationList: {
        const kind = node.flags & NodeFlags.BlockScoped;
        if (kind === NodeFlags.Using || kind === NodeFlags.AwaitUsing) this.#mystery(say`disposes of something`, node);
        break;
      }
      case SyntaxKind.ForOfStatement:
        if ((node as { awaitModifier?: Node }).awaitModifier !== undefined)
          this.#mystery(say`iterates asynchronously`, node);
        break;
      default:
    }
    this.#evaluateParts(node);
  }

  #evaluateParts(node: Node): void {
    const names = namesOf(node);
    node.forEachChild((part) => {
      if (!names.includes(part)) this.evaluate(part);
      // forEachChild stops at a truthy result.
      return undefined;
    });
  }

  #mystery(reason: string, node: Node): void {
    this.mysteries.push({ reason, node });
  }

  #read(expression: Expression): void {
    const value = valueOf(expression, this.frame);
    if (value.kind === "path") this.reads.set(keyOf(value.path), value.path);
  }

  #readMember(node: Node): void {
    const { expression, argumentExpression } = node as unknown as {
      expression: Expression;
      argumentExpression?: Expression;
    };
    if (argumentExpression !== undefined) this.evaluate(argumentExpression);
    const inner = skipOuter(expression);
    const isChain = inner.kind === SyntaxKind.Identifier || inner.kind === SyntaxKind.ThisKeyword;
    if (isChain) this.#read(node as Expression);
    else if (is.isPropertyAccessExpression(inner) || is.isElementAccessExpression(inner)) {
      const value = valueOf(node as Expression, this.frame);
      if (value.kind === "path") this.reads.set(keyOf(value.path), value.path);
      this.#readInside(inner);
    } else this.evaluate(inner);
  }

  /** What a chain of members begins with may be a call; its other parts are in the path already. */
  #readInside(chain: Expression): void {
    if (is.isElementAccessExpression(chain)) this.evaluate(chain.argumentExpression);
    const { expression } = chain as unknown as { expression: Expression };
    const inner = skipOuter(expression);
    if (is.isPropertyAccessExpression(inner) || is.isElementAccessExpression(inner)) this.#readInside(inner);
    else if (inner.kind !== SyntaxKind.Identifier && inner.kind !== SyntaxKind.ThisKeyword) this.evaluate(inner);
  }

  #write(target: Expression): void {
    const node = skipOuter(target);
    if (is.isArrayLiteralExpression(node) || is.isObjectLiteralExpression(node)) {
      for (const part of partsOfPattern(node)) this.#write(part);
      return;
    }
    if (is.isBinaryExpression(node)) {
      this.evaluate(node.right);
      this.#write(node.left);
      return;
    }
    if (is.isIdentifier(node)) {
      const variable = variableOf(node);
      const isOwn = this.frame !== undefined && variable.owner !== undefined && this.#isInside(variable.owner);
      if (!isOwn) this.#writePath({ root: { kind: "variable", variable }, members: [], isBinding: true });
      return;
    }
    if (!is.isPropertyAccessExpression(node) && !is.isElementAccessExpression(node)) return;
    this.evaluate(node.expression);
    if (is.isElementAccessExpression(node)) this.evaluate(node.argumentExpression);
    const value = valueOf(node, this.frame);
    const holder = valueOf(node.expression, this.frame);
    if (value.kind === "path") {
      const isWhole = holder.kind === "path" && value.path.members.length === holder.path.members.length + 1;
      this.#writePath({
        ...value.path,
        ...(isFilling(node) ? { isFilling: true } : {}),
        ...(isWhole ? { isMember: true } : {}),
      });
    } else if (holder.kind === "unknown")
      this.#mystery(say`changes \`${node.expression.getText()}\`, which it has not made`, node);
  }

  #isInside(owner: FunctionNode): boolean {
    const frame = this.frame!;
    return owner === frame || findAncestor(owner, (node): node is Node => node === frame) !== undefined;
  }

  #writePath(path: Path): void {
    this.writes.set(keyOf(path), path);
  }

  #evaluateBinary(node: Node): void {
    const { left, operatorToken, right } = node as unknown as {
      left: Expression;
      operatorToken: Node;
      right: Expression;
    };
    if (!isAssignmentOperator(operatorToken)) {
      this.evaluate(left);
      this.evaluate(right);
      return;
    }
    if (operatorToken.kind !== SyntaxKind.EqualsToken) this.evaluate(left);
    this.evaluate(right);
    this.#write(left);
  }

  wait(operand: Expression, isResultUsed = true): void {
    const awaited = skipOuter(operand);
    if (is.isCallExpression(awaited)) this.#call(awaited, isResultUsed, true);
    else if (is.isConditionalExpression(awaited)) {
      this.evaluate(awaited.condition);
      const branches = [awaited.whenTrue, awaited.whenFalse];
      // `found ? await load() : cached`: each branch says for itself whether it waits.
      const isOutside = !branches.some((branch) => is.isAwaitExpression(skipOuter(branch)));
      for (const branch of branches) {
        if (isOutside) this.wait(branch, isResultUsed);
        else this.evaluate(branch, isResultUsed);
      }
    } else if (is.isAwaitExpression(awaited)) {
      this.wait(awaited.expression, isResultUsed);
    } else {
      this.isWaiting ||= awaited.kind !== SyntaxKind.NullKeyword && !is.isNumericLiteral(awaited);
      this.evaluate(awaited);
    }
  }

  #call(call: CallExpression, isResultUsed: boolean, isAwaited = false): void {
    const callee = calleeOf(call);
    if (callee.kind === SyntaxKind.ImportKeyword) {
      this.#import(call, isAwaited);
      return;
    }
    if (callee.kind === SyntaxKind.SuperKeyword) {
      // Errors are made, not done.
      if (!/extends \w*(?:Error|Exception)\b/.test(classHead(call)))
        this.#mystery(say`runs another class's constructor`, call);
      return;
    }
    const lookUp = lookUpOf(call);
    if (lookUp !== undefined) {
      this.#lookUp(call, lookUp, isResultUsed, isAwaited);
      return;
    }
    if (isFunctionNode(callee)) {
      this.#site(call, undefined, this.#arguments(call.arguments), isResultUsed, isAwaited);
      return;
    }
    const made = is.isCallExpression(callee) ? madeFrom(callee) : undefined;
    if (made !== undefined && is.isCallExpression(callee)) {
      this.#callMade(call, callee, made, isResultUsed, isAwaited);
      return;
    }
    const isMember = is.isPropertyAccessExpression(callee) || is.isElementAccessExpression(callee);
    const isOfSuper = isMember && callee.expression.kind === SyntaxKind.SuperKeyword;
    const isDetached = callee !== skipOuter(call.expression);
    const receiver = isOfSuper ? THIS : isMember && !isDetached ? valueOf(callee.expression, this.frame) : undefined;
    const args = this.#arguments(call.arguments, (fn) => handedValues(call, fn, receiver, this.frame));
    if (isMember) {
      // Whoever awaits `load().catch(…)` waits for `load()`.
      if (isAwaited && isHandling(callee)) this.wait(callee.expression);
      else if (!isOfSuper) this.evaluate(callee.expression);
      if (is.isElementAccessExpression(callee)) this.evaluate(callee.argumentExpression);
    } else if (!is.isIdentifier(callee)) {
      this.evaluate(callee);
    }
    if (isReport(callee) || isSettling(callee) || isTidying(callee)) return;
    this.#site(call, receiver, args, isResultUsed, isAwaited);
  }

  /**
   * `traced(load, tracer)(id)`: of what a function makes of another one, it is taken that it does what that one does. How it
   * hands its arguments on is not known.
   */
  #callMade(
    call: CallExpression,
    maker: CallExpression,
    fn: Expression,
    isResultUsed: boolean,
    isAwaited: boolean,
  ): void {
    this.evaluate(skipOuter(maker.expression));
    const given = this.#arguments(maker.arguments);
    this.calls.push({
      call: maker,
      name: "make",
      receiver: undefined,
      args: given,
      isResultUsed: true,
      isAwaited: false,
    });
    const values = this.#arguments(call.arguments);
    for (const value of values) {
      if (value.kind !== "path") continue;
      const path = { ...value.path, isDeep: true };
      this.reads.set(keyOf(path), path);
    }
    const isFresh = values.every(({ kind }) => kind === "fresh");
    const args = Array.from({ length: MOST_ARGUMENTS }, () => (isFresh ? FRESH : UNKNOWN));
    this.calls.push({ call: fn, name: wordOf(fn), receiver: undefined, args, isResultUsed, isAwaited });
  }

  /** The functions that are handed over put parts of the query together. */
  #lookUp(call: CallExpression, { source, name, calls }: LookUp, isResultUsed: boolean, isAwaited: boolean): void {
    this.evaluate(source);
    const args = calls.flatMap(({ arguments: all }) => all.filter((argument) => !isFunctionNode(skipOuter(argument))));
    for (const argument of args) this.evaluate(argument);
    const receiver = valueOf(source, this.frame);
    this.calls.push({ call, name, receiver, args: [], isResultUsed, isAwaited });
  }

  /** Modules may be loaded in any order, unless one does something to the others while it is loaded. */
  #import(call: CallExpression, isAwaited: boolean): void {
    const specifier = call.arguments[0];
    // What is built into the runtime is there at once.
    if (specifier !== undefined && is.isStringLiteral(specifier) && isBuiltIn(specifier.text)) return;
    if (specifier === undefined || !is.isStringLiteral(specifier)) this.#mystery(say`loads some module`, call);
    else this.calls.push({ call, name: "loadModule", receiver: undefined, args: [], isResultUsed: true, isAwaited });
  }

  #site(
    call: CallExpression | NewExpression | Expression,
    receiver: Value | undefined,
    args: readonly Value[],
    isResultUsed: boolean,
    isAwaited: boolean,
  ): void {
    this.calls.push({ call, name: wordOf(call), receiver, args, isResultUsed, isAwaited });
  }

  /** What goes into a call. Functions among the arguments are taken to be called, by whom and when ever. */
  #arguments(args: readonly Expression[], handedTo: (fn: FunctionNode) => readonly Value[] = () => []): Value[] {
    return args.map((argument) => {
      const node = skipOuter(argument);
      if (is.isSpreadElement(node)) {
        this.evaluate(node.expression);
        return UNKNOWN;
      }
      if (isFunctionNode(node)) {
        this.#site(node, undefined, handedTo(node), true, false);
        return FRESH;
      }
      this.evaluate(node);
      const named = is.isIdentifier(node) ? functionNamed(node) : undefined;
      if (named?.body !== undefined) this.#site(named as Node as Expression, undefined, [], true, false);
      return valueOf(node, this.frame);
    });
  }

  #construct(call: NewExpression): void {
    const args = this.#arguments([...(call.arguments ?? [])]);
    if (is.isIdentifier(call.expression) && call.expression.text === "Promise") {
      this.isWaiting = true;
      return;
    }
    this.#site(call, FRESH, args, true, false);
  }
}

/** More than anybody hands over. */
const MOST_ARGUMENTS = 12;

function classHead(node: Node): string {
  const owner = findAncestor(node, (each) => is.isClassDeclaration(each) || is.isClassExpression(each));
  return owner === undefined ? "" : owner.getText().split("{", 1)[0]!;
}

const THIS: Value = { kind: "path", path: { root: { kind: "this" }, members: [] } };
