import { expect, test } from "vitest";
import {
  afterSilence,
  findMatches,
  hashOfTime,
  interruptions,
  namesOf,
  nextMention,
  piecesOf,
  speakerName,
  timeOfHash,
  totalDuration,
  turnAt,
} from "../../src/model/transcript";
import { ENGLISH } from "../../src/strings/english";
import { SPANISH } from "../../src/strings/spanish";
import { turn } from "../contacts";

const entity = (text: string, type: string, begin_offset = 0) => ({
  text,
  type,
  score: 1,
  begin_offset,
  end_offset: begin_offset + text.length,
});

const TURNS = [turn(0, 1_000, 2_000), turn(1, 4_000, 5_000), turn(2, 6_000, 1_000)];

test("before the first word nobody speaks", () => {
  expect(turnAt(TURNS, 999)).toBe(-1);
});

test("in a pause it is the turn that has just ended", () => {
  expect(turnAt(TURNS, 3_500)).toBe(0);
});

test("where two talk at once it is the one who began last, until done", () => {
  expect(turnAt(TURNS, 6_500)).toBe(2);
  expect(turnAt(TURNS, 8_000)).toBe(1);
});

test("messages without a length last until the next one", () => {
  const messages = [turn(0, 0, 0), turn(1, 9_000, 0)];

  expect(turnAt(messages, 8_999)).toBe(0);
  expect(turnAt(messages, 9_000)).toBe(1);
});

test("a contact is as long as its last turn where no length was measured", () => {
  expect(totalDuration(null, TURNS)).toBe(9_000);
  expect(totalDuration(12_000, TURNS)).toBe(12_000);
  expect(totalDuration(null, [])).toBe(1);
});

test("search finds every occurrence whatever its case", () => {
  const turns = [turn(0, 0, 1, { text: "Fee, fee" }), turn(1, 1, 1, { text: "no" })];

  expect(findMatches(turns, " FEE ")).toEqual([
    { turn: 0, begin: 0, end: 3 },
    { turn: 0, begin: 5, end: 8 },
  ]);
  expect(findMatches(turns, "  ")).toEqual([]);
});

test("cutting a text at matches and entities loses no letter", () => {
  const text = "a late fee in March";

  const pieces = piecesOf(text, [{ begin: 7, end: 10 }], [entity("late fee", "FEE", 2)]);

  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.find((piece) => piece.text === "fee")).toMatchObject({ match: 0, entity: "FEE" });
  expect(pieces.find((piece) => piece.text === "late ")).toMatchObject({
    match: -1,
    entity: "FEE",
  });
});

test("an entity after an emoji is where the back end counted it", () => {
  const pieces = piecesOf("\u{1F600} in March", [], [entity("March", "DATE", 5)]);

  expect(pieces.find((piece) => piece.entity)?.text).toBe("March");
});

test("a hidden slot and a redaction are told apart from words", () => {
  const pieces = piecesOf("{Pin} and [BANK_ACCOUNT] but not {this}", [], []);

  expect(pieces.map((piece) => piece.hidden)).toEqual(["pin", null, "bank account", null]);
});

test("markup in a transcript stays text", () => {
  const text = "<img src=x onerror=alert(1)>";

  expect(piecesOf(text, [], [])).toEqual([{ text, match: -1, entity: null, hidden: null }]);
});

test("search can be for what one of them said", () => {
  const turns = [
    turn(0, 0, 1, { text: "fee", role: "AGENT" }),
    turn(1, 1, 1, { text: "fee", role: "CUSTOMER" }),
  ];

  expect(findMatches(turns, "fee", "CUSTOMER").map((match) => match.turn)).toEqual([1]);
});

test("what was redacted is one chip, also where a search matches inside of it", () => {
  const redaction = { type: "NAME", begin_offset: 4, end_offset: 10 };

  const pieces = piecesOf("Soy [NAME] y", [{ begin: 5, end: 9 }], [], [redaction]);

  expect(pieces.map((piece) => piece.hidden)).toEqual([null, "name", null]);
});

test("who begins before the other has ended interrupts; who goes on talking does not", () => {
  const turns = [
    turn(0, 0, 2_000, { role: "AGENT" }),
    turn(1, 1_500, 1_000, { role: "CUSTOMER" }),
    turn(2, 2_000, 1_000, { role: "CUSTOMER" }),
    turn(3, 9_000, 1_000, { role: "AGENT" }),
  ];

  expect(interruptions(turns).map(({ index }) => index)).toEqual([1]);
});

test("a silence is left shortly before its end, and nothing else is skipped", () => {
  const silences = [{ begin_offset_ms: 10_000, duration_ms: 5_000 }];

  expect(afterSilence(silences, 11_000)).toBe(14_750);
  expect(afterSilence(silences, 14_800)).toBeNull();
  expect(afterSilence(silences, 9_000)).toBeNull();
});

test("the next mention is looked for onwards, then from the beginning again", () => {
  expect(nextMention(TURNS, [0, 2], 0)).toBe(0);
  expect(nextMention(TURNS, [0, 2], 1_000)).toBe(2);
  expect(nextMention(TURNS, [0, 2], 8_000)).toBe(0);
  expect(nextMention(TURNS, [7], 0)).toBeNull();
});

test("a time in an address goes there and back", () => {
  expect(timeOfHash("#t=83")).toBe(83_000);
  expect(timeOfHash("#t=1:23.5")).toBe(83_500);
  expect(timeOfHash("#turns")).toBeNull();
  expect(timeOfHash(hashOfTime(83_400))).toBe(83_000);
});

test("names come from the contact, but nobody in a chat is a caller", () => {
  const speaker_names = { CUSTOMER: "Caller" };
  const named = (channel: "CALL" | "CHAT") =>
    speakerName("CUSTOMER", namesOf({ channel, speaker_names }), ENGLISH);

  expect(named("CALL")).toBe("Caller");
  expect(named("CHAT")).toBe("Customer");
  expect(speakerName("BOT", speaker_names, ENGLISH)).toBe("Bot");
});

test("the names a stack is born with are said in the reader's language", () => {
  expect(speakerName("AGENT", { AGENT: "Agent" }, SPANISH)).toBe("Agente");
});
