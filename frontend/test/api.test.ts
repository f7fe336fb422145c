import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chatApi } from "../src/api/chat";

const ANSWER = { session_id: "web.2", messages: [] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What was sent, of which the first answers are lost on the way. */
function bank(lost: number): Record<string, unknown>[] {
  const sent: Record<string, unknown>[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    if (sent.length <= lost) throw new TypeError("network");
    return new Response(JSON.stringify(ANSWER), {
      headers: { "Content-Type": "application/json" },
    });
  });
  return sent;
}

test("a message whose answer was lost is sent once more, as the same message", async () => {
  const sent = bank(1);

  const answer = chatApi("/api", "en").say({ session_id: "web.1", text: "4821" });
  await vi.runAllTimersAsync();

  expect(await answer).toEqual(ANSWER);
  expect(sent).toHaveLength(2);
  expect(sent[0]).toEqual(sent[1]);
  expect(sent[0]?.message_id).toMatch(/^[0-9a-f]{32}$/);
});

test("each message has an id of its own", async () => {
  const sent = bank(0);
  const api = chatApi("/api", "en");

  await api.say({ session_id: "web.1", text: "yes" });
  await api.say({ session_id: "web.1", text: "yes" });

  expect(sent[0]?.message_id).not.toEqual(sent[1]?.message_id);
});

test("without a connection it is told after the second time", async () => {
  const sent = bank(9);

  const answer = chatApi("/api", "en")
    .say({ session_id: "web.1", text: "yes" })
    .catch((error) => error.kind);
  await vi.runAllTimersAsync();

  expect(await answer).toBe("offline");
  expect(sent).toHaveLength(2);
});
