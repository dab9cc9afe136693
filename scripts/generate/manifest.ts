// package.json with `contributes.configuration` derived from the rules and the general settings.

import { settingsSchema } from "../../server/src/config/settings-schema.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { format } from "./format.ts";

export function manifest(current: string, rules: readonly Rule[]): Promise<string> {
  const members: { contributes?: object } = JSON.parse(current);
  const contributes = { ...members.contributes, configuration: settingsSchema(rules) };
  return format("package.json", JSON.stringify({ ...members, contributes }, undefined, 2));
}
