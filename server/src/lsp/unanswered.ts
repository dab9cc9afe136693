// What is sent or started without anybody who waits for its end.

/**
 * Lets it go its way. It can only fail because the connection is closing, the client rejects it or the engine is dying;
 * each of these is noticed elsewhere, and nothing depends on this.
 */
export function unanswered(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
