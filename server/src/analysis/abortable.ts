// One caller may give up waiting while others wait on. Nothing else belongs here.

/**
 * The result, or a rejection with the signal's reason as soon as it fires. The work behind the result goes on.
 */
export function abortable<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
