import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../../src/api/client";
import type { Contact } from "../../src/api/types";
import { ContactView } from "../../src/state/contact";
import { contact } from "../contacts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const document = (part: Partial<Contact> = {}): Contact =>
  ({ ...contact(), turns: [], steps: [], audio_url: "https://one", ...part }) as Contact;

/** Answers in turn; an error is a failure. */
const viewOf = (...answers: (Contact | Error)[]) =>
  new ContactView(async () => {
    const answer = answers.shift();
    if (answer instanceof Error || !answer) throw answer ?? new Error("no more");
    return answer;
  });

test("a contact that is not there is told apart from one that cannot be had", async () => {
  const missing = viewOf(new ApiError("refused", 404, "contact_not_found", "none"));
  const failed = viewOf(new ApiError("offline", 0, "offline", "down"));

  await missing.load();
  await failed.load();

  expect(missing.phase.value).toBe("missing");
  expect(failed.phase.value).toBe("failed");
  expect(failed.problem.value).toBe("down");
});

test("a contact in progress is looked at again until it is done", async () => {
  const view = viewOf(document({ status: "TRANSCRIBING" }), document({ status: "ANALYZED" }));

  const stop = view.follow();
  await vi.advanceTimersByTimeAsync(0);
  expect(view.contact.value?.status).toBe("TRANSCRIBING");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(view.contact.value?.status).toBe("ANALYZED");
  await vi.advanceTimersByTimeAsync(60_000);
  stop();

  expect(view.problem.value).toBe("");
});

test("looking goes on after a look that failed", async () => {
  const view = viewOf(
    document({ status: "ANALYZING" }),
    new Error("down"),
    document({ status: "ANALYZED" }),
  );

  const stop = view.follow();
  await vi.advanceTimersByTimeAsync(11_000);
  stop();

  expect(view.contact.value?.status).toBe("ANALYZED");
});

test("a fresh document does not change the address that is being played, renewing does", async () => {
  const view = viewOf(
    document(),
    document({ audio_url: "https://two" }),
    document({ audio_url: "https://three" }),
  );
  await view.load();
  await view.load();
  expect(view.audioUrl.value).toBe("https://one");

  expect(await view.renewAudio()).toBe(true);

  expect(view.audioUrl.value).toBe("https://three");
});
