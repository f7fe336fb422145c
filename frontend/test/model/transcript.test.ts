import { expect, test } from "vitest";
import {
  entitiesByType,
  findMatches,
  hashOfTime,
  namesOf,
  piecesOf,
  speakerName,
  timeOfHash,
  totalDuration,
  turnAt,
} from "../../src/model/transcript";
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

test("an entity is counted once for each mention, under its type", () => {
  const turns = [
    turn(0, 0, 1, { entities: [entity("March", "DATE")] }),
    turn(1, 1, 1, {
      entities: [entity("march", "DATE"), entity("Chris", "PERSON")],
    }),
  ];

  expect(entitiesByType(turns).get("DATE")).toEqual([{ text: "March", count: 2 }]);
  expect([...entitiesByType(turns).keys()]).toEqual(["DATE", "PERSON"]);
});

test("a time in an address goes there and back", () => {
  expect(timeOfHash("#t=83")).toBe(83_000);
  expect(timeOfHash("#t=1:23.5")).toBe(83_500);
  expect(timeOfHash("#turns")).toBeNull();
  expect(timeOfHash(hashOfTime(83_400))).toBe(83_000);
});

test("names come from the contact, but nobody in a chat is a caller", () => {
  const speaker_names = { CUSTOMER: "Caller" };

  expect(speakerName("CUSTOMER", namesOf({ channel: "CALL", speaker_names }))).toBe("Caller");
  expect(speakerName("CUSTOMER", namesOf({ channel: "CHAT", speaker_names }))).toBe("Customer");
  expect(speakerName("BOT", speaker_names)).toBe("Bot");
});
