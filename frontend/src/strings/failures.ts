/** A failed request in the reader's words. What the server says of a refusal is shown as it is. */
import { ApiError } from "../api/client";
import type { Strings } from "./english";

export function failureWords(error: unknown, t: Strings): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 403 && !error.message) return t.notAllowed;
  if (error.kind === "offline" || error.kind === "timeout") return t.failures[error.kind];
  return error.message || t.failures.broken;
}
