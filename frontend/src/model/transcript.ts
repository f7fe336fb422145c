/** Where in a transcript a moment or a word is. Offsets are milliseconds from the contact's start. */
import type { Contact, Entity, Role, Turn } from "../api/types";

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

export function findMatches(turns: readonly Turn[], query: string): Match[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  return turns.flatMap((turn, place) => {
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

function hiddenSpans(text: string): { begin: number; end: number; name: string }[] {
  return [...text.matchAll(HIDDEN)].map((found) => {
    const name = (found[1] ?? found[2] ?? "").replaceAll("_", " ").toLowerCase();
    return { begin: found.index, end: found.index + found[0].length, name };
  });
}

/** Cuts a turn's text at its matches and entities, losing no letter. */
export function piecesOf(
  text: string,
  matches: readonly { begin: number; end: number }[],
  entities: readonly Entity[],
): Piece[] {
  const characters = [...text];
  const placeOf = (offset: number) => characters.slice(0, offset).join("").length;
  const spans = entities.map(({ begin_offset, end_offset, type }) => {
    return { begin: placeOf(begin_offset), end: placeOf(end_offset), type };
  });
  const hidden = hiddenSpans(text);
  const cuts = new Set([0, text.length]);
  for (const { begin, end } of [...matches, ...spans, ...hidden]) cuts.add(begin).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
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

export interface CountedEntity {
  text: string;
  count: number;
}

/** Each thing mentioned once, with how often, under its type; in the order of first mention. */
export function entitiesByType(turns: readonly Turn[]): Map<string, CountedEntity[]> {
  const types = new Map<string, CountedEntity[]>();
  for (const { text, type } of turns.flatMap((turn) => turn.entities)) {
    const known = types.get(type) ?? [];
    const same = known.find((entity) => entity.text.toLowerCase() === text.toLowerCase());
    if (same) same.count += 1;
    else types.set(type, [...known, { text, count: 1 }]);
  }
  return types;
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

const DEFAULT_NAMES: Record<Role, string> = { AGENT: "Agent", CUSTOMER: "Customer", BOT: "Bot" };

export function speakerName(role: Role, names: Partial<Record<Role, string>> | null): string {
  return names?.[role] || DEFAULT_NAMES[role];
}
