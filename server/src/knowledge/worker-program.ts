// Which files are programs of workers, where nobody waits for the event loop but the worker itself.

/**
 * True if the file says that it talks to the thread that started it, or is named for a worker. Whether another file
 * starts it is not looked for.
 * @param file absolute path
 */
export function isWorkerProgram(file: string, text: string): boolean {
  if (/[/.-]worker\.[cm]?[jt]sx?$/.test(file)) return true;
  // Whoever starts workers names what it hands to them, and is none.
  return (WORKER_WORDS.test(text) || THREAD_NAMES.test(text)) && !/\bnew\s+(?:\w+\.)?(?:Shared)?Worker\s*\(/.test(text);
}

const WORKER_WORDS =
  /\b(?:importScripts|DedicatedWorkerGlobalScope|SharedWorkerGlobalScope)\b|\bself\.onmessage\b|\bself\.addEventListener\(\s*["']message["']/;

/** What `worker_threads` gives to the thread that was started, imported by name or as a member. A variable may be called so, too. */
const THREAD_NAMES =
  /\{[^{}]*\b(?:parentPort|workerData)\b[^{}]*\}\s*(?:from\b|=\s*(?:await\s+import|require|\w*[wW]orker\w*)\b)|(?<!\.)\.(?:parentPort|workerData)\b/;
