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

export interface CustomerSummary extends SentimentSummary {
  quarters?: (number | null)[] | null;
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
  sentiment: { AGENT?: SentimentSummary | null; CUSTOMER?: CustomerSummary | null } | null;
  categories: string[];
  entities: string[];
  tags: string[];
}

export interface ContactsPage {
  contacts: ContactRow[];
  next_cursor: string | null;
  /** Of all pages. */
  total: number;
}

/** What there is to choose from in the filters. */
export interface Facets {
  agents: string[];
  languages: string[];
  entities: string[];
  categories: string[];
  tags: string[];
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

export interface Redaction {
  type: string;
  /** Both in characters (code points) of the turn's text, which shows "[TYPE]" there. */
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
  /** What the bot understood, how sure it was (0..1), and the values it took, hidden ones masked. */
  intent: string | null;
  intent_confidence: number | null;
  slots: Record<string, string | null>;
  redactions: Redaction[];
}

export interface ContactStep {
  name: string;
  at: string;
}

export interface EntityMention {
  type: string;
  text: string;
  count: number;
  /** Indexes of the turns that name it; as in key phrases. */
  turns: number[];
}

export type KeyPhrase = Omit<EntityMention, "type">;

export interface CategoryPoint {
  turn: number;
  begin_offset_ms: number;
  text: string;
}

export interface CategoryMatch {
  name: string;
  /** Empty where the category is matched by what was not said. */
  points: CategoryPoint[];
}

export type HighlightKind = "ISSUE" | "OUTCOME" | "ACTION_ITEM";

export interface Highlight {
  kind: HighlightKind;
  turn: number;
  text: string;
}

export interface BotFigures {
  contained: boolean;
  intents: string[];
  /** What the customer said and the bot had no answer to. */
  misses: string[];
  pin_failures: number;
  transferred: boolean;
}

export interface Span {
  begin_offset_ms: number;
  duration_ms: number;
}

export interface Note {
  note_id: string;
  at: string;
  author: string;
  text: string;
  /** The moment of the contact it is about. */
  at_ms: number | null;
}

/** Peaks of both channels, 0..1. */
export interface Waveform {
  samples_per_second: number;
  AGENT: number[];
  CUSTOMER: number[];
}

export interface Contact extends Omit<ContactRow, "sentiment" | "entities" | "categories"> {
  schema_version: string;
  language_confidence: number | null;
  separation_reason: string | null;
  entities: EntityMention[];
  key_phrases: KeyPhrase[];
  categories: CategoryMatch[];
  highlights: Highlight[];
  summary: { turn: number; text: string }[];
  bot: BotFigures | null;
  /** The customer's thumb. */
  feedback?: "up" | "down" | null;
  /** Of a call that the bot passed on: the bot's part, or the colleague's. */
  other_part?: { contact_id: string } | null;
  /** Remarks in plain words. */
  details: string[];
  notes: Note[];
  conversation_location: string | null;
  speaker_separation: "speaker" | "channel" | null;
  speaker_names: Partial<Record<Role, string>> | null;
  source: { bucket: string; key: string; size_bytes: number | null } | null;
  sentiment: Partial<Record<HumanRole, ContactSentiment | null>> | null;
  talk:
    | (Partial<Record<HumanRole, Talk | null>> & {
        non_talk_time_ms?: number | null;
        non_talk?: Span[];
      })
    | null;
  turns: Turn[];
  steps: ContactStep[];
  /** Both work for five minutes. */
  audio_url: string | null;
  waveform_url: string | null;
}

export type Group = "agent" | "supervisor" | "admin";

export interface StaffMember {
  staff_id: string;
  email: string;
  groups: Group[];
}

/** A form that S3 takes a file by. */
export interface UploadPost {
  url: string;
  fields: Record<string, string>;
  key: string;
}

export type TimelineKind = "contact" | "payment" | "account" | "visit";

export interface TimelineEntry {
  at: string;
  kind: TimelineKind;
  medium?: Medium | null;
  contact_id?: string | null;
  title: string;
  detail: string | null;
  amount_cents?: number | null;
  dwell_s?: number | null;
}

export interface Customer {
  customer_id: string;
  name: string | null;
  timeline: TimelineEntry[];
}

export interface DayFigures {
  /** yyyy-mm-dd */
  date: string;
  contacts: number;
  average: number | null;
  trend: number | null;
}

export interface NamedFigures {
  name: string;
  contacts: number;
  average: number | null;
  trend: number | null;
}

export interface Summary extends SentimentSummary {
  contacts: number;
  failed: number;
  days: DayFigures[];
  by_channel: NamedFigures[];
  by_agent: NamedFigures[];
  by_category: NamedFigures[];
  by_intent: NamedFigures[];
  containment: { bot_contacts: number; contained: number; share: number | null };
  pin_failures: number;
  /** In how many contacts they were. */
  pin_contacts: number;
  entities: { text: string; contacts: number }[];
  unanswered: { text: string; count: number }[];
}

export interface Setting {
  key: string;
  value: string;
  default: string;
  description: string;
  kind: string;
  choices?: string[] | null;
  /** What is set at deployment can only be read here. */
  is_changeable: boolean;
}

/** A part of a contact in seconds: its first, its last, or from one time until another. */
export interface RuleWindow {
  first_s?: number | null;
  last_s?: number | null;
  from_s?: number | null;
  until_s?: number | null;
}

export interface CategoryRule {
  phrases?: string[];
  speaker?: Role | null;
  sentiment?: SentimentLabel | null;
  within?: RuleWindow | null;
  /** It holds where no such turn is found. */
  absent?: boolean;
}

export interface CategoryDefinition {
  name: string;
  description?: string;
  match?: "any" | "all";
  rules: CategoryRule[];
}

/** What gives contacts their categories and highlights. */
export interface CategoryRules {
  version?: 1;
  categories: CategoryDefinition[];
  highlights?: unknown[];
}

export interface AuditEntry {
  at: string;
  staff_id: string;
  /** Theirs at the time; of older entries it is not known. */
  email: string;
  deed: string;
  subject: string;
  detail: string | null;
}

export interface FaqAnswer {
  question: string;
  answer: string;
}

export interface SignInConfiguration {
  authority: string;
  client_id: string;
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint: string;
  redirect_uri: string;
}

/** `token` is for another try; `is_sent`: the conversation goes on by a text from us. */
export interface PinOutcome {
  status: "right" | "wrong" | "locked" | "not_needed" | "unavailable";
  message: string | null;
  token: string | null;
  is_sent: boolean;
}
