// The modules that Node.js brings with it, by the first part of their names. Data only.

const NAMES =
  "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 " +
  "https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers " +
  "tls trace_events tty url util v8 vm wasi worker_threads zlib";

const BUILT_IN: ReadonlySet<string> = new Set(NAMES.split(" "));

/** True if nothing has to be found or read for the module, as it is written in an import. */
export function isBuiltIn(specifier: string): boolean {
  return specifier.startsWith("node:") || BUILT_IN.has(specifier.split("/", 1)[0]!);
}
