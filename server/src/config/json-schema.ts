// Checks a value against the part of JSON Schema that settings use, and says what is wrong in words for people. It is
// no general validator: a keyword outside the list below is refused when the schema is checked, so that a rule can't
// declare a constraint that nothing enforces.

import { nearestName } from "./nearest-name.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is wrong with a value, and where inside it: `path` is empty for the value itself, else like `[2].package`. */
export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

const enforcedKeywords = new Set([
  "type",
  "enum",
  "items",
  "uniqueItems",
  "properties",
  "required",
  "additionalProperties",
  "minimum",
  "anyOf",
]);

/** Keywords that describe a value to people and editors without constraining it. */
const describingKeywords = new Set([
  "default",
  "description",
  "markdownDescription",
  "enumDescriptions",
  "markdownEnumDescriptions",
  "defaultSnippets",
  "examples",
  "order",
]);

/** The problems of a value; empty if the schema allows it. */
export function checkValue(value: unknown, schema: JsonSchema): SchemaProblem[] {
  return check(value, schema, "");
}

/** The keywords anywhere in a schema that {@link checkValue} would silently ignore. */
export function unenforcedKeywords(schema: JsonSchema): string[] {
  const own = Object.keys(schema).filter(
    (keyword) => !enforcedKeywords.has(keyword) && !describingKeywords.has(keyword),
  );
  return [...own, ...subschemas(schema).flatMap(unenforcedKeywords)];
}

function subschemas(schema: JsonSchema): JsonSchema[] {
  return [
    ...schemasIn([schema.items, schema.additionalProperties]),
    ...propertiesOf(schema).values(),
    ...choicesOf(schema),
  ];
}

function choicesOf(schema: JsonSchema): JsonSchema[] {
  return schemasIn(Array.isArray(schema.anyOf) ? schema.anyOf : []);
}

function propertiesOf(schema: JsonSchema): Map<string, JsonSchema> {
  const members = Object.entries(schema.properties ?? {});
  return new Map(members.filter((member): member is [string, JsonSchema] => isObject(member[1])));
}

function schemasIn(values: readonly unknown[]): JsonSchema[] {
  return values.filter(isObject);
}

function check(value: unknown, schema: JsonSchema, path: string): SchemaProblem[] {
  if (!isOfType(value, schema)) {
    return [{ path, message: `${show(value)} is not ${typesOf(schema).map(withArticle).join(" or ")}` }];
  }
  const choices = choicesOf(schema);
  if (choices.length > 0) {
    const problems = choices.map((choice) => check(value, choice, path));
    // The choice of the value's own type is the one that the author of the setting most likely meant.
    if (problems.every((list) => list.length > 0))
      return (
        problems[choices.findIndex((c) => isOfType(value, c))] ?? [
          { path, message: `${show(value)} is not ${choices.flatMap(typesOf).map(withArticle).join(" or ")}` },
        ]
      );
  }
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    return [{ path, message: notOneOf(value, schema.enum) }];
  }
  if (typeof schema.minimum === "number" && typeof value === "number" && value < schema.minimum) {
    return [{ path, message: `${value} is less than ${schema.minimum}` }];
  }
  if (Array.isArray(value)) return checkItems(value, schema, path);
  if (isObject(value)) return checkProperties(value, schema, path);
  return [];
}

function checkItems(value: readonly unknown[], schema: JsonSchema, path: string): SchemaProblem[] {
  const { items } = schema;
  const problems = isObject(items) ? value.flatMap((item, index) => check(item, items, `${path}[${index}]`)) : [];
  if (schema.uniqueItems === true) {
    const texts = value.map((item) => JSON.stringify(item));
    const repeated = texts.findIndex((text, index) => texts.indexOf(text) !== index);
    if (repeated !== -1) problems.push({ path: `${path}[${repeated}]`, message: `${texts[repeated]} is repeated` });
  }
  return problems;
}

function checkProperties(value: Readonly<Record<string, unknown>>, schema: JsonSchema, path: string): SchemaProblem[] {
  const properties = propertiesOf(schema);
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ path, message: `"${name}" is missing` }));
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const rest = isObject(schema.additionalProperties) ? schema.additionalProperties : undefined;
    const memberSchema = properties.get(name) ?? rest;
    if (memberSchema !== undefined) return check(member, memberSchema, `${path}.${name}`);
    if (schema.additionalProperties !== false) return [];
    return [{ path, message: `unknown property "${name}"; ${meant(name, [...properties.keys()])}` }];
  });
  return [...missing, ...wrong];
}

function typesOf(schema: JsonSchema): string[] {
  return schema.type === undefined ? [] : [schema.type].flat().map(String);
}

function isOfType(value: unknown, schema: JsonSchema): boolean {
  const types = typesOf(schema);
  return types.length === 0 || types.some((type) => hasType(value, type));
}

function notOneOf(value: unknown, choices: readonly unknown[]): string {
  const nearest = typeof value === "string" ? nearestName(value, choices.map(String)) : undefined;
  const advice = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return `${show(value)} is not one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}${advice}`;
}

function meant(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? `known are ${known.join(", ")}` : `did you mean "${nearest}"?`;
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withArticle(type: string): string {
  if (type === "null") return type;
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** The value as it would stand in a settings file, cut where a message would stop being readable. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
