// The parts of TypeScript 7's API that the rest of the server may use, under one roof: whatever a new engine version
// renames is absorbed here. Only types and constants; nothing here talks to the engine.

export {
  ElementFlags,
  NodeBuilderFlags,
  NodeHandle,
  ObjectFlags,
  SignatureKind,
  SymbolFlags,
  TypeFlags,
  type Checker,
  type CompilerOptions,
  type Diagnostic,
  type Program,
  type Project,
  type Signature,
  type SignatureUsage,
  type Symbol,
  type Type,
  type TypeReference,
} from "typescript/unstable/async";
