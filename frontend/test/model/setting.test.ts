import { expect, test } from "vitest";
import type { Setting } from "../../src/api/types";
import { choiceOf, choicesOf } from "../../src/model/setting";

const CHOICE: Setting = {
  key: "SpeakerSeparationType",
  value: "Speaker",
  default: "Speaker",
  description: "How speakers are told apart.",
  kind: "choice",
  choices: ["speaker", "channel", "auto"],
  is_changeable: true,
};

test("a setting of a few values is chosen, however the value is spelt", () => {
  expect(choicesOf(CHOICE)).toEqual(["speaker", "channel", "auto"]);
  expect(choiceOf("Speaker", ["speaker", "channel"])).toBe("speaker");
});

test("languages are written, though one word means none of them", () => {
  const languages = { ...CHOICE, kind: "languages", value: "en-US", choices: ["undefined"] };

  expect(choicesOf(languages)).toEqual([]);
});

test("a value that is none of the choices is shown all the same", () => {
  expect(choicesOf({ ...CHOICE, value: "both" })).toEqual(["both", "speaker", "channel", "auto"]);
});
