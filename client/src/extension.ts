// The extension's entry point. Activation starts the language server and registers what a person can see and run; it
// neither waits for the server nor looks at any file. Analysis happens in the server alone.

import type * as vscode from "vscode";
import { registerCommands } from "./commands.ts";
import { showFindings } from "./findings-view.ts";
import type { FindingsView } from "./findings-view.ts";
import { registerHovers } from "./hovers.ts";
import type { ServerStatus } from "./protocol.ts";
import { createClient, restartOnTrust } from "./server-process.ts";
import { showStatus } from "./status.ts";
import { followTheme } from "./theme.ts";
import { timelineView } from "./timeline-view.ts";
import type { TimelineView } from "./timeline-view.ts";
import { registerWalkthrough } from "./walkthrough.ts";

/** What other extensions, and the tests, can ask of this one. */
export interface AsyncInsight {
  /** The server's last word about what it is doing. */
  status(): ServerStatus;
  readonly findings: Pick<FindingsView, "tree" | "filter">;
  readonly timeline: Pick<TimelineView, "shown">;
}

let stop: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): AsyncInsight {
  const client = createClient(context);
  const status = showStatus(client);
  const findings = showFindings(client);
  const timeline = timelineView(context, client);
  context.subscriptions.push(
    status,
    findings,
    timeline,
    restartOnTrust(client),
    followTheme(client),
    registerHovers(client),
    ...registerCommands(client),
    ...registerWalkthrough(context),
  );
  stop = () => client.dispose();
  // Activation must not take as long as the server's start. What goes wrong is in the log and in the status item.
  client.start().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    client.outputChannel.error(`The language server did not start: ${message}`);
    status.update({ state: "failed", message });
  });
  return { status: () => status.current, findings, timeline };
}

/** VS Code waits for what this returns, which is how the server gets the time to shut its engine down. */
export async function deactivate(): Promise<void> {
  await stop?.();
  stop = undefined;
}
