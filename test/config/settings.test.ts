// Reading settings: nested and dotted keys, defaults, and problems that name the setting and the way out.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deferredTo, levelInForce } from "../../server/src/config/defer-to.ts";
import { unenforcedKeywords } from "../../server/src/config/json-schema.ts";
import { settingsSchema } from "../../server/src/config/settings-schema.ts";
import {
  defaultSettings,
  levels,
  parseSettings,
  type RuleMetadata,
  optionSetting,
  settingSchemas,
} from "../../server/src/config/settings.ts";
import { rules } from "../../server/src/rules/index.ts";

/** Two rules that use every kind of option, so that these tests do not change when rules do. */
const sampleRules: readonly [RuleMetadata, RuleMetadata] = [
  {
    name: "floating-promise",
    family: "unawaited",
    summary: "A promise that nobody waits for.",
    severity: "warning",
    equivalents: [
      { linter: "typescript-eslint", rule: "no-floating-promises" },
      { linter: "oxlint", rule: "no-floating-promises" },
    ],
    options: {
      allow: {
        schema: {
          type: "array",
          default: ["node:test"],
          markdownDescription: "Calls that may float.",
          items: {
            anyOf: [
              { type: "string" },
              {
                type: "object",
                properties: { package: { type: "string" }, name: { type: "string" } },
                required: ["package"],
                additionalProperties: false,
              },
            ],
          },
        },
      },
      limit: { schema: { type: "integer", minimum: 0, default: 3 } },
    },
  },
  {
    name: "busy-wait",
    family: "blocking",
    summary: "A loop that spins.",
    severity: "error",
    equivalents: [],
    options: {},
  },
];

const parse = (raw: unknown) => parseSettings(raw, sampleRules);

describe("parseSettings", () => {
  it("fills in every default", () => {
    expect(parse({})).toEqual({
      settings: {
        enable: true,
        scope: "openFiles",
        deferTo: [],
        hover: "full",
        codeLens: { enable: false },
        inlayHints: { enable: false },
        engine: { idleMinutes: 30, maxProjects: 8, executable: undefined },
        rules: {
          "floating-promise": { severity: undefined, options: { allow: ["node:test"], limit: 3 } },
          "busy-wait": { severity: undefined, options: {} },
        },
      },
      problems: [],
    });
  });

  it("treats absence and null like the default, as editors send it", () => {
    for (const raw of [undefined, null, {}, { enable: null, floatingPromise: null, engine: { idleMinutes: null } }]) {
      expect(parse(raw)).toEqual(parse({}));
    }
  });

  it.each([
    ["dotted", { "floatingPromise.severity": "error", "engine.idleMinutes": 5 }],
    ["nested", { floatingPromise: { severity: "error" }, engine: { idleMinutes: 5 } }],
  ])("reads %s keys", (_, raw) => {
    const { settings, problems } = parse(raw);
    expect(problems).toEqual([]);
    expect(settings.rules["floating-promise"]?.severity).toBe("error");
    expect(settings.engine.idleMinutes).toBe(5);
  });

  it("lets the later of two spellings win", () => {
    const raw = { floatingPromise: { severity: "error" }, "floatingPromise.severity": "hint" };
    expect(parse(raw).settings.rules["floating-promise"]?.severity).toBe("hint");
  });

  it("reads a severity of `default` as the rule's own", () => {
    expect(parse({ "busyWait.severity": "default" }).settings.rules["busy-wait"]?.severity).toBeUndefined();
  });

  it("keeps falsy values", () => {
    const { settings } = parse({ enable: false, floatingPromise: { allow: [], limit: 0 }, "engine.idleMinutes": 0 });
    expect(settings.enable).toBe(false);
    expect(settings.engine.idleMinutes).toBe(0);
    expect(settings.rules["floating-promise"]?.options).toEqual({ allow: [], limit: 0 });
  });

  it.each([
    [
      { "floatingPromse.severity": "error" },
      "unknown setting asyncInsight.floatingPromse.severity; did you mean asyncInsight.floatingPromise.severity?",
    ],
    [{ floatingPromise: { colour: 1, ["seveirty"]: "off" } }, "did you mean asyncInsight.floatingPromise.severity?"],
    [{ zzzzzzzz: 1 }, "unknown setting asyncInsight.zzzzzzzz; the README lists all settings"],
    [{ "": 1 }, "unknown setting asyncInsight."],
    [{ floatingPromise: "error" }, "asyncInsight.floatingPromise is a group of settings"],
    ["off", "asyncInsight is a group of settings, not a value"],
    [{ enable: "yes" }, 'asyncInsight.enable: "yes" is not a boolean'],
    [{ scope: "workspaces" }, 'asyncInsight.scope: "workspaces" is not one of "openFiles", "workspace"; did you mean'],
    [{ "busyWait.severity": "warn" }, "asyncInsight.busyWait.severity"],
    [{ deferTo: ["oxlint", "oxlnt"] }, 'asyncInsight.deferTo[1]: "oxlnt" is not one of'],
    [{ deferTo: ["oxlint", "oxlint"] }, 'asyncInsight.deferTo[1]: "oxlint" is repeated'],
    [{ engine: { idleMinutes: -1 } }, "asyncInsight.engine.idleMinutes: -1 is less than 0"],
    [{ engine: { maxProjects: 1.5 } }, "asyncInsight.engine.maxProjects: 1.5 is not an integer"],
    [{ floatingPromise: { allow: [{ name: "x" }] } }, 'asyncInsight.floatingPromise.allow[0]: "package" is missing'],
    [
      { floatingPromise: { allow: [{ package: "a", nam: "x" }] } },
      'asyncInsight.floatingPromise.allow[0]: unknown property "nam"; did you mean "name"?',
    ],
    [{ floatingPromise: { allow: [7] } }, "asyncInsight.floatingPromise.allow[0]: 7 is not a string or an object"],
    [
      { floatingPromise: { allow: [{ package: 3 }] } },
      "asyncInsight.floatingPromise.allow[0].package: 3 is not a string",
    ],
  ])("says what is wrong with %j and otherwise ignores it", (raw, message) => {
    const { settings, problems } = parse(raw);
    expect(problems.join("\n")).toContain(message);
    expect(settings).toEqual(parse({}).settings);
  });

  it("gives an answer to anything, and never invents a value", () => {
    const { settings: defaults } = parse({});
    const names = [...settingSchemas(sampleRules).keys()];
    const keys = fc.oneof(fc.constantFrom(...names, "floatingPromise", "engine", "__proto__"), fc.string());
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(keys, fc.anything())), (raw) => {
        const { settings, problems } = parse(raw);
        expect(Object.keys(settings.rules)).toEqual(Object.keys(defaults.rules));
        for (const rule of Object.values(settings.rules)) expect([undefined, ...levels]).toContain(rule.severity);
        for (const problem of problems) expect(problem).toContain("asyncInsight");
      }),
    );
  });

  it("reads what is valid alike in both spellings", () => {
    const valid = fc.record(
      {
        enable: fc.boolean(),
        scope: fc.constantFrom("openFiles", "workspace"),
        deferTo: fc.uniqueArray(fc.constantFrom("oxlint", "biome", "eslint")),
        "engine.idleMinutes": fc.nat(),
        "floatingPromise.severity": fc.constantFrom("default", ...levels),
        "floatingPromise.allow": fc.array(fc.oneof(fc.string(), fc.record({ package: fc.string() }))),
        "busyWait.severity": fc.constantFrom("default", ...levels),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(valid, (dotted) => {
        const nested: Record<string, unknown> = {};
        const groups: Record<string, Record<string, unknown>> = {};
        for (const [name, value] of Object.entries(dotted)) {
          const [group, member] = name.split(".");
          if (member === undefined) nested[name] = value;
          else nested[group!] = Object.assign((groups[group!] ??= {}), { [member]: value });
        }
        const read = parse(dotted);
        expect(read.problems).toEqual([]);
        expect(parse(nested)).toEqual(read);
      }),
    );
  });
});

describe("levelInForce", () => {
  const [floating, busy] = sampleRules;

  it("leaves a rule alone that nothing was said about", () => {
    expect(levelInForce(floating, parse({}).settings)).toBeUndefined();
  });

  it("turns off what a named linter covers, and nothing else", () => {
    const { settings } = parse({ deferTo: ["biome", "oxlint"] });
    expect(deferredTo(floating, settings.deferTo)).toBe("oxlint");
    expect(levelInForce(floating, settings)).toBe("off");
    expect(levelInForce(busy, settings)).toBeUndefined();
    expect(levelInForce(floating, parse({ deferTo: ["biome"] }).settings)).toBeUndefined();
  });

  it("prefers the severity that was set for the rule itself", () => {
    const raw = { deferTo: ["oxlint"], "floatingPromise.severity": "error", "busyWait.severity": "off" };
    expect(levelInForce(floating, parse(raw).settings)).toBe("error");
    expect(levelInForce(busy, parse(raw).settings)).toBe("off");
  });

  it("silences all rules when the product is disabled", () => {
    const { settings } = parse({ enable: false, "floatingPromise.severity": "error" });
    expect(levelInForce(floating, settings)).toBe("off");
  });
});

describe("settingsSchema", () => {
  const sections = settingsSchema(sampleRules);
  const properties = Object.fromEntries(sections.flatMap((section) => Object.entries(section.properties)));

  it("declares exactly the settings that are read", () => {
    const names = [...settingSchemas(sampleRules).keys()].map((name) => `asyncInsight.${name}`);
    expect(Object.keys(properties).toSorted()).toEqual(names.toSorted());
  });

  it("has one section for what is general and one for each family that has rules", () => {
    expect(sections.map((section) => section.title)).toEqual([
      "Async Insight",
      "Async Insight: promises that nobody waits for",
      "Async Insight: calls that block the event loop",
    ]);
  });

  it.each(Object.entries(properties))("describes %s and every choice of it", (_, property) => {
    expect(property.markdownDescription ?? property.default).toBeTruthy();
    expect(property.scope).toMatch(/^(resource|window|machine)$/);
    expect(property).toHaveProperty("default");
    if (property.enumDescriptions !== undefined) {
      expect(Object.keys(property.enumDescriptions ?? {})).toEqual(Object.keys(property.enum ?? {}));
    }
  });

  it("keeps executables out of the hands of a workspace", () => {
    expect(properties["asyncInsight.engine.executable"]?.scope).toBe("machine");
  });
});

describe("the rules' own settings", () => {
  it("are accepted by their own schemas when they have their defaults", () => {
    for (const rule of rules) {
      for (const [name, option] of Object.entries(rule.options)) {
        const raw = { [optionSetting(rule.name, name, option)]: option.schema.default };
        expect(parseSettings(raw).problems).toEqual([]);
      }
    }
  });

  it("use no keyword of JSON Schema that nothing enforces, and describe themselves", () => {
    for (const rule of rules) {
      for (const { schema } of Object.values(rule.options)) {
        expect(unenforcedKeywords(schema)).toEqual([]);
        expect(schema.markdownDescription).toBeTypeOf("string");
      }
    }
  });

  it("exist for every rule", () => {
    expect(Object.keys(defaultSettings.rules)).toEqual(rules.map((rule) => rule.name));
  });
});

describe("unenforcedKeywords", () => {
  it("finds them at any depth", () => {
    expect(unenforcedKeywords({ items: { anyOf: [{ properties: { a: { pattern: "x" } } }] }, maxItems: 1 })).toEqual([
      "maxItems",
      "pattern",
    ]);
  });
});
