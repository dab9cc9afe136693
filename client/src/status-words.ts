// What the language status item says. Whose item it is and how it looks is decided in status.ts.

import type { ServerStatus } from "./protocol.ts";

/** `vscode.l10n.t` */
export type Translate = (message: string, ...values: (string | number)[]) => string;

export function statusText(
  { state, findings }: ServerStatus,
  t: Translate,
  findingsText: (count: number) => string,
): string {
  const texts: Record<ServerStatus["state"], string> = {
    starting: t("starting"),
    loading: t("loading the project"),
    analyzing: t("analyzing"),
    ready: findings === undefined ? t("ready") : findingsText(findings),
    idle: t("idle"),
    failed: t("failed"),
  };
  return texts[state];
}

/** @param places the project's path as people know it, and when the last analysis ended */
export function statusDetail(
  status: ServerStatus,
  t: Translate,
  { project, time }: { readonly project: string; readonly time: string },
): string {
  const { state, milliseconds, limited, message } = status;
  const analyzed = milliseconds === undefined ? "" : t("analyzed at {0} in {1} ms", time, Math.round(milliseconds));
  const details: Record<ServerStatus["state"], readonly string[]> = {
    starting: [],
    loading: [project],
    analyzing: [project],
    ready: [project, analyzed],
    idle: [message ?? t("The engine starts again with the next edit.")],
    failed: [message ?? t("The log says why.")],
  };
  const remarks = [budgetText(status, t) ?? "", limited ?? "", message ?? ""];
  return [...new Set([...details[state], ...remarks])].filter((part) => part !== "").join(" · ");
}

/** Whoever waits for findings is told that it is this file which takes its time, and not the editor. */
function budgetText({ budget, milliseconds }: ServerStatus, t: Translate): string | undefined {
  if (budget === undefined || milliseconds === undefined) return undefined;
  return t("slow: this file took {0} ms, one should take less than {1} ms", Math.round(milliseconds), budget);
}
