import { expect, test } from "vitest";
import { ApiError } from "../../src/api/client";
import type { PageView } from "../../src/api/visits";
import { Visits } from "../../src/state/visits";

class Tab {
  readonly choices = new Map<string, string>();
  readonly tab = new Map<string, string>();
  readonly sent: { consent: true; session_id: string; views: PageView[] }[] = [];
  now = Date.parse("2026-11-23T14:00:00Z");
  refuses = false;
  fails = false;
  private pages = 0;

  visits(): Visits {
    const kept = (map: Map<string, string>) => ({
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
    });
    return new Visits({
      choices: kept(this.choices),
      tab: kept(this.tab),
      now: () => this.now,
      newId: () => `view-${++this.pages}`,
      post: async (body) => {
        if (this.fails) throw new ApiError("refused", 409, "not_verified", "Nobody yet.");
        this.sent.push(body);
      },
      refuses: this.refuses,
    });
  }

  chats(): void {
    this.tab.set("omnilex.chat", JSON.stringify({ sessionId: "web.1" }));
  }

  async reads(visits: Visits, seconds: number): Promise<void> {
    visits.begin("/", true);
    this.now += seconds * 1000;
    await visits.hide();
  }
}

test("without an answer, or after a no, nothing is noted and nothing sent", async () => {
  for (const answer of [null, "no"] as const) {
    const tab = new Tab();
    tab.chats();
    const visits = tab.visits();
    if (answer) visits.answer(answer);

    await tab.reads(visits, 60);

    expect(tab.sent).toEqual([]);
    expect([...tab.tab.keys()]).toEqual(["omnilex.chat"]);
  }
});

test("after a yes the seconds in sight are sent under the conversation, once", async () => {
  const tab = new Tab();
  tab.chats();
  const visits = tab.visits();
  visits.answer("yes");

  await tab.reads(visits, 42);
  await visits.send();

  expect(tab.sent).toEqual([
    {
      consent: true,
      session_id: "web.1",
      views: [
        { view_id: "view-1", page: "/", started_at: "2026-11-23T14:00:00.000Z", dwell_s: 42 },
      ],
    },
  ]);
});

test("time out of sight does not count, and more reading is more of the same view", async () => {
  const tab = new Tab();
  const visits = tab.visits();
  visits.answer("yes");
  await tab.reads(visits, 10);

  tab.now += 600_000;
  visits.show();
  tab.now += 5_000;
  await visits.hide();
  tab.chats();
  await visits.send();

  expect(tab.sent[0]?.views).toMatchObject([{ view_id: "view-1", dwell_s: 15 }]);
});

test("what was read before the chat waits for it, and what is refused waits on", async () => {
  const tab = new Tab();
  const first = tab.visits();
  first.answer("yes");
  await tab.reads(first, 5);
  tab.chats();
  tab.fails = true;
  const second = tab.visits();
  await tab.reads(second, 7);
  tab.fails = false;

  await tab.visits().send();

  expect(tab.sent[0]?.views.map(({ dwell_s }) => dwell_s)).toEqual([5, 7]);
});

test("a glance is no reading", async () => {
  const tab = new Tab();
  tab.chats();
  const visits = tab.visits();
  visits.answer("yes");

  await tab.reads(visits, 1);

  expect(tab.sent).toEqual([]);
});

test("a later no forgets what was noted", async () => {
  const tab = new Tab();
  const visits = tab.visits();
  visits.answer("yes");
  await tab.reads(visits, 30);

  visits.answer("no");
  tab.chats();
  await visits.send();

  expect(tab.sent).toEqual([]);
});

test("a browser that refuses for its user is not asked", () => {
  const tab = new Tab();
  tab.refuses = true;

  expect(tab.visits().consent).toBe("no");
});

test("out of sight twice is one view, sent once", async () => {
  const tab = new Tab();
  tab.chats();
  const visits = tab.visits();
  visits.answer("yes");
  await tab.reads(visits, 42);

  await visits.hide();

  expect(tab.sent).toHaveLength(1);
});
