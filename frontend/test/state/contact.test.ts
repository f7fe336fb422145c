import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../../src/api/client";
import type { Contact, Note } from "../../src/api/types";
import { ContactView } from "../../src/state/contact";
import { contact } from "../contacts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const document = (part: Partial<Contact> = {}): Contact =>
  ({
    ...contact(),
    turns: [],
    steps: [],
    notes: [],
    tags: [],
    audio_url: "https://one",
    waveform_url: null,
    ...part,
  }) as unknown as Contact;

const NOTE: Note = { note_id: "n-1", at: "2026-11-23T14:00:00Z", author: "x", text: "y", at_ms: 1 };

interface Answers {
  documents: (Contact | Error)[];
  /** What every change is answered with. */
  refusal?: Error;
  waveform?: () => Promise<never>;
}

function viewOf({ documents, refusal, waveform }: Answers) {
  const asked: unknown[][] = [];
  const change =
    <T>(name: string, answer: T) =>
    async (...given: unknown[]): Promise<T> => {
      asked.push([name, ...given]);
      if (refusal) throw refusal;
      return answer;
    };
  const view = new ContactView(
    {
      contact: async () => {
        const answer = documents.shift();
        if (answer instanceof Error || !answer) throw answer ?? new Error("no more");
        return answer;
      },
      waveform: waveform ?? (async () => ({ samples_per_second: 1, AGENT: [1], CUSTOMER: [0] })),
      analyzeAgain: change("analyzeAgain", null),
      swapSpeakers: change("swapSpeakers", null),
      addNote: change("addNote", NOTE),
      removeNote: change("removeNote", null),
      setTags: change("setTags", { tags: ["tidied"] }),
      remove: change("remove", null),
    },
    "c-001",
  );
  return { view, asked };
}

test("a contact that is not there is told apart from one that cannot be had", async () => {
  const missing = viewOf({ documents: [new ApiError("refused", 404, "none", "none")] }).view;
  const failed = viewOf({ documents: [new ApiError("offline", 0, "offline", "down")] }).view;

  await missing.load();
  await failed.load();

  expect(missing.phase.value).toBe("missing");
  expect(failed.phase.value).toBe("failed");
});

test("a contact in progress is looked at again until it is done", async () => {
  const { view } = viewOf({
    documents: [document({ status: "TRANSCRIBING" }), document({ status: "ANALYZED" })],
  });

  const stop = view.follow();
  await vi.advanceTimersByTimeAsync(0);
  expect(view.contact.value?.status).toBe("TRANSCRIBING");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(view.contact.value?.status).toBe("ANALYZED");
  await vi.advanceTimersByTimeAsync(60_000);
  stop();

  expect(view.problem.value).toBeNull();
});

test("looking goes on after a look that failed", async () => {
  const { view } = viewOf({
    documents: [
      document({ status: "ANALYZING" }),
      new Error("down"),
      document({ status: "ANALYZED" }),
    ],
  });

  const stop = view.follow();
  await vi.advanceTimersByTimeAsync(11_000);
  stop();

  expect(view.contact.value?.status).toBe("ANALYZED");
});

test("a contact that is analyzed again is followed until it is done", async () => {
  const { view, asked } = viewOf({
    documents: [document({ status: "FAILED" }), document({ status: "TRANSCRIBING" }), document()],
  });
  const stop = view.follow();
  await vi.advanceTimersByTimeAsync(0);

  expect(await view.analyzeAgain()).toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  stop();

  expect(asked).toEqual([["analyzeAgain", "c-001"]]);
  expect(view.contact.value?.status).toBe("ANALYZED");
});

test("a fresh document does not change the address that is being played, renewing does", async () => {
  const { view } = viewOf({
    documents: [
      document(),
      document({ audio_url: "https://two" }),
      document({ audio_url: "https://three" }),
    ],
  });
  await view.load();
  await view.load();
  expect(view.audioUrl.value).toBe("https://one");

  expect(await view.renewAudio()).toBe(true);

  expect(view.audioUrl.value).toBe("https://three");
});

test("a waveform is drawn where there is one, and missed without harm where it cannot be had", async () => {
  const waveform_url = "https://wave";
  const drawn = viewOf({ documents: [document({ waveform_url })] }).view;
  const missed = viewOf({
    documents: [document({ waveform_url })],
    waveform: async () => {
      throw new Error("gone");
    },
  }).view;

  await drawn.load();
  await missed.load();

  expect(drawn.waveform.value?.AGENT).toEqual([1]);
  expect(missed.waveform.value).toBeNull();
  expect(missed.phase.value).toBe("ready");
});

test("a note is added at its whole millisecond and taken away again", async () => {
  const { view, asked } = viewOf({ documents: [document()] });
  await view.load();

  await view.addNote("y", 1_234.6);
  expect(view.contact.value?.notes).toEqual([NOTE]);
  await view.removeNote("n-1");

  expect(asked[0]).toEqual(["addNote", "c-001", { text: "y", at_ms: 1_235 }]);
  expect(view.contact.value?.notes).toEqual([]);
});

test("a note about all of the contact has no moment", async () => {
  const { view, asked } = viewOf({ documents: [document()] });
  await view.load();

  await view.addNote("y", null);

  expect(asked[0]).toEqual(["addNote", "c-001", { text: "y" }]);
});

test("tags are shown as the server keeps them", async () => {
  const { view } = viewOf({ documents: [document()] });
  await view.load();

  await view.setTags([" Tidied "]);

  expect(view.contact.value?.tags).toEqual(["tidied"]);
});

test("what the server refuses is not shown as done, and the reason is kept", async () => {
  const refusal = new ApiError("refused", 403, "not_allowed", "Only administrators may do this.");
  const { view } = viewOf({ documents: [document({ tags: ["old"] })], refusal });
  await view.load();

  expect(await view.setTags(["new"])).toBe(false);
  expect(await view.remove()).toBe(false);

  expect(view.contact.value?.tags).toEqual(["old"]);
  expect(view.refusal.value).toBe(refusal);
});
