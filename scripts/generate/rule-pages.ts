// docs/rules: one page a rule, made of its metadata and of its fixture, and an overview with the names that other
// linters have for the same mistakes. A page shows what was tested, because it is what was tested.

import { join } from "node:path";
import { optionSetting, settingPrefix } from "../../server/src/config/settings.ts";
import type { Linter, Rule } from "../../server/src/rules/rule.ts";
import { readFixture } from "../../test/harness/fixture.ts";
import { renderFence, type Block, type Fence } from "../../test/harness/markdown.ts";
import type { GeneratedFile } from "../generate.ts";
import { families } from "./families.ts";

const root = join(import.meta.dirname, "../..");
const notice = "<!-- Written by `npm run generate` from the rule and its fixture; do not edit. -->";

export function rulePages(rules: readonly Rule[]): GeneratedFile[] {
  return [...rules.map(rulePage), { path: "docs/rules/README.md", text: overview(rules) }];
}

function rulePage(rule: Rule): GeneratedFile {
  const fixture = readFixture(join(root, `test/rules/${rule.name}.md`));
  const [title, ...blocks] = fixture.blocks;
  if (title?.kind !== "heading" || title.text !== rule.name) {
    throw new Error(`test/rules/${rule.name}.md must begin with the heading "# ${rule.name}".`);
  }
  const parts = [notice, `# ${rule.name}`, rule.summary, facts(rule), ...published(blocks).map(renderBlock)];
  return { path: `docs/rules/${rule.name}.md`, text: `${parts.join("\n\n")}\n` };
}

/** Everything above the heading `# Regressions`, or above whatever else is no part of the page's own section. */
export function published(blocks: readonly Block[]): readonly Block[] {
  const end = blocks.findIndex((block) => block.kind === "heading" && block.level === 1);
  return end < 0 ? blocks : blocks.slice(0, end);
}

function facts(rule: Rule): string {
  const options = Object.entries(rule.options).map(([name, option]) => optionSetting(rule.name, name, option));
  const settings = [`${settingPrefix(rule.name)}.severity`, ...options].map((name) => `\`asyncInsight.${name}\``);
  return [
    `- Severity: ${rule.severity}`,
    `- Family: ${rule.family}`,
    `- Settings: ${settings.join(", ")}`,
    ...(rule.equivalents.length === 0 ? [] : ["- [The same in other linters](README.md#other-linters)"]),
    `- To allow one place: \`// async-insight-disable-next-line ${rule.name} -- why\``,
  ].join("\n");
}

function renderBlock(block: Block): string {
  if (block.kind === "heading") return `${"#".repeat(block.level)} ${block.text}`;
  return block.kind === "prose" ? block.text : renderExample(block);
}

/** A fence without the words that only the tests need. */
function renderExample(fence: Fence): string {
  const { language, attributes, body } = fence;
  const plain = renderFence(language, body);
  if (language === "fixes") {
    return `Fixes:\n\n${body
      .split("\n")
      .map((line) => `- ${line}`)
      .join("\n")}`;
  }
  if (language === "refused") return `No fix, because ${body.replace(/^\S+ /, "")}.`;
  if (attributes.has("fix")) return `Fix: **${attributes.get("fix")}**\n\n${plain}`;
  if (attributes.has("settings")) return `With these settings (under \`asyncInsight\`):\n\n${plain}`;
  if (attributes.has("options")) return `With these compiler options:\n\n${plain}`;
  return attributes.has("file") ? `\`${attributes.get("file")}\`:\n\n${plain}` : plain;
}

function overview(rules: readonly Rule[]): string {
  const sections = families.flatMap(({ family, title, cost }) => {
    const members = rules.filter((rule) => rule.family === family);
    if (members.length === 0) return [];
    const rows = members.map((rule) => `| [\`${rule.name}\`](${rule.name}.md) | ${rule.summary} | ${rule.severity} |`);
    return [`## ${title}`, cost, ["| rule | what it finds | severity |", "|---|---|---|", ...rows].join("\n")];
  });
  return `${[notice, "# Rules", ...sections, ...otherLinters(rules)].join("\n\n")}\n`;
}

function otherLinters(rules: readonly Rule[]): string[] {
  const linters: readonly { readonly title: string; readonly names: readonly Linter[] }[] = [
    { title: "ESLint", names: ["eslint", "typescript-eslint", "eslint-plugin-n"] },
    { title: "oxlint", names: ["oxlint"] },
    { title: "Biome", names: ["biome"] },
    { title: "deno_lint", names: ["deno_lint"] },
  ];
  const rows = rules.map(
    (rule) => `| \`${rule.name}\` | ${linters.map(({ names }) => equivalents(rule, names)).join(" | ")} |`,
  );
  const header = [
    `| rule | ${linters.map(({ title }) => title).join(" | ")} |`,
    `|---${"|---".repeat(linters.length)}|`,
  ];
  return [
    "## Other linters",
    "These rules of other linters report the same mistake. A comment that disables one of them, for a line, a block or " +
      "a file, silences ours too, and `asyncInsight.deferTo` turns ours off where the project runs such a linter.",
    [...header, ...rows].join("\n"),
  ];
}

function equivalents(rule: Rule, linters: readonly Linter[]): string {
  const names = rule.equivalents.flatMap(({ linter, rule: name }) => (linters.includes(linter) ? [`\`${name}\``] : []));
  return names.join(", ") || "none";
}
