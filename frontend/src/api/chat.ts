/** The chat's part of the API: what is written, said aloud, and how it ends. */
import { ApiError, request } from "./client";

export interface ChatButton {
  text: string;
  value: string;
}

export interface ChatCard {
  title: string;
  subtitle: string | null;
  buttons: ChatButton[];
}

/** A payment that waits for its yes. */
export interface ChatProposal {
  payee: string;
  amount_cents: number;
  currency: string;
  from_account: string | null;
  /** null for a payment that is planned. */
  balance_after_cents: number | null;
  /** The day of a planned payment, yyyy-mm-dd; null for one that is made at once. */
  pay_on?: string | null;
}

export interface ChatReceipt extends ChatProposal {
  reference: string;
  paid_at: string;
}

export interface ChatMessage {
  kind: "text" | "card" | "proposal" | "receipt";
  text: string | null;
  card: ChatCard | null;
  proposal: ChatProposal | null;
  receipt: ChatReceipt | null;
}

export type ChatInput = "text" | "pin";
export type Feedback = "up" | "down";

export interface ChatReply {
  /** Changes when the PIN has been accepted: what comes next is sent under the newest. */
  session_id: string;
  messages: ChatMessage[];
  quick_replies: ChatButton[];
  input: { kind: ChatInput };
  ended: boolean;
  expires_at: string;
  /** The words of a spoken message, "" where there were none; null for a written one. */
  heard: string | null;
  /** The answer spoken, base64 of MP3. */
  speech: string | null;
}

export interface Said {
  session_id?: string;
  text?: string;
}

/** `audio` is base64 of 16-bit mono PCM at 16 kHz. */
export interface Spoken {
  session_id: string;
  audio: string;
}

export interface Ended {
  session_id: string;
  feedback?: Feedback;
}

export interface ChatApi {
  /** Without a session one is minted; without text the bot greets. */
  say: (said: Said) => Promise<ChatReply>;
  hear: (spoken: Spoken) => Promise<ChatReply>;
  end: (ended: Ended) => Promise<unknown>;
}

const ASK_AGAIN_AFTER_MS = 1_000;

/**
 * Asks once more where the answer may have been lost on the way. The message's id makes it one
 * message, and the PIN's answer with its new session id is not lost.
 */
async function surely<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "offline") throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS));
  return ask();
}

const newMessageId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/** `base` is the API's address: "/api" on the bank's own site. */
export const chatApi = (base: string, language: string): ChatApi => ({
  say: (said) => {
    if (!said.session_id) return request(`${base}/chat`, { body: { ...said, language } });
    const body = { ...said, language, message_id: newMessageId() };
    return surely(() => request(`${base}/chat`, { body }));
  },
  hear: (spoken) => request(`${base}/chat/voice`, { body: { ...spoken, language } }),
  end: (ended) => request(`${base}/chat/end`, { body: ended }),
});
