/** Runs the chat's state machine against the API, the clock and the tab's storage. */
import type { ChatApi, ChatButton, ChatReply, Feedback } from "../api/chat";
import { ApiError } from "../api/client";
import {
  type ChatEvent,
  type ChatState,
  canSend,
  type FailureReason,
  fromStored,
  nextChat,
  type Outgoing,
  toStored,
} from "./chat";

const TYPING_AFTER_MS = 300;
const LONG_AFTER_MS = 5_000;
const STORAGE_KEY = "omnilex.chat";

/** What the conversation needs of the browser; tests bring their own. */
export interface Surroundings {
  api: ChatApi;
  /** Plays the answer to what was said aloud, base64 of MP3. */
  play: (speech: string) => void;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  now: () => number;
}

/** Whether there is a conversation to go on with. */
export const hasStored = (storage: Pick<Storage, "getItem">): boolean =>
  storage.getItem(STORAGE_KEY) !== null;

export class Conversation {
  state: ChatState;
  private readonly listeners = new Set<() => void>();
  private expiry: ReturnType<typeof setTimeout> | undefined;
  /** Answers to what was asked before a restart are not listened to any more. */
  private generation = 0;
  /** What was said aloud last, for another try. */
  private audio = "";

  constructor(private readonly around: Surroundings) {
    this.state = fromStored(around.storage.getItem(STORAGE_KEY), around.now());
    this.watchExpiry();
  }

  subscribe(listener: () => void): void {
    this.listeners.add(listener);
  }

  open(): void {
    this.change({ type: "opened" });
    if (this.state.phase === "new") void this.greet();
  }

  close(): void {
    this.change({ type: "closed" });
  }

  draft(text: string): void {
    this.change({ type: "draft_changed", text });
  }

  say(text: string): void {
    const value = text.trim();
    if (value !== "") this.sendText({ kind: "text", value, shown: value, typed: true });
  }

  press(button: ChatButton): void {
    this.sendText({ kind: "text", value: button.value, shown: button.text, typed: false });
  }

  enterPin(pin: string): void {
    this.send({ kind: "pin" }, pin);
  }

  /** `audio` is base64 of PCM. */
  speak(audio: string): void {
    if (!canSend(this.state) || this.state.sessionId === null) return;
    const session_id = this.state.sessionId;
    this.audio = audio;
    this.change({ type: "sent", outgoing: { kind: "voice" } });
    void this.exchange(() => this.around.api.hear({ session_id, audio }));
  }

  /** Sends once more what did not arrive: a message, or the greeting. A PIN has to be typed again. */
  retry(): void {
    const { sessionId, unsent, draft } = this.state;
    if (sessionId === null) void this.greet();
    else if (unsent?.kind === "voice") this.speak(this.audio);
    else if (unsent) {
      if (draft === unsent.value) this.draft("");
      this.sendText(unsent);
    }
  }

  /** The customer has had enough; whether the server hears of it changes nothing here. */
  end(): void {
    this.generation += 1;
    this.change({ type: "ended" });
    this.tell();
  }

  rate(feedback: Feedback): void {
    this.change({ type: "rated", feedback });
    this.tell(feedback);
  }

  private tell(feedback?: Feedback): void {
    const { sessionId } = this.state;
    if (sessionId === null) return;
    const ended = { session_id: sessionId, ...(feedback && { feedback }) };
    this.around.api.end(ended).catch(() => undefined);
  }

  restart(): void {
    if (canSend(this.state)) this.tell();
    this.generation += 1;
    this.change({ type: "restarted" });
    if (this.state.open) void this.greet();
  }

  private sendText(outgoing: Extract<Outgoing, { kind: "text" }>): void {
    this.send(outgoing, outgoing.value);
  }

  private send(outgoing: Outgoing, text: string): void {
    if (!canSend(this.state)) return;
    if (this.state.sessionId === null) {
      void this.greet(); // what was written stays in the draft until there is a session
      return;
    }
    const session_id = this.state.sessionId;
    this.change({ type: "sent", outgoing });
    void this.exchange(() => this.around.api.say({ session_id, text }));
  }

  private async greet(): Promise<void> {
    this.change({ type: "greeting_asked" });
    await this.exchange(() => this.around.api.say({}));
  }

  private async exchange(ask: () => Promise<ChatReply>): Promise<void> {
    const generation = this.generation;
    const isCurrent = () => generation === this.generation;
    const patience = [
      setTimeout(
        () => isCurrent() && this.change({ type: "waited", patience: "typing" }),
        TYPING_AFTER_MS,
      ),
      setTimeout(
        () => isCurrent() && this.change({ type: "waited", patience: "long" }),
        LONG_AFTER_MS,
      ),
    ];
    try {
      const reply = await ask();
      if (!isCurrent()) return;
      if (reply.speech) this.around.play(reply.speech);
      this.change({ type: "answered", reply });
    } catch (error) {
      if (isCurrent()) this.change(eventOf(error));
    } finally {
      patience.forEach(clearTimeout);
    }
  }

  private change(event: ChatEvent): void {
    this.state = nextChat(this.state, event);
    this.store();
    this.watchExpiry();
    for (const listener of this.listeners) listener();
  }

  private store(): void {
    const { storage, now } = this.around;
    if (this.state.sessionId === null) storage.removeItem(STORAGE_KEY);
    else storage.setItem(STORAGE_KEY, toStored(this.state, now()));
  }

  private watchExpiry(): void {
    clearTimeout(this.expiry);
    const { expiresAt, phase } = this.state;
    if (expiresAt === null || (phase !== "ready" && phase !== "failed")) return;
    const left_ms = Math.max(0, expiresAt - this.around.now());
    this.expiry = setTimeout(() => this.change({ type: "expired" }), left_ms);
  }
}

function eventOf(error: unknown): ChatEvent {
  if (!(error instanceof ApiError)) return { type: "failed", reason: "broken" };
  if (error.status === 404 || error.code === "session_expired") return { type: "expired" };
  return { type: "failed", reason: reasonOf(error) };
}

function reasonOf(error: ApiError): FailureReason {
  if (error.kind === "offline" || error.kind === "timeout") return error.kind;
  if (error.code === "nothing_heard") return "unheard";
  if (error.status === 409) return "busy";
  return error.status === 429 ? "too_fast" : "broken";
}
