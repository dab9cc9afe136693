// What counts as the same finding, and what happens to verdicts.

import { expect, test } from "vitest";
import { diffFindings, keepVerdicts } from "./recorded-findings.ts";
import type { RecordedFinding } from "./recorded-findings.ts";

const entry = (changes: Partial<RecordedFinding> = {}): RecordedFinding => ({
  rule: "floating-promise",
  file: "src/a.ts",
  line: 3,
  text: "save();",
  message: "Nothing waits for `save()`.",
  verdict: "right",
  ...changes,
});

test("the same findings differ in nothing", () => {
  expect(diffFindings([entry({ verdict: "" })], [entry()])).toEqual({ appeared: [], vanished: [], doubtful: [] });
});

test("findings that look the same are counted", () => {
  const { appeared } = diffFindings([entry(), entry()], [entry()]);
  expect(appeared).toHaveLength(1);
  const { vanished } = diffFindings([entry()], [entry(), entry()]);
  expect(vanished).toHaveLength(1);
});

test("a finding on another line is another finding", () => {
  const { appeared, vanished } = diffFindings([entry({ line: 4 })], [entry()]);
  expect([appeared.length, vanished.length]).toEqual([1, 1]);
});

test("a finding without a verdict, or with another one than right, is doubtful", () => {
  const recorded = [entry({ verdict: "" }), entry({ line: 4, verdict: "the promise is handled above" })];
  expect(diffFindings(recorded, recorded).doubtful).toEqual(recorded);
});

test("verdicts stay with their findings, also when only the message was reworded", () => {
  const found = [
    entry({ message: "New words.", verdict: "" }),
    entry({ verdict: "" }),
    entry({ line: 9, verdict: "" }),
  ];
  const recorded = [entry({ verdict: "right" }), entry({ message: "Old words.", verdict: "wrong: awaited below" })];
  expect(keepVerdicts(found, recorded).map(({ verdict }) => verdict)).toEqual(["wrong: awaited below", "right", ""]);
});
