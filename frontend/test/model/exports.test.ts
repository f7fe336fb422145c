import { expect, test } from "vitest";
import type { Contact } from "../../src/api/types";
import { toDocument, toText, toVtt } from "../../src/model/exports";
import { turn } from "../contacts";

const spoken = {
  channel: "CALL" as const,
  speaker_names: { AGENT: "Agent", CUSTOMER: "Caller" },
  turns: [
    turn(0, 3_661_042, 1_500, { role: "AGENT", text: "Hello" }),
    turn(1, 3_663_000, 0, { text: "a <b> & c\nd" }),
  ],
};

test("captions have the times of the turns and who speaks", () => {
  expect(toVtt(spoken)).toBe(
    [
      "WEBVTT\n",
      "01:01:01.042 --> 01:01:02.542\n<v Agent>Hello\n",
      "01:01:03.000 --> 01:01:05.000\n<v Caller>a &lt;b&gt; &amp; c d\n",
    ].join("\n"),
  );
});

test("the text is one line a turn", () => {
  const turns = spoken.turns.slice(0, 1);

  expect(toText({ ...spoken, turns })).toBe("[1:01:01] Agent: Hello\n");
});

test("the document is saved without the address of the audio", () => {
  const saved = toDocument({ ...spoken, audio_url: "https://signed" } as unknown as Contact);

  expect(JSON.parse(saved)).toEqual(spoken);
});
