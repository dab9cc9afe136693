// What the language status item says of each state, of slow files and of what limits the analysis.

import { expect, test } from "vitest";
import { statusDetail, statusText, type Translate } from "../../client/src/status-words.ts";

const t: Translate = (message, ...values) =>
  message.replaceAll(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
const place = { project: "app/tsconfig.json", time: "10:15:00" };
const counted = (count: number): string => `${count} findings`;

test("the state, and the number of findings when there is one", () => {
  expect(statusText({ state: "loading" }, t, counted)).toBe("loading the project");
  expect(statusText({ state: "ready" }, t, counted)).toBe("ready");
  expect(statusText({ state: "ready", findings: 3 }, t, counted)).toBe("3 findings");
});

test("the project, and when the last analysis was", () => {
  expect(statusDetail({ state: "ready", milliseconds: 12.4 }, t, place)).toBe(
    "app/tsconfig.json · analyzed at 10:15:00 in 12 ms",
  );
  expect(statusDetail({ state: "ready", milliseconds: 12.4 }, t, { ...place, project: "" })).toBe(
    "analyzed at 10:15:00 in 12 ms",
  );
});

test("a file that took more than its budget", () => {
  expect(statusDetail({ state: "ready", milliseconds: 3000.2, budget: 2000 }, t, place)).toBe(
    "app/tsconfig.json · analyzed at 10:15:00 in 3000 ms · slow: this file took 3000 ms, one should take less than 2000 ms",
  );
});

test("what limits the analysis stands beside the rest", () => {
  const limited = "analysis limited: 1 unresolved import in 1 file";
  expect(statusDetail({ state: "ready", milliseconds: 5, limited }, t, place)).toBe(
    `app/tsconfig.json · analyzed at 10:15:00 in 5 ms · ${limited}`,
  );
});

test("why it failed, or where that can be read", () => {
  expect(statusDetail({ state: "failed" }, t, place)).toBe("The log says why.");
  expect(statusDetail({ state: "failed", message: "There is no engine." }, t, place)).toBe("There is no engine.");
  expect(statusDetail({ state: "idle" }, t, place)).toBe("The engine starts again with the next edit.");
});
