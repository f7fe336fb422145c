import { expect, test } from "vitest";
import { hourWords, openUntil } from "../../src/model/opening";

test.each([
  ["a weekday morning", "2026-11-23T14:30:00Z", 20],
  ["a weekday before eight", "2026-11-23T12:59:00Z", null],
  ["a weekday evening", "2026-11-24T01:00:00Z", null],
  ["a Saturday noon", "2026-11-28T17:00:00Z", 13],
  ["a Saturday afternoon", "2026-11-28T18:00:00Z", null],
  ["a Sunday", "2026-11-29T16:00:00Z", null],
])("on %s the phone is answered until the hour that it is", (_when, now, until) => {
  expect(openUntil(new Date(now))).toBe(until);
});

test("an hour is said as each language says it", () => {
  expect([hourWords(20, "en"), hourWords(13, "es")]).toEqual(["8 pm", "13:00"]);
});
