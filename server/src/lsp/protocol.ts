// The values of the protocol's library that the server uses. Only this file imports them: the library is CommonJS, and each file
// that imports from it makes the bundle copy all its thousand exports again when the server starts. Types come from the library
// itself, since they are gone by then.

export {
  CodeActionKind,
  CodeActionTriggerKind,
  createConnection,
  DiagnosticSeverity,
  DiagnosticTag,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  Emitter,
  FileChangeType,
  InlayHintKind,
  LSPErrorCodes,
  MarkupKind,
  ProposedFeatures,
  ResponseError,
  TextDocumentSyncKind,
  WatchKind,
} from "vscode-languageserver/node";
