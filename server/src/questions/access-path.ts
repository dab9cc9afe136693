// Where a value lives that code reads or changes: an access path from a variable, from `this` or from something outside
// the program over members, such as `this.cache.entries`. Two paths touch each other if one begins with the other.
//
// The idea of describing what a function may modify and read by such paths, with pseudo-variables for the environment,
// is that of Arteca, Tip and Schäfer, "Enabling Additional Parallelism in Asynchronous JavaScript Applications",
// ECOOP 2021.

import { phrase, say, translated } from "../language/say.ts";
import {
  NodeFlags,
  SyntaxKind,
  findAncestor,
  is,
  isFunctionNode,
  skipOuter,
  type Expression,
  type FunctionNode,
  type Identifier,
  type Node,
} from "../typescript/syntax.ts";
import { contains } from "../facts/occurrences.ts";
import { variableOf, type Variable } from "./variable.ts";

export type Root =
  | { readonly kind: "this" }
  /** A parameter of the function that is described, by its position. */
  | { readonly kind: "argument"; readonly index: number }
  | { readonly kind: "variable"; readonly variable: Variable }
  /** The environment: `file system`, `network`, `console`, … */
  | { readonly kind: "outside"; readonly name: string };

export interface Path {
  readonly root: Root;
  /** Longer ones are cut: a path stands for everything below it. */
  readonly members: readonly string[];
  /** The variable itself gets another value; nothing is changed that it refers to. */
  readonly isBinding?: boolean;
  /** Of a read: whatever is below it is looked at too. Otherwise only what stands there, which may be an object's name. */
  readonly isDeep?: boolean;
  /** Of a write: it is made only where nothing has been there before, as in `this.entries ??= …`. */
  readonly isFilling?: boolean;
  /** Of a write: the last member gets another value; nothing is changed that it referred to. */
  readonly isMember?: boolean;
}

/** What an expression gives, as far as it matters to those who change it. */
export type Value =
  | { readonly kind: "path"; readonly path: Path }
  /**
   * Made here, so that nobody else can see it changed. Of an object literal the members are known; `isWhole` says that
   * everything below it was made here too.
   */
  | { readonly kind: "fresh"; readonly node: Node | undefined; readonly isWhole?: boolean }
  /** It comes from a call or another place that tells nothing. */
  | { readonly kind: "unknown" };

/** The function whose locals are nobody else's business; undefined where several pieces of code share what is local. */
export type Frame = FunctionNode | undefined;

export const UNKNOWN: Value = { kind: "unknown" };
export const FRESH: Value = { kind: "fresh", node: undefined };
/** A copy down to the last member, or something like it. */
const WHOLLY_FRESH: Value = { kind: "fresh", node: undefined, isWhole: true };

const LONGEST = 4;

/** The member that stands for any item of a collection. */
export const ELEMENT = "*";

export function pathTo(root: Root, members: readonly string[] = []): Path {
  return { root, members: members.slice(0, LONGEST) };
}

export function outside(name: string, ...members: readonly string[]): Path {
  return pathTo({ kind: "outside", name }, members);
}

/** Equal for equal paths. */
export function keyOf({ root, members, isBinding, isDeep, isFilling, isMember }: Path): string {
  const way = isBinding === true ? "binding" : isDeep === true ? "deep" : isFilling === true ? "filling" : "";
  const kind = isMember === true ? `${way} member` : way;
  return [kind, keyOfRoot(root), ...members].join("\0");
}

function keyOfRoot(root: Root): string {
  switch (root.kind) {
    case "this":
      return "this";
    case "argument":
      return `argument ${root.index}`;
    case "variable":
      return root.variable.id;
    case "outside":
      return `outside ${root.name}`;
  }
}

/** What is changed there is seen by those who read here. */
export function isSeenBy(written: Path, read: Path): boolean {
  return touches(written, read) && (read.isDeep === true || written.members.length <= read.members.length);
}

/** One of the two holds the other. */
export function touches(a: Path, b: Path): boolean {
  if (keyOfRoot(a.root) !== keyOfRoot(b.root)) return false;
  const length = Math.min(a.members.length, b.members.length);
  for (let i = 0; i < length; i++) if (!mayBeSame(a.members[i]!, b.members[i]!)) return false;
  return true;
}

function mayBeSame(a: string, b: string): boolean {
  return a === b || a === ELEMENT || b === ELEMENT;
}

const OUTSIDE: Readonly<Record<string, string>> = {
  console: phrase("the console"),
  "file system": phrase("the file system"),
  network: phrase("the network"),
  page: phrase("the page"),
  process: phrase("the process"),
  time: phrase("the time"),
};

/** The path in words for people: `this.cache`, `the network`. */
export function describePath({ root, members: all }: Path): string {
  const items = all.indexOf(ELEMENT);
  if (items >= 0) return say`an item of ${describePath({ root, members: all.slice(0, items) })}`;
  const members = all;
  switch (root.kind) {
    case "outside":
      return members.length === 0
        ? translated(OUTSIDE[root.name] ?? root.name)
        : say`${translated(OUTSIDE[root.name] ?? root.name)} at \`${members.join("/")}\``;
    case "this":
      return `\`${["this", ...members].join(".")}\``;
    case "argument":
      return say`what its argument ${root.index + 1} refers to`;
    case "variable":
      return `\`${[root.variable.name, ...members].join(".")}\``;
  }
}

/** What is at the member of a value. */
export function memberOf(value: Value, name: string | undefined, frame: Frame): Value {
  if (value.kind === "path") {
    // A computed member may be any of them, for which the whole stands.
    if (name === undefined) return value;
    return { kind: "path", path: pathTo(value.path.root, [...value.path.members, name]) };
  }
  if (value.kind === "fresh" && value.isWhole === true) return value;
  if (value.kind === "unknown" || name === undefined || value.node === undefined) return UNKNOWN;
  if (!is.isObjectLiteralExpression(value.node)) return UNKNOWN;
  let found: Value | undefined;
  for (const property of value.node.properties) {
    if (is.isPropertyAssignment(property) && property.name.getText() === name)
      found = valueOf(property.initializer, frame);
    else if (is.isShorthandPropertyAssignment(property) && property.name.getText() === name)
      found = valueOf(property.name as Identifier, frame);
    else if (is.isSpreadAssignment(property)) found = memberOf(valueOf(property.expression, frame), name, frame);
  }
  return found ?? FRESH;
}

/** The value of an expression; constants are seen through to what they were made of. */
export function valueOf(expression: Expression, frame: Frame, depth = 0): Value {
  const node = skipOuter(expression);
  switch (node.kind) {
    case SyntaxKind.Identifier:
      return is.isIdentifier(node) && node.text !== "undefined"
        ? valueOfVariable(variableOf(node), frame, depth)
        : FRESH;
    case SyntaxKind.ThisKeyword:
      return { kind: "path", path: pathTo({ kind: "this" }) };
    case SyntaxKind.PropertyAccessExpression:
      return is.isPropertyAccessExpression(node)
        ? memberOf(valueOf(node.expression, frame, depth), node.name.text, frame)
        : UNKNOWN;
    case SyntaxKind.ElementAccessExpression: {
      if (!is.isElementAccessExpression(node)) return UNKNOWN;
      const key = node.argumentExpression;
      const name = is.isStringLiteral(key) || is.isNumericLiteral(key) ? key.text : undefined;
      return memberOf(valueOf(node.expression, frame, depth), name, frame);
    }
    case SyntaxKind.AwaitExpression: {
      const awaited = is.isAwaitExpression(node) ? valueOf(node.expression, frame, depth) : UNKNOWN;
      return awaited.kind === "path" ? awaited : UNKNOWN;
    }
    case SyntaxKind.BinaryExpression:
      return is.isBinaryExpression(node)
        ? valueOfOperator(node.operatorToken.kind, node.left, node.right, frame, depth)
        : UNKNOWN;
    case SyntaxKind.ConditionalExpression:
      return is.isConditionalExpression(node)
        ? either(valueOf(node.whenTrue, frame, depth), valueOf(node.whenFalse, frame, depth))
        : UNKNOWN;
    case SyntaxKind.CallExpression:
      if (!is.isCallExpression(node)) return UNKNOWN;
      // What is assigned to is what comes back.
      if (node.expression.getText() === "Object.assign" && node.arguments[0] !== undefined) {
        const target = valueOf(node.arguments[0], frame, depth);
        return target.kind === "fresh" ? FRESH : target;
      }
      return valueOfCall(node.expression);
    case SyntaxKind.TaggedTemplateExpression:
    case SyntaxKind.YieldExpression:
    case SyntaxKind.SuperKeyword:
    case SyntaxKind.SpreadElement:
      return UNKNOWN;
    // Literals, `new`, functions, comparisons and arithmetic.
    default:
      return { kind: "fresh", node };
  }
}

function valueOfOperator(
  operator: SyntaxKind,
  left: Expression,
  right: Expression,
  frame: Frame,
  depth: number,
): Value {
  switch (operator) {
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return either(valueOf(left, frame, depth), valueOf(right, frame, depth));
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.CommaToken:
    case SyntaxKind.EqualsToken:
      return valueOf(right, frame, depth);
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
      return valueOf(left, frame, depth);
    default:
      return FRESH;
  }
}

/** One of two: a path beside something new is changed where the path leads. */
function either(a: Value, b: Value): Value {
  if (a.kind === "fresh" && b.kind === "fresh") return a.isWhole === true ? b : a;
  if (a.kind === "fresh") return b;
  if (b.kind === "fresh") return a;
  return a.kind === "path" && b.kind === "path" && keyOf(a.path) === keyOf(b.path) ? a : UNKNOWN;
}

/** Calls that give a new object: some of the language's, and whatever says so by its name. */
function valueOfCall(callee: Expression): Value {
  const text = callee.getText();
  const word = /[\w$]*$/.exec(text)![0];
  if (/^(?:deep(?:clone|copy)|(?:clone|copy)deep|structuredClone)$/i.test(word) || text === "JSON.parse")
    return WHOLLY_FRESH;
  if (/^(?:deep)?(?:clone|copy|create|make|merge)(?![a-z])/i.test(word)) return FRESH;
  const isNew =
    /^(?:Object\.(?:create|entries|fromEntries|keys|values)|Array\.(?:from|of))$/.test(text) ||
    /\.(?:concat|entries|filter|flatMap|keys|map|matchAll|slice|split|toSorted|values)$/.test(text);
  return isNew ? FRESH : UNKNOWN;
}

/** Where a variable's value is: its own path, or what it was made of if it is never anything else. */
export function valueOfVariable(variable: Variable, frame: Frame, depth = 0): Value {
  const own: Value = { kind: "path", path: pathTo({ kind: "variable", variable }) };
  const { declared, kind, owner } = variable;
  if (declared === undefined || kind === "import" || depth > 5) return own;
  const made = madeOf(declared, frame, depth + 1);
  if (made?.kind === "path") return made;
  // What a module or a function around makes is there for others too.
  const isOwn = kind === "local" && frame !== undefined && owner !== undefined && isWithin(frame, owner);
  return isOwn && made !== undefined ? made : own;
}

function isWithin(outer: FunctionNode, inner: FunctionNode): boolean {
  return outer === inner || (contains(outer, inner) && outer.getSourceFile() === inner.getSourceFile());
}

/** What a variable holds; undefined for what is no variable, such as a parameter. */
function madeOf(declared: Node, frame: Frame, depth: number): Value | undefined {
  const declaration = findAncestor(declared, (node) => !is.isBindingElement(node) && !is.isBindingPattern(node));
  if (declaration === undefined || !is.isVariableDeclaration(declaration)) return undefined;
  const list = declaration.parent;
  // What is caught was made to be thrown.
  if (is.isCatchClause(list)) return FRESH;
  if (!is.isVariableDeclarationList(list)) return UNKNOWN;
  if (is.isForOfStatement(list.parent) || is.isForInStatement(list.parent)) {
    const items = valueOf(list.parent.expression, frame, depth);
    return items.kind === "path" ? memberOf(items, ELEMENT, frame) : UNKNOWN;
  }
  const { initializer } = declaration;
  if (initializer === undefined) return UNKNOWN;
  const value = valueOf(initializer, frame, depth);
  if ((list.flags & NodeFlags.BlockScoped) === NodeFlags.Const)
    return throughPattern(declared, declaration, value, frame);
  return value.kind === "fresh" ? { ...value, node: undefined } : UNKNOWN;
}

/** `x` of `const { a: { x } } = value`. */
function throughPattern(declared: Node, declaration: Node, value: Value, frame: Frame): Value {
  const members: (string | undefined)[] = [];
  let node = declared.parent;
  while (node !== declaration) {
    if (is.isBindingElement(node)) {
      const isList = node.parent.kind === SyntaxKind.ArrayBindingPattern;
      const key: Node | undefined = node.propertyName ?? node.name;
      const isNamed = !isList && node.dotDotDotToken === undefined && key !== undefined && is.isIdentifier(key);
      members.unshift(isNamed ? key.text : undefined);
    }
    node = node.parent;
  }
  return members.reduce<Value>((at, name) => memberOf(at, name, frame), value);
}

/** The position of the parameter that a variable is or is taken from, with the members on the way. */
export function argumentOf(variable: Variable, fn: FunctionNode): Path | undefined {
  if (variable.kind !== "parameter" || variable.owner !== fn || variable.declared === undefined) return undefined;
  const parameter = is.isParameterDeclaration(variable.declared.parent)
    ? variable.declared.parent
    : findAncestor(variable.declared, is.isParameterDeclaration);
  if (parameter === undefined || isFunctionNode(parameter)) return undefined;
  const index = fn.parameters.filter(({ name }) => name?.getText() !== "this").indexOf(parameter);
  const value = throughPattern(
    variable.declared,
    parameter,
    { kind: "path", path: pathTo({ kind: "argument", index }) },
    fn,
  );
  return value.kind === "path" ? value.path : undefined;
}
