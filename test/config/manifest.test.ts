// The settings that the manifest declares to editors are those that the code reads, with the same defaults.

import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import english from "../../package.nls.json" with { type: "json" };
import { checkValue } from "../../server/src/config/json-schema.ts";
import { defaultSettings, parseSettings, settingSchemas } from "../../server/src/config/settings.ts";

type Schema = Readonly<Record<string, unknown>> & { readonly default: unknown };

const sections: readonly { readonly title: string; readonly properties: Readonly<Record<string, unknown>> }[] =
  manifest.contributes.configuration;
const declared = new Map(
  sections.flatMap(({ properties }) => Object.entries(properties).map(([name, schema]) => [name, schema as Schema])),
);
const texts: Readonly<Record<string, string>> = english;
const textOf = (key: unknown): string | undefined => texts[String(key).slice(1, -1)];

describe("the manifest's settings", () => {
  it("are exactly those that are read", () => {
    const read = [...settingSchemas().keys()].map((name) => `asyncInsight.${name}`);
    expect([...declared.keys()].toSorted()).toEqual(read.toSorted());
  });

  it("change nothing when all of them are set to their defaults", () => {
    const raw = Object.fromEntries(
      [...declared].map(([name, schema]) => [name.slice("asyncInsight.".length), schema.default]),
    );
    expect(parseSettings(raw)).toEqual({ settings: defaultSettings, problems: [] });
  });

  it.each([...declared])(
    "%s has a default that its own schema allows, and allows what the code does",
    (name, schema) => {
      const code = settingSchemas().get(name.slice("asyncInsight.".length))!;
      expect(checkValue(schema.default, code)).toEqual([]);
      expect({
        type: schema["type"],
        enum: schema["enum"],
        minimum: schema["minimum"],
        default: schema.default,
      }).toEqual({
        type: code["type"],
        enum: code["enum"],
        minimum: code["minimum"],
        default: code.default,
      });
    },
  );

  it.each([...declared])("%s says what it changes, in a whole sentence", (_name, schema) => {
    expect(textOf(schema["markdownDescription"])).toMatch(/\w.*[.)`]$/su);
    for (const key of (schema["enumDescriptions"] ?? []) as readonly string[]) expect(textOf(key)).toMatch(/\.$/);
  });

  it("stand in a section for all rules and in one for each family", () => {
    expect(sections.map(({ title }) => textOf(title))).toEqual([
      ...new Set(sections.map(({ title }) => textOf(title))),
    ]);
    for (const { properties } of sections.slice(1)) {
      for (const name of Object.keys(properties)) expect(name.split(".")).toHaveLength(3);
    }
  });
});
