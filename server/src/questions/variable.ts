// Which declaration an identifier means, by lexical scope alone: what effects are told apart by. Asking the compiler
// would give the same for local names, and there are hundreds of them in every body that is read.

import {
  NodeFlags,
  SyntaxKind,
  findAncestor,
  is,
  isFunctionNode,
  type FunctionNode,
  type Identifier,
  type Node,
} from "../typescript/syntax.ts";

/**
 * A variable, parameter, function or import. `module` ones are told apart by the name under which others may import them,
 * so that an import and what it stands for are one; names of the same text in different modules are taken for one as well.
 */
export interface Variable {
  readonly kind: "local" | "parameter" | "module" | "import" | "global";
  /** Equal for the same variable, and for no other of the same function. */
  readonly id: string;
  readonly name: string;
  /** The name where it is declared; undefined for globals. */
  readonly declared: Node | undefined;
  /** The function whose parameter or local it is. */
  readonly owner: FunctionNode | undefined;
}

export function variableOf(identifier: Identifier): Variable {
  const name = identifier.text;
  for (let scope: Node | undefined = identifier.parent; scope !== undefined; scope = scope.parent) {
    const declared = declarationsIn(scope)?.get(name);
    if (declared === undefined) continue;
    // The name of a function's own parameter is not known to its decorators and computed name, which hardly matters.
    return describe(name, declared, scope);
  }
  return { kind: "global", id: `global ${name}`, name, declared: undefined, owner: undefined };
}

function describe(name: string, declared: Node, scope: Node): Variable {
  const { parent } = declared;
  if (scope.kind === SyntaxKind.SourceFile || scope.kind === SyntaxKind.ModuleBlock) {
    const isImport = is.isImportSpecifier(parent) || is.isImportClause(parent) || is.isNamespaceImport(parent);
    const original = is.isImportSpecifier(parent) && parent.propertyName ? parent.propertyName.getText() : name;
    return { kind: isImport ? "import" : "module", id: `module ${original}`, name, declared, owner: undefined };
  }
  const owner = isFunctionNode(scope) ? scope : findAncestor(scope, isFunctionNode);
  const isParameter = isFunctionNode(scope) && is.isParameterDeclaration(findAncestor(declared, isNoBinding) ?? scope);
  const id = `local ${name} ${declared.pos} ${declared.getSourceFile().fileName}`;
  return { kind: isParameter ? "parameter" : "local", id, name, declared, owner };
}

function isNoBinding(node: Node): boolean {
  return !is.isBindingElement(node) && !is.isBindingPattern(node);
}

const known = new WeakMap<Node, ReadonlyMap<string, Node> | undefined>();

/** The names that are declared directly in a scope; undefined for what is no scope. */
function declarationsIn(scope: Node): ReadonlyMap<string, Node> | undefined {
  if (!SCOPES.has(scope.kind) && !isFunctionNode(scope)) return undefined;
  let names = known.get(scope);
  if (names === undefined) known.set(scope, (names = collectNames(scope)));
  return names;
}

const SCOPES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Block,
  SyntaxKind.CaseBlock,
  SyntaxKind.CatchClause,
  SyntaxKind.ClassExpression,
  SyntaxKind.ForInStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.ForStatement,
  SyntaxKind.ModuleBlock,
  SyntaxKind.SourceFile,
]);

function collectNames(scope: Node): ReadonlyMap<string, Node> {
  const names = new Map<string, Node>();
  const bind = (binding: Node | undefined): void => {
    if (binding === undefined) return;
    if (is.isIdentifier(binding)) names.set(binding.text, names.get(binding.text) ?? binding);
    else if (is.isBindingPattern(binding))
      for (const element of binding.elements) bind((element as { name?: Node }).name);
  };
  const bindList = (list: Node | undefined): void => {
    if (list === undefined || !is.isVariableDeclarationList(list)) return;
    for (const { name } of list.declarations) bind(name);
  };
  if (isFunctionNode(scope)) {
    for (const { name } of scope.parameters) bind(name);
    if (scope.kind === SyntaxKind.FunctionExpression) bind(scope.name);
    if (scope.body !== undefined) for (const list of hoistedLists(scope.body)) bindList(list);
    return names;
  }
  switch (scope.kind) {
    case SyntaxKind.CatchClause:
      bind((scope as { variableDeclaration?: { name: Node } }).variableDeclaration?.name);
      break;
    case SyntaxKind.ClassExpression:
      bind((scope as { name?: Node }).name);
      break;
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.ForStatement:
      bindList((scope as { initializer?: Node }).initializer);
      break;
    case SyntaxKind.CaseBlock:
      for (const { statements } of (scope as unknown as { clauses: readonly { statements: readonly Node[] }[] })
        .clauses) {
        for (const statement of statements) bindStatement(statement, bind, bindList);
      }
      break;
    default:
      for (const statement of (scope as unknown as { statements: readonly Node[] }).statements) {
        bindStatement(statement, bind, bindList);
      }
  }
  return names;
}

function bindStatement(statement: Node, bind: (name: Node | undefined) => void, bindList: (list: Node) => void): void {
  if (is.isVariableStatement(statement)) {
    bindList(statement.declarationList);
  } else if (is.isImportDeclaration(statement)) {
    const { importClause } = statement;
    bind(importClause?.name);
    const bindings = importClause?.namedBindings;
    if (bindings === undefined) return;
    if (is.isNamespaceImport(bindings)) bind(bindings.name);
    else for (const { name } of bindings.elements) bind(name);
  } else {
    const { name } = statement as { name?: Node };
    if (name !== undefined && is.isIdentifier(name)) bind(name);
  }
}

/** The `var` declarations of a function's body, which belong to the function wherever they stand. */
function hoistedLists(body: Node): Node[] {
  const lists: Node[] = [];
  const visit = (node: Node): undefined => {
    if (isFunctionNode(node)) return undefined;
    if (is.isVariableDeclarationList(node) && (node.flags & NodeFlags.BlockScoped) === 0) lists.push(node);
    node.forEachChild(visit);
    return undefined;
  };
  if (/\bvar\b/.test(body.getText())) visit(body);
  return lists;
}
