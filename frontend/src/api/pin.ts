/** A PIN for a text conversation: each token takes one, and a wrong one brings the next token. */
import { request } from "./client";
import type { PinOutcome } from "./types";

export const enterPin = (token: string, pin: string) =>
  request<PinOutcome>(`/api/pin/${encodeURIComponent(token)}`, { body: { pin } });
