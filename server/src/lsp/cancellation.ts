// The protocol's ways to say that a request has no answer: the client withdrew it, or its subject changed. The analysis
// knows only signals and errors of its own.

import { say } from "../language/say.ts";
import { LSPErrorCodes, ResponseError } from "./protocol.ts";
import type { CancellationToken } from "vscode-languageserver/node";
import { EngineCrashError, StaleError } from "../analysis/workspace.ts";

/**
 * Runs `work` with a signal that fires when the client withdraws its request; once more if the engine died over it, since its
 * successor knows all that it knew.
 *
 * @throws ResponseError `RequestCancelled` if it did, whatever `work` made of it; `ContentModified` if `work` found
 * that what it was about has changed
 */
export async function cancellable<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listener = token.onCancellationRequested(() => controller.abort());
  try {
    return await work(controller.signal).catch((error: unknown) => {
      if (!(error instanceof EngineCrashError) || controller.signal.aborted) throw error;
      return work(controller.signal);
    });
  } catch (error) {
    if (token.isCancellationRequested) throw requestCancelled();
    if (error instanceof StaleError) throw contentModified(say`The code has changed meanwhile.`);
    throw error;
  } finally {
    listener.dispose();
  }
}

export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

export function requestCancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, say`The request was cancelled.`);
}

/** For requests about a text that is gone. Not for diagnostics: VS Code's client would take it for "no findings". */
export function contentModified(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.ContentModified, message);
}
