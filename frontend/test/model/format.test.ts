import { expect, test } from "vitest";
import {
  clock,
  dayName,
  fullTime,
  languageName,
  money,
  shortTime,
  signed,
  signedMoney,
  spokenDuration,
  stepName,
} from "../../src/model/format";
import { ENGLISH } from "../../src/strings/english";
import { SPANISH } from "../../src/strings/spanish";

test("a clock shows hours only when there are any", () => {
  expect(clock(0)).toBe("0:00");
  expect(clock(65_999)).toBe("1:05");
  expect(clock(3_723_000)).toBe("1:02:03");
});

test("a duration is spoken in whole units without the empty ones", () => {
  expect(spokenDuration(65_000, ENGLISH)).toBe("1 minute 5 seconds");
  expect(spokenDuration(7_200_000, ENGLISH)).toBe("2 hours");
  expect(spokenDuration(0, ENGLISH)).toBe("0 seconds");
});

test("a score has a sign, but nothing has none", () => {
  expect(signed(2.13)).toBe("+2.1");
  expect(signed(-3)).toBe("\u22123.0");
  expect(signed(-0.04)).toBe("0.0");
});

test("what left an account has a true minus", () => {
  expect(signedMoney(-125_50)).toBe("\u2212$125.50");
  expect(signedMoney(125_50)).toBe("$125.50");
});

test("our own money is plain dollars, other money says whose it is", () => {
  expect(money(123_456_00)).toBe("$123,456.00");
  expect(money(5, "USD")).toBe("US$0.05");
});

test("a time today, yesterday, this week and long ago is said in its own way", () => {
  const now = new Date("2026-11-23T18:00:00Z");
  const zone = "America/Toronto";

  expect(shortTime("2026-11-23T14:05:00Z", now, ENGLISH, zone)).toBe("Today 09:05");
  expect(shortTime("2026-11-22T14:05:00Z", now, ENGLISH, zone)).toBe("Yesterday 09:05");
  expect(shortTime("2026-11-19T14:05:00Z", now, ENGLISH, zone)).toBe("Thu 09:05");
  expect(shortTime("2026-11-02T14:05:00Z", now, ENGLISH, zone)).toBe("2 Nov 09:05");
  expect(shortTime("2025-02-19T14:05:00Z", now, ENGLISH, zone)).toBe("19 Feb 2025");
});

test("the day is the day of the place, not of Greenwich", () => {
  const now = new Date("2026-11-24T02:00:00Z");

  expect(shortTime("2026-11-23T14:05:00Z", now, ENGLISH, "America/Toronto")).toBe("Today 09:05");
});

test("the full time names the zone", () => {
  expect(fullTime("2026-11-23T14:05:06Z", ENGLISH, "America/Toronto")).toMatch(
    /^Monday,? 23 November 2026.* 09:05:06 Eastern Standard Time$/,
  );
});

test("a time that is none is shown as it came", () => {
  expect(shortTime("soon", new Date(), ENGLISH)).toBe("soon");
  expect(fullTime("soon", ENGLISH)).toBe("soon");
});

test("a language is named, and an unknown code stays as it is", () => {
  expect(languageName("en-US", "en")).toBe("English (United States)");
  expect(languageName("not a code", "en")).toBe("not a code");
});

test("a step reads as words however it is spelt", () => {
  expect(stepName("StartTranscription")).toBe("Start transcription");
  expect(stepName("start_transcription")).toBe("Start transcription");
  expect(stepName("COMMERCIAL_ITEM")).toBe("Commercial item");
});

test("a day of the calendar stays the same day everywhere", () => {
  expect(dayName("2026-11-23", ENGLISH)).toMatch(/Mon,? 23 Nov/);
  expect(dayName("soon", ENGLISH)).toBe("soon");
});

test("times and lengths are said in Spanish too", () => {
  const now = new Date("2026-11-23T18:00:00Z");

  expect(shortTime("2026-11-22T14:05:00Z", now, SPANISH, "America/Toronto")).toBe("Ayer 09:05");
  expect(spokenDuration(61_000, SPANISH)).toBe("1 minuto 1 segundo");
  expect(languageName("es-US", "es")).toBe("español (Estados Unidos)");
});
