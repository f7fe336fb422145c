/** The line to the local Connect: what the customer did goes out, what is heard comes back. */

export interface Keypad {
  end_key: string;
  deletion_key: string;
  max_length: number;
  timeout_ms: number;
  single: boolean;
}

export interface Listen {
  hears: boolean;
  keypad: Keypad | null;
  start_timeout_ms: number;
  end_timeout_ms: number;
  max_length_ms: number;
}

export interface CallEvent {
  kind: "said" | "spoke" | "keys" | "understood" | "note" | "ended";
  who?: "BOT" | "AGENT";
  text?: string;
  about?: string;
  audio?: string;
  at_ms?: number;
  may_interrupt?: boolean;
}

export interface CallState {
  contact_id: string;
  ended: boolean;
  queued: boolean;
  recording: "on" | "paused";
  listen: Listen | null;
  kept: { key: string } | null;
  events: CallEvent[];
}

export type Done = { keys: string } | { text: string } | { silence: true } | { pcm: Int16Array };

const CALLS = "/phone/calls";

export class LineError extends Error {}

export function dial(from: string): Promise<CallState> {
  return exchange("POST", CALLS, JSON.stringify({ from: from || null }), "application/json");
}

/** `interruptedMs` into what was being said, where the customer spoke into it. */
export function take(contactId: string, done: Done, interruptedMs?: number): Promise<CallState> {
  const query = interruptedMs === undefined ? "" : `?interrupted_ms=${Math.round(interruptedMs)}`;
  const path = `${CALLS}/${contactId}/turns${query}`;
  if ("pcm" in done) {
    const bytes = new Uint8Array(done.pcm.buffer as ArrayBuffer, 0, done.pcm.byteLength);
    return exchange("POST", path, bytes, "audio/l16; rate=16000; channels=1");
  }
  return exchange("POST", path, JSON.stringify(done), "application/json");
}

export function hangUp(contactId: string): Promise<CallState> {
  return exchange("DELETE", `${CALLS}/${contactId}`, null, "application/json");
}

async function exchange(
  method: string,
  path: string,
  body: BodyInit | null,
  type: string,
): Promise<CallState> {
  const response = await fetch(path, {
    method,
    headers: { "Content-Type": type },
    body,
    cache: "no-store",
  }).catch(() => {
    throw new LineError("The line is dead. Is OmniLex still running?");
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const { message } = (answer ?? {}) as { message?: unknown };
    throw new LineError(typeof message === "string" ? message : "The line is dead.");
  }
  return answer as CallState;
}
