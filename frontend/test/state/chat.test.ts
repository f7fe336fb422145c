import { expect, test } from "vitest";
import type { ChatMessage, ChatReply } from "../../src/api/chat";
import {
  type ChatEvent,
  type ChatState,
  fromStored,
  NEW_CHAT,
  nextChat,
  toStored,
} from "../../src/state/chat";

const NOW = Date.parse("2026-11-23T14:00:00Z");

const NOTHING = { text: null, card: null, proposal: null, receipt: null };

const message = (text: string): ChatMessage => ({ ...NOTHING, kind: "text", text });

const reply = (part: Partial<ChatReply> = {}): ChatReply => ({
  session_id: "web.1",
  messages: [message("Hello")],
  quick_replies: [],
  input: { kind: "text" },
  ended: false,
  expires_at: "2026-11-23T14:30:00Z",
  heard: null,
  speech: null,
  ...part,
});

const after = (...events: ChatEvent[]) => events.reduce(nextChat, NEW_CHAT);

const greeted = (): ChatState =>
  after({ type: "opened" }, { type: "greeting_asked" }, { type: "answered", reply: reply() });

const said = (value: string, typed = true): ChatEvent => ({
  type: "sent",
  outgoing: { kind: "text", value, shown: value, typed },
});

test("a greeting makes the chat ready and remembers its session", () => {
  expect(greeted()).toMatchObject({
    phase: "ready",
    sessionId: "web.1",
    expiresAt: NOW + 30 * 60_000,
  });
});

test("what is sent while an answer is awaited is not sent", () => {
  const waiting = nextChat(greeted(), said("pay"));

  expect(nextChat(waiting, said("pay"))).toBe(waiting);
});

test("sending empties the draft and closes the cards before", () => {
  const state = nextChat({ ...greeted(), draft: "pay" }, said("pay"));

  expect(state.draft).toBe("");
  expect(state.entries).toMatchObject([{ closed: true }, { text: "pay", delivery: "sending" }]);
});

test("a failed message comes back as the draft and can be sent again", () => {
  const failed = nextChat(nextChat(greeted(), said("pay")), { type: "failed", reason: "offline" });
  const again = nextChat(failed, said("pay"));

  expect(failed).toMatchObject({ phase: "failed", draft: "pay", failure: "offline" });
  expect(failed.entries.at(-1)).toMatchObject({ delivery: "failed" });
  expect(again.entries.filter((entry) => entry.from === "customer")).toHaveLength(1);
});

test("a failed message does not overwrite what was typed meanwhile", () => {
  const typing = nextChat(nextChat(greeted(), said("pay")), {
    type: "draft_changed",
    text: "wait",
  });

  expect(nextChat(typing, { type: "failed", reason: "timeout" }).draft).toBe("wait");
});

test("a pressed button does not come back as a draft", () => {
  const failed = nextChat(nextChat(greeted(), said("yes", false)), {
    type: "failed",
    reason: "broken",
  });

  expect(failed.draft).toBe("");
  expect(failed.unsent).toMatchObject({ value: "yes" });
});

test("a PIN leaves a mark in the log and no digits in the state", () => {
  const asked = nextChat(greeted(), { type: "answered", reply: reply({ input: { kind: "pin" } }) });
  const state = nextChat(asked, { type: "sent", outgoing: { kind: "pin" } });

  expect(state.entries.at(-1)).toMatchObject({ pin: true });
  expect(state.unsent).toBeNull();
});

test("answers that come while the chat is closed are unread until it is opened", () => {
  const waiting = nextChat(nextChat(greeted(), said("pay")), { type: "closed" });
  const answered = nextChat(waiting, {
    type: "answered",
    reply: reply({ messages: [message("One"), message("Two")] }),
  });

  expect(answered.unread).toBe(2);
  expect(nextChat(answered, { type: "opened" }).unread).toBe(0);
});

test("an ended or expired chat sends nothing more, until it is started again", () => {
  const ended = nextChat(greeted(), { type: "answered", reply: reply({ ended: true }) });
  const expired = nextChat(greeted(), { type: "expired" });

  expect(nextChat(ended, said("hi"))).toBe(ended);
  expect(nextChat(expired, said("hi"))).toBe(expired);
  expect(nextChat(expired, { type: "restarted" })).toMatchObject({ phase: "new", sessionId: null });
});

test("starting again keeps the draft", () => {
  const expired = nextChat({ ...greeted(), draft: "pay" }, { type: "expired" });

  expect(nextChat(expired, { type: "restarted" }).draft).toBe("pay");
});

test("patience runs out only while an answer is awaited", () => {
  const waiting = nextChat(greeted(), said("pay"));

  expect(nextChat(waiting, { type: "waited", patience: "long" }).patience).toBe("long");
  expect(nextChat(greeted(), { type: "waited", patience: "long" }).patience).toBe("none");
});

test("a reload brings the chat back", () => {
  const state = greeted();

  expect(fromStored(toStored(state, NOW), NOW + 60_000)).toEqual(state);
});

test("what is stored has no draft, no numbers the customer typed and no balances", () => {
  const receipt = {
    reference: "HV-1",
    payee: "Casco",
    amount_cents: 100,
    currency: "USD",
    paid_at: "2026-11-23T14:00:00Z",
    from_account: "Checking 4401",
    balance_after_cents: 777_777,
  };
  const sent = nextChat({ ...greeted(), draft: "secret" }, said("my pin is 9876"));
  const state = nextChat(
    { ...sent, draft: "secret" },
    {
      type: "answered",
      reply: reply({ messages: [{ ...NOTHING, kind: "receipt", receipt }] }),
    },
  );

  const stored = toStored(state, NOW);

  expect(stored).not.toMatch(/secret|9876|777777|4401/);
  expect(stored).toContain("HV-1");
});

test("after its session's end a stored chat is shown as expired", () => {
  const state = fromStored(toStored(greeted(), NOW + 20 * 60_000), NOW + 31 * 60_000);

  expect(state).toMatchObject({ phase: "expired" });
  expect(state.entries).toHaveLength(1);
});

test("a chat older than half an hour has expired and shows nothing of itself", () => {
  const state = fromStored(toStored(greeted(), NOW), NOW + 31 * 60_000);

  expect(state).toMatchObject({ phase: "expired", entries: [], open: false });
});

test("a stored chat that cannot be read is a new one", () => {
  expect(fromStored("{", NOW)).toEqual(NEW_CHAT);
  expect(fromStored(null, NOW)).toEqual(NEW_CHAT);
});

test("a message under way at a reload is not taken for sent", () => {
  const state = fromStored(toStored(nextChat(greeted(), said("pay")), NOW), NOW);

  expect(state.phase).toBe("failed");
  expect(state.entries.at(-1)).toMatchObject({ delivery: "failed" });
});

const PROPOSAL = {
  payee: "mortgage",
  amount_cents: 12_550,
  currency: "CAD",
  from_account: "checking account",
  balance_after_cents: 419_272,
};

test("a proposal stands for the words that ask the same", () => {
  const state = nextChat(nextChat(greeted(), said("pay")), {
    type: "answered",
    reply: reply({
      messages: [
        message("Thank you, Ana."),
        message("Pay $125.50 to your mortgage?"),
        { ...NOTHING, kind: "proposal", proposal: PROPOSAL },
      ],
    }),
  });

  const shown = state.entries.flatMap((entry) => (entry.from === "bot" ? [entry.message] : []));
  expect(shown.map(({ kind, text }) => text ?? kind)).toEqual([
    "Hello",
    "Thank you, Ana.",
    "proposal",
  ]);
});

test("quick replies belong to the last answer only", () => {
  const choices = [{ text: "Yes", value: "yes" }];
  const offered = nextChat(greeted(), {
    type: "answered",
    reply: reply({ quick_replies: choices }),
  });

  expect(offered.quickReplies).toEqual(choices);
  expect(nextChat(offered, said("no")).quickReplies).toEqual([]);
});

test("what was said aloud shows the words that were heard", () => {
  const speaking = nextChat(greeted(), { type: "sent", outgoing: { kind: "voice" } });
  const state = nextChat(speaking, {
    type: "answered",
    reply: reply({ heard: "my number is 416 555 0142" }),
  });

  expect(speaking.entries.at(-1)).toMatchObject({ spoken: true, heard: null });
  expect(state.entries[1]).toMatchObject({ heard: "my number is 416 555 0142", delivery: "sent" });
  expect(toStored(state, NOW)).not.toContain("0142");
});

test("a customer who ends the chat sends nothing more and may say how it was", () => {
  const state = nextChat(nextChat(greeted(), { type: "ended" }), { type: "rated", feedback: "up" });

  expect(state).toMatchObject({ phase: "ended", feedback: "up" });
  expect(state.entries[0]).toMatchObject({ closed: true });
  expect(nextChat(state, said("hi"))).toBe(state);
});
