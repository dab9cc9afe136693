// The tables of the README, between `<!-- NAME -->` and `<!-- /NAME -->`: the rules and the settings.

import { settingsSchema } from "../../server/src/config/settings-schema.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { families } from "./families.ts";

export function readme(current: string, rules: readonly Rule[]): string {
  return replaceBetween(replaceBetween(current, "rules", rulesTable(rules)), "settings", settingsTable(rules));
}

/** @throws Error if the text lacks one of the two comments */
function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md needs ${start} and, below it, ${end} around the table.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function rulesTable(rules: readonly Rule[]): string {
  const present = families.filter(({ family }) => rules.some((rule) => rule.family === family));
  const rows = present.flatMap(({ family, title }) =>
    rules
      .filter((rule) => rule.family === family)
      .map(
        (rule) => `| ${title} | [\`${rule.name}\`](docs/rules/${rule.name}.md) | ${rule.summary} | ${rule.severity} |`,
      ),
  );
  return ["| family | rule | what it finds | severity |", "|---|---|---|---|", ...rows].join("\n");
}

function settingsTable(rules: readonly Rule[]): string {
  const rows = settingsSchema(rules).flatMap(({ properties }) =>
    Object.entries(properties).map(([name, schema]) => {
      const description = String(schema["markdownDescription"])
        .replaceAll(/\s*\n\s*/g, " ")
        .replaceAll("|", "\\|");
      return `| \`${name}\` | \`${JSON.stringify(schema["default"])}\` | ${description} |`;
    }),
  );
  return ["| setting | default | meaning |", "|---|---|---|", ...rows].join("\n");
}
