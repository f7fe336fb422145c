import type { Signal } from "@preact/signals";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Contact, Note, Role, Turn } from "../api/types";
import {
  findMatches,
  interruptions,
  namesOf,
  type SpeakerNames,
  speakerName,
  turnAt,
} from "../model/transcript";
import { useKeys } from "../state/keys";
import { words } from "../state/language";
import { SearchIcon } from "./icons";
import { TurnItem } from "./turn-item";

const ROLES: readonly Role[] = ["CUSTOMER", "AGENT", "BOT"];

interface TranscriptProps {
  contact: Contact;
  position_ms: Signal<number>;
  isPlaying: Signal<boolean>;
  query: Signal<string>;
  seek: (ms: number) => void;
}

export function Transcript({ contact, position_ms, isPlaying, query, seek }: TranscriptProps) {
  const t = words.value;
  const { turns, notes } = contact;
  const names = namesOf(contact);
  const list = useRef<HTMLOListElement>(null);
  const follows = useSignal(true);
  const found = useSignal(0);
  const role = useSignal<Role | null>(null);
  const current = useComputed(() => turnAt(turns, position_ms.value));
  const matches = useMemo(
    () => findMatches(turns, query.value, role.value),
    [turns, query.value, role.value],
  );
  const cutIns = useMemo(() => new Set(interruptions(turns).map(({ index }) => index)), [turns]);
  const chosen = matches[Math.min(found.value, matches.length - 1)];

  useSignalEffect(() => {
    const place = current.value;
    if (follows.value && isPlaying.value) showTurn(list.current, place);
  });
  useSignalEffect(() => {
    const [first] = findMatches(turns, query.value, role.value);
    found.value = 0;
    if (first) showTurn(list.current, first.turn);
  });
  const step = (by: number) => {
    if (matches.length === 0) return;
    found.value = (found.value + by + matches.length) % matches.length;
    showTurn(list.current, matches[found.value]?.turn ?? 0);
  };
  return (
    <section class="transcript" aria-labelledby="transcript-title">
      <div class="bar">
        <h2 id="transcript-title">{t.transcript}</h2>
        <SearchBar
          query={query}
          role={role}
          names={names}
          roles={ROLES.filter((one) => turns.some((turn) => turn.role === one))}
          step={step}
        />
        {query.value.trim() !== "" && (
          <Matches found={found.value} count={matches.length} step={step} />
        )}
        <label class="option">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => {
              follows.value = event.currentTarget.checked;
            }}
          />
          {t.follow}
        </label>
      </div>
      <ol ref={list} class="turns" onKeyDown={(event) => moveInTurns(event, list.current)}>
        {turns.map((turn, place) => (
          <TurnItem
            key={turn.index}
            turn={turn}
            name={speakerName(turn.role, names, t)}
            isCurrent={place === current.value}
            isReachable={place === Math.max(0, current.value)}
            cutsIn={cutIns.has(turn.index)}
            matches={matches.filter((match) => match.turn === place)}
            chosen={chosen}
            notes={notesOf(notes, turns, place)}
            seek={seek}
          />
        ))}
      </ol>
    </section>
  );
}

/** The notes about what is said in one turn. */
const notesOf = (notes: readonly Note[], turns: readonly Turn[], place: number) =>
  notes.filter(({ at_ms }) => at_ms !== null && Math.max(0, turnAt(turns, at_ms)) === place);

interface SearchBarProps {
  query: Signal<string>;
  role: Signal<Role | null>;
  roles: readonly Role[];
  names: SpeakerNames;
  step: (by: number) => void;
}

function SearchBar({ query, role, roles, names, step }: SearchBarProps) {
  const t = words.value;
  const field = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => field.current?.focus() });
  return (
    <>
      <span class="search">
        <SearchIcon />
        <input
          ref={field}
          type="search"
          aria-label={t.searchTranscript}
          placeholder={t.search}
          value={query.value}
          data-testid="transcript-search"
          onInput={(event) => {
            query.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
            if (event.key === "Escape") query.value = "";
          }}
        />
      </span>
      {query.value.trim() !== "" && roles.length > 1 && (
        <select
          aria-label={t.saidBy}
          value={role.value ?? ""}
          data-testid="said-by"
          onChange={(event) => {
            role.value = roles.find((one) => one === event.currentTarget.value) ?? null;
          }}
        >
          <option value="">{t.anyone}</option>
          {roles.map((one) => (
            <option key={one} value={one}>
              {speakerName(one, names, t)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

interface MatchesProps {
  found: number;
  count: number;
  step: (by: number) => void;
}

function Matches({ found, count, step }: MatchesProps) {
  const t = words.value;
  return (
    <span class="matches">
      <span role="status" class="number" data-testid="matches">
        {count === 0 ? t.noMatches : t.matchOf(found + 1, count)}
      </span>
      <button
        type="button"
        class="plain"
        aria-label={t.previousMatch}
        disabled={count < 2}
        onClick={() => step(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        class="plain"
        aria-label={t.nextMatch}
        disabled={count < 2}
        onClick={() => step(1)}
      >
        ↓
      </button>
    </span>
  );
}

function showTurn(list: HTMLOListElement | null, place: number): void {
  const turn = list?.children[place];
  if (!list || !(turn instanceof HTMLElement)) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (list.scrollHeight <= list.clientHeight + 1) {
    turn.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    return;
  }
  // Only the transcript moves, never the page around it.
  const top = turn.offsetTop - list.offsetTop - list.clientHeight / 3;
  list.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}

const TURN_STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

function moveInTurns(event: KeyboardEvent, list: HTMLOListElement | null): void {
  const by = TURN_STEPS[event.key];
  if (by === undefined || !list) return;
  const buttons = [...list.querySelectorAll<HTMLButtonElement>("button.time")];
  const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
  event.preventDefault();
  buttons[Math.min(Math.max(0, here + by), buttons.length - 1)]?.focus();
}
