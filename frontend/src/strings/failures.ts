/** A failed request in the reader's words. */
import { ApiError } from "../api/client";
import type { Strings } from "./english";
import { inWords } from "./server";

export function failureWords(error: unknown, t: Strings): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 403 && !error.message) return t.notAllowed;
  if (error.kind === "offline" || error.kind === "timeout") return t.failures[error.kind];
  return error.message ? inWords(error.message, t.language) : t.failures.broken;
}
