// Rewriting step: make a function async, together with everything in the project that has to agree with it: who calls it,
// what it overrides or implements, under which other names it goes. Refused, with the reason, wherever a caller is unknown
// or cannot wait; the speculative type check has the last word.

import { say } from "../language/say.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Evidence } from "../rules/finding.ts";
import { withPurpose, type Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  enclosingFunction,
  is,
  isAsync,
  isFunctionNode,
  outermost,
  skipOuter,
  type Expression,
  type FunctionNode,
  type Node,
  type TypeNode,
} from "../typescript/syntax.ts";
import { asyncSignature, promisedFunctionType, promisedReturn, whyNeverAsync } from "./async-signature.ts";
import { awaitCall, isAwaited, isPassedOn, type AwaitableCall } from "./await-call.ts";
import { awaitPlace } from "./await-place.ts";
import { NodeSet } from "./node-set.ts";
import { declaredName, isCalledByLanguage, isExported } from "./declared-name.ts";
import { describeFunction, nowhereToWait, obstacleAt, receiverDoesNotWait } from "./obstacle.ts";
import { snippet } from "./snippet.ts";
import { useOf, type Use } from "./name-use.ts";

/**
 * How far the change may go. `nearby`: to a few functions that nothing depends on, and to places that can await already.
 * `project`: to whoever uses the result, however many functions become async by that, exported ones and interfaces too.
 */
export type Reach = "nearby" | "project";

/** Callers of callers of callers: beyond this the change is a project, not a quick fix. */
const MOST_FUNCTIONS: Readonly<Record<Reach, number>> = { nearby: 4, project: 50 };

export interface AsyncChange {
  /** Undefined if something is in the way. */
  readonly edits: readonly Edit[] | undefined;
  readonly obstacle: Evidence | undefined;
  /** The functions that become asynchronous. */
  readonly functions: NodeSet<FunctionNode>;
}

/** What one rewrite has decided so far. */
interface Plan {
  readonly reach: Reach;
  /** Code that we cannot see may call what is exported, so that it has to stay as it is. */
  readonly keepsExports: boolean;
  readonly functions: NodeSet<FunctionNode>;
  /** Names that have been dealt with, in declarations and uses. */
  readonly names: NodeSet;
  /** Names whose uses have been looked for. */
  readonly searched: NodeSet;
  readonly edits: Edit[];
}

/** What is in the way; undefined if nothing is. */
type Step = Inquiry<Evidence | undefined>;

/**
 * The edits that make `fn` async and await its calls, wherever they are. They do not touch the body of `fn` except
 * where it calls itself.
 * @param keepsExports what a published package exports must not change; nearby it never does
 */
export function* makeAsync(
  fn: FunctionNode,
  { isPublished }: Pick<FileContext, "isPublished">,
  {
    reach = "nearby",
    keepsExports = reach === "nearby",
  }: { readonly reach?: Reach; readonly keepsExports?: boolean } = {},
): Inquiry<AsyncChange> {
  const plan: Plan = {
    reach,
    keepsExports: keepsExports && isPublished,
    functions: new NodeSet(),
    names: new NodeSet(),
    searched: new NodeSet(),
    edits: [],
  };
  const obstacle = yield* addFunction(fn, plan);
  return { edits: obstacle === undefined ? plan.edits : undefined, obstacle, functions: plan.functions };
}

/** @param use what the function has to wait for, if it is not the beginning */
function* addFunction(fn: FunctionNode, plan: Plan, use?: Node): Step {
  if (plan.functions.has(fn)) return undefined;
  const obstacle = turnAsync(fn, plan);
  if (obstacle !== undefined) return obstacle;
  const name = declaredName(fn, plan.reach === "project");
  if (name !== undefined) return yield* addName(name, plan);
  const outer = outermost(fn);
  const call = outer.parent;
  if (is.isCallExpression(call) && call.expression === outer) return yield* addCall(call, plan);
  return (yield* ask("contextual-return", fn)) === "promise" ? undefined : receiverDoesNotWait(fn, use);
}

/** The function itself, without whoever calls it. */
function turnAsync(fn: FunctionNode, plan: Plan): Evidence | undefined {
  const reason = whyNeverAsync(fn);
  if (reason !== undefined)
    return obstacleAt(fn, say`${describeFunction(fn)} would have to become asynchronous, and ${reason}`);
  if (plan.functions.size >= MOST_FUNCTIONS[plan.reach]) {
    return obstacleAt(fn, say`more than ${MOST_FUNCTIONS[plan.reach]} functions would have to become asynchronous`);
  }
  if (plan.keepsExports && declaredName(fn, plan.reach === "project") !== undefined && isExported(fn)) {
    return obstacleAt(fn, say`${describeFunction(fn)} is exported to code that is not known here`);
  }
  plan.functions.add(fn);
  plan.edits.push(...asyncSignature(fn));
  return undefined;
}

/** Everything that a name stands for and everywhere that it is used. */
function* addName(name: Node, plan: Plan): Step {
  if (plan.searched.has(name)) return undefined;
  plan.searched.add(name);
  if (isCalledByLanguage(name))
    return obstacleAt(name, say`\`${snippet(name)}\` is called by the language itself, which does not wait`);
  const references = yield* ask("references", { at: name, isThorough: plan.reach === "project" });
  if (references === undefined) return obstacleAt(name, say`it is not known who uses \`${snippet(name)}\``);
  const [possible] = references.possible;
  if (possible !== undefined)
    return obstacleAt(possible, say`\`${snippet(possible.parent)}\` may run it, and its type is not known`);
  const [base] = references.unknownBases;
  if (base !== undefined) return obstacleAt(base, say`what \`${snippet(base)}\` prescribes is not known`);
  for (const each of references.names) {
    if (plan.names.has(each)) continue;
    plan.names.add(each);
    const obstacle = yield* addUse(useOf(each), plan);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function* addUse(use: Use, plan: Plan): Step {
  switch (use.kind) {
    case "none":
      return undefined;
    case "foreign":
      return obstacleAt(use.name, say`\`${snippet(use.name)}\` is declared in code that is not part of the project`);
    case "alias":
      return plan.keepsExports && is.isExportSpecifier(use.name.parent)
        ? obstacleAt(use.name, say`\`${snippet(use.name)}\` is exported to code that is not known here`)
        : undefined;
    case "declaration":
      return yield* addDeclaration(use.declaration, plan);
    case "other-name":
      return plan.reach === "nearby" ? passedOn(use.name) : yield* addName(use.other, plan);
    case "assignment":
      return plan.reach === "nearby" ? passedOn(use.name) : yield* addValue(use.value, plan);
    case "call":
      return yield* addCall(use.call, plan);
    case "value":
      return passedOn(use.name);
  }
}

function passedOn(name: Node): Evidence {
  return obstacleAt(name, say`\`${snippet(name)}\` is passed on as a value, and who gets it may not wait`);
}

function* addDeclaration(declaration: Node, plan: Plan): Step {
  const { initializer, type } = declaration as { initializer?: Expression; type?: Node };
  const fn = isFunctionNode(declaration) ? declaration : functionIn(initializer);
  const isOwn = fn !== undefined && plan.functions.has(fn);
  const holderType = isFunctionNode(declaration) ? undefined : type;
  // Nearby, nothing else may say what the function returns.
  if (plan.reach === "nearby") {
    return isOwn && holderType === undefined
      ? undefined
      : obstacleAt(declaration, say`what it returns is declared here`);
  }
  if (declaration.kind === SyntaxKind.MethodSignature) {
    plan.edits.push(...promisedReturn(declaration));
    return undefined;
  }
  if (holderType !== undefined) {
    const edits = promisedFunctionType(holderType as TypeNode);
    if (edits === undefined)
      return obstacleAt(holderType, say`the type \`${snippet(holderType)}\` says what it returns`);
    plan.edits.push(...edits);
  }
  if (fn !== undefined) return becomeAsync(fn, plan);
  if (initializer !== undefined) return yield* addValue(initializer, plan);
  return holderType === undefined ? obstacleAt(declaration, say`it may be any function`) : undefined;
}

/** Another function that a name may stand for. */
function* addValue(value: Expression, plan: Plan): Step {
  const held = skipOuter(value);
  if (isFunctionNode(held)) return becomeAsync(held, plan);
  if (is.isIdentifier(held)) return yield* addName(held, plan);
  if (is.isPropertyAccessExpression(held)) return yield* addName(held.name, plan);
  return obstacleAt(held, say`\`${snippet(held)}\` may be any function`);
}

/** A function whose callers are those of a name that is dealt with. */
function becomeAsync(fn: FunctionNode, plan: Plan): Evidence | undefined {
  if (plan.functions.has(fn) || isAsync(fn)) return undefined;
  if (fn.body !== undefined) return turnAsync(fn, plan);
  plan.edits.push(...promisedReturn(fn));
  return undefined;
}

function functionIn(value: Expression | undefined): FunctionNode | undefined {
  const held = value && skipOuter(value);
  return held !== undefined && isFunctionNode(held) ? held : undefined;
}

function* addCall(call: AwaitableCall, plan: Plan): Step {
  if (isAwaited(call)) return undefined;
  // Whoever gets a promise already goes on getting one.
  if ((yield* ask("promise-shape", call)) === "promise") return undefined;
  const caller = enclosingFunction(call);
  if (isPassedOn(call) && caller !== undefined) {
    if (isAsync(caller) || plan.functions.has(caller)) return undefined;
  }
  // For a change nearby no further function is changed for a value that is used.
  const isStatement = is.isExpressionStatement(outermost(call).parent);
  const mayChangeCaller = plan.reach === "project" || isStatement;
  if (!mayChangeCaller && awaitPlace(call).kind !== "async") return nowhereToWait(call);
  const obstacle = yield* becomeAwaitable(call, plan);
  if (obstacle !== undefined) return obstacle;
  const edits = awaitCall(call);
  if (edits === undefined) return obstacleAt(call, say`\`${snippet(call)}\` cannot be awaited where it stands`);
  plan.edits.push(...withPurpose("await", edits));
  return undefined;
}

/** `await` is legal at the call, or becomes so by making the caller async too. */
function* becomeAwaitable(call: Expression, plan: Plan): Step {
  const place = awaitPlace(call);
  switch (place.kind) {
    case "async":
      return undefined;
    case "top-level":
      return (yield* ask("top-level-await", call)) === "allowed" ? undefined : nowhereToWait(call);
    case "function":
      return yield* callerBecomesAsync(place.fn, call, plan);
    case "nowhere":
      return nowhereToWait(call);
  }
}

function* callerBecomesAsync(caller: FunctionNode, call: Expression, plan: Plan): Step {
  const reason = whyNeverAsync(caller);
  if (reason !== undefined)
    return obstacleAt(call, say`${describeFunction(caller)} uses \`${snippet(call)}\`, and ${reason}`);
  return yield* addFunction(caller, plan, call);
}
