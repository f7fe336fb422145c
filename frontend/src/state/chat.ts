/** The chat as a state machine: every change of what the widget shows is one event here. */
import type { ChatInput, ChatMessage, ChatReply } from "../api/types";

export type Delivery = "sending" | "sent" | "failed";

export type Entry =
  | { id: number; from: "customer"; text: string; delivery: Delivery }
  | { id: number; from: "customer"; pin: true; delivery: Delivery }
  | { id: number; from: "bot"; message: ChatMessage; closed: boolean };

/** What is sent and what the log shows for it. A PIN is never part of the state. */
export type Outgoing =
  | { kind: "text"; value: string; shown: string; typed: boolean }
  | { kind: "pin" };

export type Phase = "new" | "waiting" | "ready" | "failed" | "expired" | "ended";

export type FailureReason = "offline" | "timeout" | "too_fast" | "busy" | "broken";

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
  unsent: Extract<Outgoing, { kind: "text" }> | null;
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
  | { type: "restarted" };

export const NEW_CHAT: ChatState = {
  phase: "new",
  sessionId: null,
  expiresAt: null,
  entries: [],
  input: "text",
  draft: "",
  unsent: null,
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
      return { ...failed(state, "broken"), phase: "expired", failure: null, input: "text" };
    case "restarted":
      return { ...NEW_CHAT, open: state.open, draft: state.draft, nextId: state.nextId };
  }
}

function sent(state: ChatState, outgoing: Outgoing): ChatState {
  const delivery: Delivery = "sending";
  const entry: Entry =
    outgoing.kind === "pin"
      ? { id: state.nextId, from: "customer", pin: true, delivery }
      : { id: state.nextId, from: "customer", text: outgoing.shown, delivery };
  const kept = state.entries.filter((old) => old.from !== "customer" || old.delivery !== "failed");
  return {
    ...state,
    phase: "waiting",
    entries: [...kept.map(closed), entry],
    draft: outgoing.kind === "text" && outgoing.typed ? "" : state.draft,
    unsent: outgoing.kind === "text" ? outgoing : null,
    failure: null,
    patience: "none",
    nextId: state.nextId + 1,
  };
}

/** The buttons of an answered card cannot be pressed again. */
const closed = (entry: Entry): Entry => (entry.from === "bot" ? { ...entry, closed: true } : entry);

function delivered(entries: Entry[], delivery: Delivery): Entry[] {
  return entries.map((entry) =>
    entry.from === "customer" && entry.delivery === "sending" ? { ...entry, delivery } : entry,
  );
}

function answered(state: ChatState, reply: ChatReply): ChatState {
  const messages = reply.messages.map(
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
    entries: [...delivered(state.entries, "sent"), ...messages],
    input: reply.input.kind,
    unsent: null,
    failure: null,
    patience: "none",
    unread: state.open ? 0 : state.unread + messages.length,
    nextId: state.nextId + messages.length,
  };
}

function failed(state: ChatState, reason: FailureReason): ChatState {
  const { unsent } = state;
  const giveBack = unsent?.typed === true && state.draft === "";
  return {
    ...state,
    phase: "failed",
    entries: delivered(state.entries, "failed"),
    draft: giveBack ? unsent.value : state.draft,
    failure: reason,
    patience: "none",
  };
}

// ── What outlives a reload ───────────────────────────────────────────────────────────────────

const KEPT_MS = 30 * 60_000;

/** The state as text for the tab's storage, without draft, numbers the customer typed or balances. */
export function toStored(state: ChatState, nowMs: number): string {
  const { phase, sessionId, expiresAt, input, open, unread, nextId } = state;
  const entries = state.entries.map(withoutSecrets);
  const saved = { phase, sessionId, expiresAt, input, open, unread, nextId, entries };
  return JSON.stringify({ version: 1, savedAt: nowMs, ...saved });
}

function withoutSecrets(entry: Entry): Entry {
  if (entry.from === "customer") {
    return "pin" in entry
      ? entry
      : { ...entry, text: entry.text.replace(/\d[\d -]{2,}\d/g, "\u2022\u2022\u2022\u2022") };
  }
  const { receipt } = entry.message;
  if (!receipt) return entry;
  const shortened = { ...receipt, from_account: null, balance_after_cents: null };
  return { ...entry, message: { ...entry.message, receipt: shortened } };
}

/** The chat as it was stored; a new one if there is none, it is too old or cannot be read. */
export function fromStored(text: string | null, nowMs: number): ChatState {
  const saved = parsed(text);
  if (saved?.version !== 1 || !saved.sessionId) return NEW_CHAT;
  if (nowMs - saved.savedAt > KEPT_MS) return NEW_CHAT;
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
