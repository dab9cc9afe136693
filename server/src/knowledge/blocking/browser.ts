// Functions of browsers that block, as data.

import type { BlockingCall } from "./blocking-call.ts";

const REQUEST_ADVICE = "Use `await fetch(…)`.";

export const BROWSER_CALLS: readonly BlockingCall[] = [
  {
    module: "global",
    name: "XMLHttpRequest.open",
    cost: "network",
    onlyIfFalse: 2,
    advice: REQUEST_ADVICE,
  },
  ...["alert", "confirm", "prompt"].map((name): BlockingCall => ({
    module: "global",
    name,
    cost: "dialog",
    advice: "Show a `<dialog>` element, and wait for its `close` event.",
  })),
  ...["readAsArrayBuffer", "readAsBinaryString", "readAsDataURL", "readAsText"].map((name): BlockingCall => ({
    module: "global",
    name: `FileReaderSync.${name}`,
    cost: "file",
    advice: "Use `await blob.text()` or `await blob.arrayBuffer()`.",
  })),
];
