/** The documents of the HTTP API, as the back end writes them. */

export type Channel = "CALL" | "CHAT";
export type Medium = "phone" | "web" | "sms" | "slack";
export type Status = "TRANSCRIBING" | "ANALYZING" | "ANALYZED" | "FAILED";
export type Role = "AGENT" | "CUSTOMER" | "BOT";
export type HumanRole = Exclude<Role, "BOT">;
export type SentimentLabel = "POSITIVE" | "NEGATIVE" | "NEUTRAL" | "MIXED";

/** Both numbers are in -5..+5 and -10..+10; null means that too little was said to tell. */
export interface SentimentSummary {
  average: number | null;
  trend: number | null;
}

export interface ContactRow {
  contact_id: string;
  channel: Channel;
  medium: Medium;
  file_name: string | null;
  agent: string | null;
  customer_id: string | null;
  started_at: string;
  duration_ms: number | null;
  language: string | null;
  status: Status;
  reason: string | null;
  sentiment: Partial<Record<HumanRole, SentimentSummary | null>> | null;
}

export interface ContactsPage {
  contacts: ContactRow[];
  next_cursor: string | null;
}

export interface ContactSentiment extends SentimentSummary {
  quarters: (number | null)[] | null;
}

export interface Talk {
  talk_time_ms: number;
  words_per_minute: number | null;
  longest_monologue_ms: number;
  interruptions: number;
  /** 0..1 of the talk time of everybody. */
  talk_share: number | null;
}

export interface Entity {
  text: string;
  type: string;
  /** 0..1 */
  score: number;
  /** Both in characters (code points) of the turn's text. */
  begin_offset: number;
  end_offset: number;
}

export interface Turn {
  index: number;
  role: Role;
  text: string;
  begin_offset_ms: number;
  duration_ms: number;
  sentiment: SentimentLabel | null;
  score: number | null;
  entities: Entity[];
}

export interface ContactStep {
  name: string;
  at: string;
}

export interface Contact extends Omit<ContactRow, "sentiment"> {
  schema_version: string;
  conversation_location: string | null;
  speaker_separation: "speaker" | "channel" | null;
  speaker_names: Partial<Record<Role, string>> | null;
  source: { bucket: string; key: string; size_bytes: number | null } | null;
  sentiment: Partial<Record<HumanRole, ContactSentiment | null>> | null;
  talk:
    | (Partial<Record<HumanRole, Talk | null>> & {
        non_talk_time_ms?: number | null;
      })
    | null;
  turns: Turn[];
  steps: ContactStep[];
  /** Works for five minutes. */
  audio_url: string | null;
}

export interface SignInConfiguration {
  authority: string;
  client_id: string;
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint: string;
  redirect_uri: string;
}
