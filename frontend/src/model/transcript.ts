/** Where in a transcript a moment or a word is. Offsets are milliseconds from the contact's start. */
import type { Contact, Entity, Redaction, Role, Span, Turn } from "../api/types";
import type { Strings } from "../strings/english";

/**
 * The index in `turns` of what is being said at `ms`, or -1 before the first word.
 *
 * Between two turns it is the one that has just ended; where people talk over each other, the one
 * that began last among those still going on.
 */
export function turnAt(turns: readonly Turn[], ms: number): number {
  let latest = -1;
  let sounding = -1;
  for (const [place, turn] of turns.entries()) {
    if (turn.begin_offset_ms > ms) break;
    latest = place;
    if (ms < turn.begin_offset_ms + turn.duration_ms) sounding = place;
  }
  return sounding >= 0 ? sounding : latest;
}

/** The contact's length: what was measured, or the end of the last turn. */
export function totalDuration(durationMs: number | null, turns: readonly Turn[]): number {
  const spoken = turns.map((turn) => turn.begin_offset_ms + turn.duration_ms);
  return Math.max(durationMs ?? 0, 1, ...spoken);
}

export interface Match {
  /** Place in the list of turns. */
  turn: number;
  begin: number;
  end: number;
}

/** Every place the words are at, in what one role says or, without one, in all. */
export function findMatches(
  turns: readonly Turn[],
  query: string,
  role: Role | null = null,
): Match[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  return turns.flatMap((turn, place) => {
    if (role !== null && turn.role !== role) return [];
    const text = turn.text.toLowerCase();
    const found: Match[] = [];
    let begin = text.indexOf(wanted);
    while (begin >= 0) {
      found.push({ turn: place, begin, end: begin + wanted.length });
      begin = text.indexOf(wanted, begin + wanted.length);
    }
    return found;
  });
}

export interface Piece {
  text: string;
  /** Which match of the list given this piece is, or -1. */
  match: number;
  entity: string | null;
  /** What was left out here ("Pin", "Name"), where a slot or a redaction stands for the words. */
  hidden: string | null;
}

/** "{Pin}" is how Lex hides a slot, "[NAME]" how Transcribe redacts. */
const HIDDEN = /\{([A-Z]\w*)\}|\[([A-Z]+(?:_[A-Z]+)*)\]/g;

const plainName = (name: string) => name.replaceAll("_", " ").toLowerCase();

function hiddenSpans(text: string): { begin: number; end: number; name: string }[] {
  return [...text.matchAll(HIDDEN)].map((found) => {
    const name = plainName(found[1] ?? found[2] ?? "");
    return { begin: found.index, end: found.index + found[0].length, name };
  });
}

/** Cuts a turn's text at its matches and entities, losing no letter. */
export function piecesOf(
  text: string,
  matches: readonly { begin: number; end: number }[],
  entities: readonly Entity[],
  redactions: readonly Redaction[] = [],
): Piece[] {
  const characters = [...text];
  const placeOf = (offset: number) => characters.slice(0, offset).join("").length;
  const spans = entities.map(({ begin_offset, end_offset, type }) => {
    return { begin: placeOf(begin_offset), end: placeOf(end_offset), type };
  });
  const redacted = redactions.map(({ begin_offset, end_offset, type }) => {
    return { begin: placeOf(begin_offset), end: placeOf(end_offset), name: plainName(type) };
  });
  const hidden = [...redacted, ...hiddenSpans(text)];
  const cuts = new Set([0, text.length]);
  for (const { begin, end } of [...matches, ...spans, ...hidden]) cuts.add(begin).add(end);
  const isWhole = (cut: number) => !hidden.some(({ begin, end }) => begin < cut && cut < end);
  const edges = [...cuts].filter(isWhole).sort((a, b) => a - b);
  return edges.slice(0, -1).flatMap((begin, place) => {
    const end = edges[place + 1] ?? text.length;
    const covers = (span: { begin: number; end: number }) => span.begin <= begin && end <= span.end;
    const piece = text.slice(begin, end);
    return piece === ""
      ? []
      : [
          {
            text: piece,
            match: matches.findIndex(covers),
            entity: spans.find(covers)?.type ?? null,
            hidden: hidden.find(covers)?.name ?? null,
          },
        ];
  });
}

/** The turns that begin while somebody else still speaks. */
export function interruptions(turns: readonly Turn[]): Turn[] {
  return turns.filter((turn, place) => {
    const before = turns[place - 1];
    if (!before || before.role === turn.role || turn.duration_ms === 0) return false;
    return turn.begin_offset_ms < before.begin_offset_ms + before.duration_ms;
  });
}

/** Where to go on from within a silence, a little before the next word; null outside of one. */
export function afterSilence(silences: readonly Span[], ms: number, leadMs = 250): number | null {
  const around = silences.find(({ begin_offset_ms: begin, duration_ms }) => {
    return begin + leadMs <= ms && ms < begin + duration_ms - 2 * leadMs;
  });
  return around ? around.begin_offset_ms + around.duration_ms - leadMs : null;
}

/** The place in `turns` of the next turn after `ms` among those of the given indexes, round and round. */
export function nextMention(
  turns: readonly Turn[],
  indexes: readonly number[],
  ms: number,
): number | null {
  const places = [...turns.entries()].filter(([, turn]) => indexes.includes(turn.index));
  const next = places.find(([, turn]) => turn.begin_offset_ms > ms) ?? places[0];
  return next ? next[0] : null;
}

/** "#t=83" and "#t=1:23" -> 83_000; anything else -> null. */
export function timeOfHash(hash: string): number | null {
  const found = /^#t=(?:(\d+):)?(\d+(?:\.\d+)?)$/.exec(hash);
  if (!found) return null;
  return (Number(found[1] ?? 0) * 60 + Number(found[2])) * 1000;
}

export const hashOfTime = (ms: number) => `#t=${Math.max(0, Math.round(ms / 1000))}`;

/** The configured names are those of telephone calls: nobody in a chat is a caller. */
export const namesOf = (contact: Pick<Contact, "channel" | "speaker_names">) =>
  contact.channel === "CALL" ? contact.speaker_names : null;

export type SpeakerNames = Partial<Record<Role, string>> | null;

/** The names a stack is born with say nothing that the reader's own language does not say better. */
const GIVEN_NAMES = ["Agent", "Customer", "Bot"];

export function speakerName(role: Role, names: SpeakerNames, t: Pick<Strings, "roles">): string {
  const name = names?.[role];
  return name && !GIVEN_NAMES.includes(name) ? name : t.roles[role];
}
