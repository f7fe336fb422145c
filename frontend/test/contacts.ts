/** Small contacts and turns for tests. */
import type { ContactRow, Role, Turn } from "../src/api/types";

export const contact = (part: Partial<ContactRow> = {}): ContactRow => ({
  contact_id: "c-001",
  channel: "CALL",
  medium: "phone",
  file_name: "call.wav",
  agent: "ChrisL",
  customer_id: "44017",
  started_at: "2026-11-23T14:00:00Z",
  duration_ms: 60_000,
  language: "en-US",
  status: "ANALYZED",
  reason: null,
  sentiment: { AGENT: { average: 1, trend: 0 }, CUSTOMER: { average: -2, trend: 1.5 } },
  categories: [],
  entities: [],
  tags: [],
  ...part,
});

export const turn = (
  index: number,
  begin_offset_ms: number,
  duration_ms: number,
  part: Partial<Turn> = {},
): Turn => ({
  index,
  role: "CUSTOMER" as Role,
  text: `Turn ${index}`,
  begin_offset_ms,
  duration_ms,
  sentiment: "NEUTRAL",
  score: 0,
  entities: [],
  intent: null,
  intent_confidence: null,
  slots: {},
  redactions: [],
  ...part,
});
