/** The chat as a state machine: every change of what the widget shows is one event here. */
import type { ChatButton, ChatInput, ChatMessage, ChatReply, Feedback } from "../api/chat";

export type Delivery = "sending" | "sent" | "failed";

export type Entry =
  | { id: number; from: "customer"; text: string; delivery: Delivery }
  | { id: number; from: "customer"; spoken: true; heard: string | null; delivery: Delivery }
  | { id: number; from: "customer"; pin: true; delivery: Delivery }
  | { id: number; from: "bot"; message: ChatMessage; closed: boolean };

/** What is sent and what the log shows for it. A PIN is never part of the state, nor is a voice. */
export type Outgoing =
  | { kind: "text"; value: string; shown: string; typed: boolean }
  | { kind: "voice" }
  | { kind: "pin" };

export type Phase = "new" | "waiting" | "ready" | "failed" | "expired" | "ended";

export type FailureReason = "offline" | "timeout" | "too_fast" | "busy" | "unheard" | "broken";

/** How long an answer has been awaited: nothing yet, typing dots, "still working". */
export type Patience = "none" | "typing" | "long";

export interface ChatState {
  phase: Phase;
  sessionId: string | null;
  /** Epoch milliseconds. */
  expiresAt: number | null;
  entries: Entry[];
  input: ChatInput;
  draft: string;
  unsent: Exclude<Outgoing, { kind: "pin" }> | null;
  /** What to answer the last message with by one press. */
  quickReplies: ChatButton[];
  feedback: Feedback | null;
  failure: FailureReason | null;
  patience: Patience;
  open: boolean;
  unread: number;
  nextId: number;
}

export type ChatEvent =
  | { type: "opened" }
  | { type: "closed" }
  | { type: "draft_changed"; text: string }
  | { type: "greeting_asked" }
  | { type: "sent"; outgoing: Outgoing }
  | { type: "answered"; reply: ChatReply }
  | { type: "failed"; reason: FailureReason }
  | { type: "waited"; patience: Patience }
  | { type: "expired" }
  | { type: "ended" }
  | { type: "rated"; feedback: Feedback }
  | { type: "restarted" };

export const NEW_CHAT: ChatState = {
  phase: "new",
  sessionId: null,
  expiresAt: null,
  entries: [],
  input: "text",
  draft: "",
  unsent: null,
  quickReplies: [],
  feedback: null,
  failure: null,
  patience: "none",
  open: false,
  unread: 0,
  nextId: 1,
};

export const canSend = (state: ChatState) => state.phase === "ready" || state.phase === "failed";

export function nextChat(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case "opened":
      return { ...state, open: true, unread: 0 };
    case "closed":
      return { ...state, open: false };
    case "draft_changed":
      return { ...state, draft: event.text };
    case "greeting_asked":
      return { ...state, phase: "waiting", failure: null, patience: "none" };
    case "sent":
      return canSend(state) ? sent(state, event.outgoing) : state;
    case "answered":
      return answered(state, event.reply);
    case "failed":
      return failed(state, event.reason);
    case "waited":
      return state.phase === "waiting" ? { ...state, patience: event.patience } : state;
    case "expired":
      return over(state, "expired");
    case "ended":
      return over(state, "ended");
    case "rated":
      return { ...state, feedback: event.feedback };
    case "restarted":
      return { ...NEW_CHAT, open: state.open, draft: state.draft, nextId: state.nextId };
  }
}

function sent(state: ChatState, outgoing: Outgoing): ChatState {
  const entry = entryOf(outgoing, state.nextId);
  const kept = state.entries.filter((old) => old.from !== "customer" || old.delivery !== "failed");
  return {
    ...state,
    phase: "waiting",
    entries: [...kept.map(closed), entry],
    draft: outgoing.kind === "text" && outgoing.typed ? "" : state.draft,
    unsent: outgoing.kind === "pin" ? null : outgoing,
    quickReplies: [],
    failure: null,
    patience: "none",
    nextId: state.nextId + 1,
  };
}

function entryOf(outgoing: Outgoing, id: number): Entry {
  const mine = { id, from: "customer", delivery: "sending" } as const;
  if (outgoing.kind === "pin") return { ...mine, pin: true };
  if (outgoing.kind === "voice") return { ...mine, spoken: true, heard: null };
  return { ...mine, text: outgoing.shown };
}

/** The conversation as it stands when nothing can be sent any more. */
function over(state: ChatState, phase: "expired" | "ended"): ChatState {
  const { entries, ...rest } = failed(state, "broken");
  return {
    ...rest,
    phase,
    entries: entries.map(closed),
    failure: null,
    input: "text",
    quickReplies: [],
  };
}

/** The buttons of an answered card cannot be pressed again. */
const closed = (entry: Entry): Entry => (entry.from === "bot" ? { ...entry, closed: true } : entry);

function delivered(entries: Entry[], delivery: Delivery): Entry[] {
  return entries.map((entry) =>
    entry.from === "customer" && entry.delivery === "sending" ? { ...entry, delivery } : entry,
  );
}

/** What was said aloud gets the words that were heard. */
const withHeard = (entries: Entry[], heard: string | null): Entry[] =>
  entries.map((entry) =>
    entry.from === "customer" && "spoken" in entry && entry.delivery === "sending"
      ? { ...entry, heard: heard ?? "" }
      : entry,
  );

/** A proposal is the question in figures: the words before it would only say it again. */
const withoutRepetition = (messages: ChatMessage[]): ChatMessage[] =>
  messages.filter(
    (message, place) => message.kind !== "text" || messages[place + 1]?.kind !== "proposal",
  );

function answered(state: ChatState, reply: ChatReply): ChatState {
  const messages = withoutRepetition(reply.messages).map(
    (message, place): Entry => ({
      id: state.nextId + place,
      from: "bot",
      message,
      closed: reply.ended,
    }),
  );
  return {
    ...state,
    phase: reply.ended ? "ended" : "ready",
    sessionId: reply.session_id,
    expiresAt: Date.parse(reply.expires_at) || null,
    entries: [...delivered(withHeard(state.entries, reply.heard), "sent"), ...messages],
    input: reply.input.kind,
    unsent: null,
    quickReplies: reply.ended ? [] : reply.quick_replies,
    failure: null,
    patience: "none",
    unread: state.open ? 0 : state.unread + messages.length,
    nextId: state.nextId + messages.length,
  };
}

function failed(state: ChatState, reason: FailureReason): ChatState {
  if (reason === "unheard") return unheard(state);
  const unsent = state.unsent?.kind === "text" && state.unsent.typed ? state.unsent : null;
  const giveBack = state.draft === "" ? unsent : null;
  return {
    ...state,
    phase: "failed",
    entries: delivered(state.entries, "failed"),
    draft: giveBack?.value ?? state.draft,
    failure: reason,
    patience: "none",
  };
}

/** As if nothing had been said: the same audio would not be heard a second time. */
function unheard(state: ChatState): ChatState {
  const entries = state.entries.filter(
    (entry) => entry.from === "bot" || entry.delivery !== "sending",
  );
  return { ...state, phase: "failed", entries, unsent: null, failure: "unheard", patience: "none" };
}

// ── What outlives a reload ───────────────────────────────────────────────────────────────────

const KEPT_MS = 30 * 60_000;
const VERSION = 2;

/** The state as text for the tab's storage, without draft, numbers the customer typed or balances. */
export function toStored(state: ChatState, nowMs: number): string {
  const { draft: _draft, unsent: _unsent, failure: _failure, patience: _patience, ...kept } = state;
  const entries = state.entries.map(withoutSecrets);
  return JSON.stringify({ version: VERSION, savedAt: nowMs, ...kept, entries });
}

function withoutSecrets(entry: Entry): Entry {
  if (entry.from === "customer") {
    if ("pin" in entry) return entry;
    return "spoken" in entry
      ? { ...entry, heard: entry.heard && masked(entry.heard) }
      : { ...entry, text: masked(entry.text) };
  }
  const { receipt, proposal } = entry.message;
  const hidden = { from_account: null, balance_after_cents: null };
  const message = {
    ...entry.message,
    receipt: receipt && { ...receipt, ...hidden },
    proposal: proposal && { ...proposal, ...hidden },
  };
  return { ...entry, message };
}

const masked = (text: string) => text.replace(/\d[\d -]{2,}\d/g, "\u2022\u2022\u2022\u2022");

/** The chat as it was stored; a new one if there is none or it cannot be read.
 *
 * What is too old has expired, and shows to whoever sits here now only that.
 */
export function fromStored(text: string | null, nowMs: number): ChatState {
  const saved = parsed(text);
  if (saved?.version !== VERSION || !saved.sessionId) return NEW_CHAT;
  if (nowMs - saved.savedAt > KEPT_MS) {
    return { ...NEW_CHAT, phase: "expired", sessionId: saved.sessionId };
  }
  const { version: _version, savedAt: _savedAt, ...kept } = saved;
  const state: ChatState = { ...NEW_CHAT, ...kept };
  if (saved.expiresAt !== null && nowMs >= saved.expiresAt) {
    return nextChat(state, { type: "expired" });
  }
  // What was under way when the page went may or may not have arrived.
  return state.phase === "waiting" ? failed(state, "broken") : restored(state);
}

const restored = (state: ChatState): ChatState =>
  state.phase === "failed" ? { ...state, failure: "broken" } : state;

type Stored = Partial<ChatState> & {
  version: number;
  savedAt: number;
  sessionId: string | null;
  expiresAt: number | null;
};

function parsed(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Stored) : null;
  } catch {
    return null;
  }
}
