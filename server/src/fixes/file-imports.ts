// What a file imports at its top level, and in which style: what add-import.ts has to know before it writes another one.

import { requiredModule } from "../typescript/required-module.ts";
import { identifiersOf } from "../typescript/scan.ts";
import { SyntaxKind, is, skipOuter, type Node, type SourceFile } from "../typescript/syntax.ts";

/** One import declaration, or one variable that is initialised by `require`. */
export interface FileImport {
  /** As it is written, with `node:` or without. */
  readonly module: string;
  readonly form: "import" | "require";
  readonly statement: Node;
  /** Nothing else is declared by the statement, so that it may be removed as a whole. */
  readonly isAlone: boolean;
  /** The name of all of the module: `fs` of `import fs`, `import * as fs`, `const fs = require("fs")`. */
  readonly whole: string | undefined;
  readonly wholeStyle: "default" | "namespace" | undefined;
  /** The braces that hold names, of an import or of a destructured `require`. */
  readonly names: Node | undefined;
  readonly elements: readonly ImportElement[];
}

export interface ImportElement {
  readonly node: Node;
  readonly imported: string;
  readonly local: string;
}

/** The imports that give values, in text order. */
export function importsOf(file: SourceFile): FileImport[] {
  return file.statements.flatMap((statement): FileImport[] => {
    if (is.isImportDeclaration(statement)) return fromImport(statement);
    if (is.isImportEqualsDeclaration(statement)) return fromImportEquals(statement);
    return is.isVariableStatement(statement) ? fromVariables(statement) : [];
  });
}

/** The import that declares a local name. */
export function importOfName(imports: readonly FileImport[], local: string): FileImport | undefined {
  return imports.find(({ whole, elements }) => whole === local || elements.some((element) => element.local === local));
}

/** True if the file says what it imports with `import`, so that it is, or will be compiled as, such a module. */
export function usesImports(file: SourceFile): boolean {
  if (/\.[cm]?tsx?$|\.mjs$/.test(file.fileName)) return !file.fileName.endsWith(".cts");
  return file.statements.some(
    (statement) =>
      is.isImportDeclaration(statement) ||
      is.isExportDeclaration(statement) ||
      is.isExportAssignment(statement) ||
      /^export\b/.test(statement.getText()),
  );
}

/** The places that mean a variable by this name, declarations included; members and keys of that name are none. */
export function mentionsOf(file: SourceFile, name: string): Node[] {
  return [...identifiersOf(file).named(name, 0, file.end)].filter(isVariable);
}

function isVariable(node: Node): boolean {
  const parent = node.parent;
  switch (parent.kind) {
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.PropertySignature:
    case SyntaxKind.MethodSignature:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
    case SyntaxKind.EnumMember:
    case SyntaxKind.JsxAttribute:
      return (parent as { name?: Node }).name !== node;
    case SyntaxKind.BindingElement:
    case SyntaxKind.ImportSpecifier:
      return (parent as { propertyName?: Node }).propertyName !== node;
    case SyntaxKind.QualifiedName:
      return (parent as { right?: Node }).right !== node;
    default:
      return true;
  }
}

function fromImport(statement: Node): FileImport[] {
  const { importClause, moduleSpecifier } = statement as unknown as {
    importClause?: Node & { name?: Node; namedBindings?: Node; phaseModifier?: SyntaxKind };
    moduleSpecifier: Node & { text: string };
  };
  if (importClause === undefined || /^import\s+type\b/.test(statement.getText())) return [];
  const { name, namedBindings } = importClause;
  const namespace = namedBindings !== undefined && is.isNamespaceImport(namedBindings) ? namedBindings.name : undefined;
  const names = namedBindings !== undefined && is.isNamedImports(namedBindings) ? namedBindings : undefined;
  const whole = namespace ?? name;
  return [
    {
      module: moduleSpecifier.text,
      form: "import",
      statement,
      isAlone: true,
      whole: whole && textOf(whole),
      wholeStyle: namespace !== undefined ? "namespace" : name !== undefined ? "default" : undefined,
      names,
      elements: (names?.elements ?? []).flatMap((node) => {
        const { name: local, propertyName } = node as unknown as { name: Node; propertyName?: Node };
        return [{ node, imported: textOf(propertyName ?? local), local: textOf(local) }];
      }),
    },
  ];
}

function fromImportEquals(statement: Node): FileImport[] {
  const { name, moduleReference } = statement as unknown as { name: Node; moduleReference: { expression?: Node } };
  const module = moduleReference.expression;
  if (module === undefined || !is.isStringLiteral(module)) return [];
  const whole = textOf(name);
  const rest = { wholeStyle: "namespace", names: undefined, elements: [] } as const;
  return [{ module: module.text, form: "import", statement, isAlone: true, whole, ...rest }];
}

function fromVariables(statement: Node): FileImport[] {
  const { declarationList } = statement as unknown as { declarationList: { declarations: readonly Node[] } };
  const { declarations } = declarationList;
  return declarations.flatMap((declaration): FileImport[] => {
    const { name, initializer } = declaration as unknown as { name: Node; initializer?: Node };
    const module = initializer && moduleOf(skipOuter(initializer as never));
    if (module === undefined) return [];
    const pattern = is.isObjectBindingPattern(name) ? name : undefined;
    if (pattern === undefined && !is.isIdentifier(name)) return [];
    return [
      {
        module,
        form: "require",
        statement,
        isAlone: declarations.length === 1,
        whole: pattern === undefined ? textOf(name) : undefined,
        wholeStyle: pattern === undefined ? "default" : undefined,
        names: pattern,
        elements: (pattern?.elements ?? []).flatMap((node) => {
          const { name: local, propertyName } = node as unknown as { name: Node; propertyName?: Node };
          return is.isIdentifier(local) ? [{ node, imported: textOf(propertyName ?? local), local: local.text }] : [];
        }),
      },
    ];
  });
}

/** `require("fs").promises` is all of `fs/promises`. */
function moduleOf(initializer: Node): string | undefined {
  if (!is.isPropertyAccessExpression(initializer) || initializer.name.text !== "promises") {
    return requiredModule(initializer);
  }
  const module = requiredModule(initializer.expression);
  return module !== undefined && /^(?:node:)?fs$/.test(module) ? `${module}/promises` : undefined;
}

function textOf(name: Node): string {
  return (name as unknown as { text?: string }).text ?? "";
}
