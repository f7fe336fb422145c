/** Which pages a customer read before talking to us; sent only with consent, and under a chat. */
import { request } from "./client";

export interface PageView {
  /** Made by the browser, so that what is sent twice is kept once. */
  view_id: string;
  /** Path of the page: "/", "/es/". */
  page: string;
  started_at: string;
  /** Seconds in which the page was in sight. */
  dwell_s: number;
}

/** Whose visit it was, the server knows from the session; it refuses while it does not. */
export const postVisits = (body: { consent: true; session_id: string; views: PageView[] }) =>
  request<{ kept: number }>("/api/visits", { body, keepalive: true });
