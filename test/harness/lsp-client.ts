// A language client without an editor: starts any server over stdio, speaks JSON-RPC to it, answers what servers ask of
// editors and records what they tell. Tests and the bench share it, so it knows nothing of Async Insight's own server.
//
// Positions are as in LSP: lines and characters 0-based, characters in UTF-16 code units.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import {
  ApplyWorkspaceEditRequest,
  ConfigurationRequest,
  createMessageConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  UnregistrationRequest,
} from "vscode-languageserver/node";
import type {
  CancellationToken,
  ClientCapabilities,
  CodeAction,
  CodeActionContext,
  Command,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  MessageConnection,
  Position,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver/node";
import { clientCapabilities } from "./client-capabilities.ts";

export interface LanguageClientOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute paths of the workspace folders; the first is also the process's working folder. */
  readonly folders: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly initializationOptions?: unknown;
  /** Answers `workspace/configuration`, one item at a time. Without it every answer is null. */
  readonly configuration?: (section: string | undefined, scopeUri: string | undefined) => unknown;
  readonly capabilities?: ClientCapabilities;
  /** The language of the editor. */
  readonly locale?: string;
}

/** A message from the server that no test asked for: a notification, or a request that the client answered by itself. */
export interface ReceivedMessage {
  readonly method: string;
  readonly params: unknown;
}

/** A URI for a path; what already is a URI stays as it is. */
export function toUri(pathOrUri: string): string {
  return /^[a-z][a-z+.-]+:/i.test(pathOrUri) ? pathOrUri : pathToFileURL(pathOrUri).href;
}

/**
 * Starts a server and completes the `initialize` handshake.
 *
 * @throws when the process ends or refuses before the handshake is done; its stderr is in the message
 */
export async function startLanguageClient(options: LanguageClientOptions): Promise<LanguageClient> {
  const client = new LanguageClient(options);
  await client.initialize();
  return client;
}

export class LanguageClient {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  /** Everything that the server sent unasked, oldest first. */
  readonly received: ReceivedMessage[] = [];
  /** Methods of capabilities that the server registered dynamically, by registration id. */
  readonly registrations = new Map<string, string>();
  initializeResult: InitializeResult | undefined;
  stderr = "";

  readonly #options: LanguageClientOptions;
  readonly #publications: PublishDiagnosticsParams[] = [];
  readonly #versions = new Map<string, number>();
  readonly #watchers = new Set<() => void>();
  readonly #exited: Promise<unknown>;

  constructor(options: LanguageClientOptions) {
    this.#options = options;
    this.process = spawn(options.command, options.args, {
      cwd: options.folders[0],
      env: options.env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const { stdin, stdout, stderr } = this.process;
    if (stdin === null || stdout === null || stderr === null) throw new Error(`${options.command} has no pipes`);
    // A server that dies leaves a pipe that can't be written to; the exit says it better than EPIPE does.
    stdin.on("error", () => undefined);
    stderr.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#exited = once(this.process, "exit");
    this.#exited.catch(() => undefined);
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onError(() => undefined);
    this.#answerRequests();
    this.connection.listen();
  }

  /** Called by {@link startLanguageClient}. */
  async initialize(): Promise<void> {
    const folders = this.#options.folders.map((folder) => ({ uri: toUri(folder), name: basename(folder) }));
    const handshake = this.request<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: folders[0]?.uri ?? null,
      workspaceFolders: folders,
      capabilities: this.#options.capabilities ?? clientCapabilities,
      initializationOptions: this.#options.initializationOptions,
      ...(this.#options.locale !== undefined && { locale: this.#options.locale }),
    });
    const ended = this.#exited.then(() => {
      throw new Error(`${this.#options.command} ended before it was initialized:\n${this.stderr}`);
    });
    this.initializeResult = await Promise.race([handshake, ended]);
    await this.notify("initialized", {});
  }

  async open(pathOrUri: string, text: string, languageId = "typescript"): Promise<void> {
    const uri = toUri(pathOrUri);
    this.#versions.set(uri, 1);
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Sends edits, or the whole text when given a string. */
  async change(pathOrUri: string, changes: string | readonly TextDocumentContentChangeEvent[]): Promise<void> {
    const uri = toUri(pathOrUri);
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const contentChanges = typeof changes === "string" ? [{ text: changes }] : changes;
    await this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  }

  async save(pathOrUri: string, text: string): Promise<void> {
    await this.notify("textDocument/didSave", { textDocument: { uri: toUri(pathOrUri) }, text });
  }

  async close(pathOrUri: string): Promise<void> {
    const uri = toUri(pathOrUri);
    this.#versions.delete(uri);
    await this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** Pulls the document's diagnostics. A report of kind `unchanged` counts as a mistake of the test, which sent no id. */
  async diagnostics(pathOrUri: string, token?: CancellationToken): Promise<readonly Diagnostic[]> {
    const report = await this.diagnosticReport(pathOrUri, undefined, token);
    if (report.kind !== "full") throw new Error(`the server answered "${report.kind}" to a pull without a result id`);
    return report.items;
  }

  diagnosticReport(
    pathOrUri: string,
    previousResultId?: string,
    token?: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    const textDocument = { uri: toUri(pathOrUri) };
    const params = previousResultId === undefined ? { textDocument } : { textDocument, previousResultId };
    return this.request("textDocument/diagnostic", params, token);
  }

  workspaceDiagnostics(token?: CancellationToken): Promise<WorkspaceDiagnosticReport> {
    return this.request("workspace/diagnostic", { previousResultIds: [] }, token);
  }

  /** Code actions; bare commands, which an old server may answer with instead, are left out. */
  async codeActions(
    pathOrUri: string,
    range: Range,
    context: CodeActionContext = { diagnostics: [] },
  ): Promise<readonly CodeAction[]> {
    const params = { textDocument: { uri: toUri(pathOrUri) }, range, context };
    const answer = await this.request<(CodeAction | Command)[] | null>("textDocument/codeAction", params);
    return (answer ?? []).filter((action): action is CodeAction => typeof action.command !== "string");
  }

  resolveCodeAction(action: CodeAction): Promise<CodeAction> {
    return this.request("codeAction/resolve", action);
  }

  hover(pathOrUri: string, position: Position): Promise<Hover | null> {
    return this.request("textDocument/hover", { textDocument: { uri: toUri(pathOrUri) }, position });
  }

  request<R>(method: string, params: unknown, token?: CancellationToken): Promise<R> {
    return token === undefined
      ? this.connection.sendRequest<R>(method, params)
      : this.connection.sendRequest<R>(method, params, token);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  /** How often the server sent this method so far. */
  count(method: string): number {
    return this.received.filter((message) => message.method === method).length;
  }

  /**
   * Waits until `look` finds something, looking again after each message of the server.
   *
   * @throws after `timeout` milliseconds, or when the process ends; `what` says in the message what did not come
   */
  async waitFor<T>(what: string, look: () => T | undefined, timeout = 30_000): Promise<T> {
    const already = look();
    if (already !== undefined) return already;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const watcher = () => {
      const found = look();
      if (found !== undefined) resolve(found);
    };
    const giveUp = (why: string) => {
      const seen = this.received.map(({ method }) => method).join(", ");
      reject(new Error(`${why} while waiting for ${what}; received: ${seen || "nothing"}\n${this.stderr}`));
    };
    const timer = setTimeout(() => giveUp(`no answer within ${timeout} ms`), timeout);
    const onExit = () => giveUp("the server ended");
    this.process.once("exit", onExit);
    this.#watchers.add(watcher);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.process.off("exit", onExit);
      this.#watchers.delete(watcher);
    }
  }

  /** Waits for the next message with this method that arrives from now on, and returns its parameters. */
  waitForMessage(method: string, timeout?: number): Promise<unknown> {
    const start = this.received.length;
    return this.waitFor(
      method,
      () => this.received.slice(start).find((message) => message.method === method),
      timeout,
    ).then(({ params }) => params);
  }

  /** Waits for diagnostics that the server pushes for the document, from now on. */
  async waitForPublished(pathOrUri: string, timeout?: number): Promise<readonly Diagnostic[]> {
    const uri = toUri(pathOrUri);
    const start = this.#publications.length;
    const find = () => this.#publications.slice(start).findLast((published) => published.uri === uri);
    const { diagnostics } = await this.waitFor(`diagnostics of ${uri}`, find, timeout);
    return diagnostics;
  }

  /** The diagnostics that the server pushed last for the document; undefined before the first. */
  published(pathOrUri: string): readonly Diagnostic[] | undefined {
    const uri = toUri(pathOrUri);
    return this.#publications.findLast((published) => published.uri === uri)?.diagnostics;
  }

  /** Ends the server as an editor does and waits for its process. @returns the exit code */
  async shutdown(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await this.#exited;
    this.connection.dispose();
    return this.process.exitCode;
  }

  /** Kills the process if it still runs. Safe to call at any time, several times. */
  async dispose(): Promise<void> {
    this.connection.dispose();
    if (this.process.pid === undefined || this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill("SIGKILL");
    await this.#exited;
  }

  /** What has a type in the protocol is answered by type; everything else is recorded and answered with null. */
  #answerRequests(): void {
    const { connection } = this;
    const note = (method: string, params: unknown) => {
      this.received.push({ method, params });
      for (const watcher of this.#watchers) watcher();
    };
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#publications.push(params);
      note(PublishDiagnosticsNotification.method, params);
    });
    connection.onRequest(ConfigurationRequest.type, (params) => {
      note(ConfigurationRequest.method, params);
      return params.items.map(({ section, scopeUri }) => this.#options.configuration?.(section, scopeUri) ?? null);
    });
    connection.onRequest(RegistrationRequest.type, (params) => {
      for (const { id, method } of params.registrations) this.registrations.set(id, method);
      note(RegistrationRequest.method, params);
    });
    connection.onRequest(UnregistrationRequest.type, (params) => {
      for (const { id } of params.unregisterations) this.registrations.delete(id);
      note(UnregistrationRequest.method, params);
    });
    connection.onRequest(ApplyWorkspaceEditRequest.type, (params) => {
      note(ApplyWorkspaceEditRequest.method, params);
      return { applied: false, failureReason: "the test client has no documents of its own" };
    });
    connection.onNotification((method, params) => note(method, params));
    connection.onRequest((method, params) => {
      note(method, params);
      return null;
    });
    // Progress has its own handlers in JSON-RPC; nobody subscribes to a token before the server begins to report on it.
    connection.onUnhandledProgress((progress) => note("$/progress", progress));
  }
}
