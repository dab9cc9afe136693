// One call here lets everybody else wait: other requests, timers, the next keystroke.
//
// 1. Point at the underlined call, and read what stands still meanwhile.
// 2. Press Ctrl+. (⌘. on a Mac) on it, and choose the call that does not block.
// 3. The file is read just as before, and the event loop is free while the disk works.

import { readFileSync } from "node:fs";

export async function answerRequest(name: string): Promise<string> {
  const template = readFileSync("template.html", "utf8");
  return template.replace("{name}", name);
}
