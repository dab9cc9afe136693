// package.json with `contributes.configuration` derived from the rules and the general settings. The settings' texts are in
// package.nls.json and its translations, which manifest-texts.ts makes of the same schema.

import { settingsSchema } from "../../server/src/config/settings-schema.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { format } from "./format.ts";
import { mapSettingTexts } from "./manifest-texts.ts";

export function manifest(current: string, rules: readonly Rule[]): Promise<string> {
  const members: { contributes?: object } = JSON.parse(current);
  const configuration = mapSettingTexts(settingsSchema(rules), (_text, key) => `%${key}%`);
  const contributes = { ...members.contributes, configuration };
  return format("package.json", JSON.stringify({ ...members, contributes }, undefined, 2));
}
