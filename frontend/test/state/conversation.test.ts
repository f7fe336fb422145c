import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChatReply, Ended, Said, Spoken } from "../../src/api/chat";
import { ApiError } from "../../src/api/client";
import { Conversation } from "../../src/state/conversation";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

class Bank {
  readonly asked: (Said | Spoken)[] = [];
  readonly told: Ended[] = [];
  readonly played: string[] = [];
  readonly stored = new Map<string, string>();
  private waiting: { resolve: (reply: ChatReply) => void; reject: (error: unknown) => void }[] = [];

  readonly storage = {
    getItem: (key: string) => this.stored.get(key) ?? null,
    setItem: (key: string, value: string) => void this.stored.set(key, value),
    removeItem: (key: string) => void this.stored.delete(key),
  };

  conversation(): Conversation {
    const ask = (body: Said | Spoken): Promise<ChatReply> => {
      this.asked.push(body);
      return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
    };
    return new Conversation({
      api: {
        say: ask,
        hear: ask,
        end: async (body) => {
          this.told.push(body);
          throw new ApiError("offline", 0, "offline", "no");
        },
      },
      play: (speech) => this.played.push(speech),
      storage: this.storage,
      now: () => Date.now(),
    });
  }

  async answers(part: Partial<ChatReply> = {}): Promise<void> {
    this.waiting.shift()?.resolve({
      session_id: "web.1",
      messages: [{ kind: "text", text: "Hello", card: null, proposal: null, receipt: null }],
      quick_replies: [],
      input: { kind: "text" },
      ended: false,
      heard: null,
      speech: null,
      expires_at: new Date(Date.now() + 30 * 60_000).toISOString(),
      ...part,
    });
    await vi.advanceTimersByTimeAsync(0);
  }

  async fails(error: unknown): Promise<void> {
    this.waiting.shift()?.reject(error);
    await vi.advanceTimersByTimeAsync(0);
  }
}

async function greeted() {
  const bank = new Bank();
  const conversation = bank.conversation();
  conversation.open();
  await bank.answers();
  return { bank, conversation };
}

test("opening greets once, however often it is opened", async () => {
  const { bank, conversation } = await greeted();

  conversation.close();
  conversation.open();

  expect(bank.asked).toEqual([{}]);
});

test("two clicks send once", async () => {
  const { bank, conversation } = await greeted();

  conversation.press({ text: "Yes", value: "yes" });
  conversation.press({ text: "Yes", value: "yes" });

  expect(bank.asked.slice(1)).toEqual([{ session_id: "web.1", text: "yes" }]);
});

test("after 300 ms somebody types, after 5 s we say that we are still at it", async () => {
  const { bank, conversation } = await greeted();
  conversation.say("pay");

  await vi.advanceTimersByTimeAsync(299);
  expect(conversation.state.patience).toBe("none");
  await vi.advanceTimersByTimeAsync(1);
  expect(conversation.state.patience).toBe("typing");
  await vi.advanceTimersByTimeAsync(4_700);
  expect(conversation.state.patience).toBe("long");
  await bank.answers();
  expect(conversation.state.patience).toBe("none");
});

test("a failed message is sent again as it was, and the draft it left is taken back", async () => {
  const { bank, conversation } = await greeted();
  conversation.say("pay");
  await bank.fails(new ApiError("offline", 0, "offline", "no"));
  expect(conversation.state).toMatchObject({ failure: "offline", draft: "pay" });

  conversation.retry();

  expect(bank.asked.at(-1)).toEqual({ session_id: "web.1", text: "pay" });
  expect(conversation.state.draft).toBe("");
});

test("a failed greeting is asked for again", async () => {
  const bank = new Bank();
  const conversation = bank.conversation();
  conversation.open();
  await bank.fails(new ApiError("broken", 502, "bad_gateway", "no"));

  conversation.retry();

  expect(bank.asked).toEqual([{}, {}]);
});

test("what is sent before there is a session waits in the draft for the greeting", async () => {
  const bank = new Bank();
  const conversation = bank.conversation();
  conversation.open();
  await bank.fails(new ApiError("offline", 0, "offline", "no"));
  conversation.draft("pay");

  conversation.say("pay");
  await bank.answers();

  expect(bank.asked).toEqual([{}, {}]);
  expect(conversation.state).toMatchObject({ phase: "ready", draft: "pay" });
});

test("the PIN is sent and never stored", async () => {
  const { bank, conversation } = await greeted();
  conversation.say("pay");
  await bank.answers({ input: { kind: "pin" } });

  conversation.enterPin("9876");

  expect(bank.asked.at(-1)).toEqual({ session_id: "web.1", text: "9876" });
  expect(JSON.stringify([conversation.state, ...bank.stored.values()])).not.toContain("9876");
});

test("a lost PIN cannot be sent again without typing it", async () => {
  const { bank, conversation } = await greeted();
  conversation.enterPin("9876");
  await bank.fails(new ApiError("timeout", 0, "timeout", "no"));

  conversation.retry();

  expect(bank.asked).toHaveLength(2);
});

test("too many messages at once are told apart from a fault", async () => {
  const { bank, conversation } = await greeted();
  conversation.say("pay");

  await bank.fails(new ApiError("refused", 429, "too_many", "slow"));

  expect(conversation.state.failure).toBe("too_fast");
});

test("a session that the bank no longer knows has expired", async () => {
  const { bank, conversation } = await greeted();
  conversation.say("pay");

  await bank.fails(new ApiError("refused", 404, "session_expired", "gone"));

  expect(conversation.state).toMatchObject({ phase: "expired", draft: "pay" });
});

test("half an hour of silence expires the chat by itself", async () => {
  const { conversation } = await greeted();

  await vi.advanceTimersByTimeAsync(30 * 60_000);

  expect(conversation.state.phase).toBe("expired");
});

test("starting again greets anew and does not listen to old answers", async () => {
  const { bank, conversation } = await greeted();
  conversation.say("pay");

  conversation.restart();
  await bank.answers({ session_id: "web.old" });
  await bank.answers({ session_id: "web.new" });

  expect(conversation.state.sessionId).toBe("web.new");
});

test("another page of the site goes on with the same conversation", async () => {
  const { bank, conversation } = await greeted();

  const next = bank.conversation();

  expect(next.state.sessionId).toBe("web.1");
  expect(next.state.entries).toEqual(conversation.state.entries);
});

test("what is said aloud is sent, shown as heard, and its answer spoken", async () => {
  const { bank, conversation } = await greeted();

  conversation.speak("cGNt");
  await bank.answers({ heard: "pay my mortgage", speech: "bXAz" });

  expect(bank.asked.at(-1)).toEqual({ session_id: "web.1", audio: "cGNt" });
  expect(conversation.state.entries[1]).toMatchObject({ heard: "pay my mortgage" });
  expect(bank.played).toEqual(["bXAz"]);
});

test("a voice that did not arrive is sent again as it was", async () => {
  const { bank, conversation } = await greeted();
  conversation.speak("cGNt");
  await bank.fails(new ApiError("offline", 0, "offline", "no"));

  conversation.retry();

  expect(bank.asked.at(-1)).toEqual({ session_id: "web.1", audio: "cGNt" });
});

test("an answer to a chat that was ended meanwhile is not spoken", async () => {
  const { bank, conversation } = await greeted();
  conversation.speak("cGNt");

  conversation.end();
  await bank.answers({ heard: "pay", speech: "bXAz" });

  expect(bank.played).toEqual([]);
  expect(conversation.state.phase).toBe("ended");
});

test("the bank is told of the end and of the thumb, under the newest id", async () => {
  const { bank, conversation } = await greeted();
  conversation.enterPin("4821");
  await bank.answers({ session_id: "web.2" });

  conversation.end();
  conversation.rate("down");
  await vi.advanceTimersByTimeAsync(0);

  expect(bank.told).toEqual([{ session_id: "web.2" }, { session_id: "web.2", feedback: "down" }]);
  expect(conversation.state).toMatchObject({ phase: "ended", feedback: "down" });
});

test("starting again ends the conversation before", async () => {
  const { bank, conversation } = await greeted();

  conversation.restart();

  expect(bank.told).toEqual([{ session_id: "web.1" }]);
});

test("a voice without words leaves no trace and is not sent again", async () => {
  const { bank, conversation } = await greeted();
  conversation.speak("cGNt");
  await bank.fails(new ApiError("refused", 422, "nothing_heard", "nothing"));

  conversation.retry();

  expect(conversation.state).toMatchObject({ phase: "failed", failure: "unheard", unsent: null });
  expect(conversation.state.entries).toHaveLength(1);
  expect(bank.asked).toHaveLength(2);
});
