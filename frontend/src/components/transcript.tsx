import type { Signal } from "@preact/signals";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Role, Turn } from "../api/types";
import { clock, signed, stepName } from "../model/format";
import { sentimentWords, toneOf } from "../model/sentiment";
import {
  findMatches,
  type Match,
  type Piece,
  piecesOf,
  speakerName,
  turnAt,
} from "../model/transcript";
import { useKeys } from "../state/keys";
import { SearchIcon } from "./icons";

interface TranscriptProps {
  turns: readonly Turn[];
  names: Partial<Record<Role, string>> | null;
  position_ms: Signal<number>;
  isPlaying: Signal<boolean>;
  query: Signal<string>;
  seek: (ms: number) => void;
}

export function Transcript({ turns, names, position_ms, isPlaying, query, seek }: TranscriptProps) {
  const list = useRef<HTMLOListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const follows = useSignal(true);
  const found = useSignal(0);
  const current = useComputed(() => turnAt(turns, position_ms.value));
  const matches = useMemo(() => findMatches(turns, query.value), [turns, query.value]);
  const chosen = matches[Math.min(found.value, matches.length - 1)];

  useKeys({ "/": () => field.current?.focus() });
  useSignalEffect(() => {
    const place = current.value;
    if (follows.value && isPlaying.value) showTurn(list.current, place);
  });
  const step = (by: number) => {
    if (matches.length === 0) return;
    found.value = (found.value + by + matches.length) % matches.length;
    showTurn(list.current, matches[found.value]?.turn ?? 0);
  };
  return (
    <section class="transcript" aria-labelledby="transcript-title">
      <div class="bar">
        <h2 id="transcript-title">Transcript</h2>
        <span class="search">
          <SearchIcon />
          <input
            ref={field}
            type="search"
            aria-label="Search the transcript"
            placeholder="Search"
            value={query.value}
            data-testid="transcript-search"
            onInput={(event) => {
              query.value = event.currentTarget.value;
              found.value = 0;
              const first = findMatches(turns, query.value)[0];
              if (first) showTurn(list.current, first.turn);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
              if (event.key === "Escape") query.value = "";
            }}
          />
        </span>
        {query.value.trim() !== "" && (
          <span class="matches">
            <span role="status" class="number">
              {matches.length === 0 ? "no match" : `${found.value + 1} of ${matches.length}`}
            </span>
            <button
              type="button"
              class="plain"
              aria-label="Previous match"
              disabled={matches.length < 2}
              onClick={() => step(-1)}
            >
              ↑
            </button>
            <button
              type="button"
              class="plain"
              aria-label="Next match"
              disabled={matches.length < 2}
              onClick={() => step(1)}
            >
              ↓
            </button>
          </span>
        )}
        <label class="follow">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => {
              follows.value = event.currentTarget.checked;
            }}
          />
          Follow
        </label>
      </div>
      <ol ref={list} class="turns" onKeyDown={(event) => moveInTurns(event, list.current)}>
        {turns.map((turn, place) => (
          <TurnItem
            key={turn.index}
            turn={turn}
            name={speakerName(turn.role, names)}
            isCurrent={place === current.value}
            isReachable={place === Math.max(0, current.value)}
            matches={matches.filter((match) => match.turn === place)}
            chosen={chosen}
            seek={seek}
          />
        ))}
      </ol>
    </section>
  );
}

interface TurnItemProps {
  turn: Turn;
  name: string;
  isCurrent: boolean;
  isReachable: boolean;
  matches: Match[];
  chosen: Match | undefined;
  seek: (ms: number) => void;
}

function TurnItem({ turn, name, isCurrent, isReachable, matches, chosen, seek }: TurnItemProps) {
  const go = () => seek(turn.begin_offset_ms);
  const goOnClick = () => {
    if (!getSelection()?.toString()) go();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the time is a button for the keyboard; the turn is a larger target for a mouse
    <li
      class={`turn ${turn.role.toLowerCase()}${isCurrent ? " current" : ""}`}
      data-testid="turn"
      data-index={turn.index}
      data-role={turn.role}
      aria-current={isCurrent ? "true" : undefined}
      onClick={goOnClick}
    >
      <button
        type="button"
        class="time number"
        tabIndex={isReachable ? 0 : -1}
        aria-label={`Go to ${clock(turn.begin_offset_ms)}, ${name}`}
        onClick={(event) => {
          event.stopPropagation();
          go();
        }}
      >
        {clock(turn.begin_offset_ms)}
      </button>
      <div class="said">
        <b class="who">{name}</b>
        {turn.score !== null && toneOf(turn.score) !== "neutral" && (
          <span class={`score number ${toneOf(turn.score)}`} title={sentimentWords(turn.score)}>
            {signed(turn.score)}
            <span class="hushed"> {sentimentWords(turn.score)}</span>
          </span>
        )}
        <p>
          {piecesOf(turn.text, matches, turn.entities).map((piece, place) => (
            <PieceOfText
              key={place}
              piece={piece}
              isChosen={piece.match >= 0 && matches[piece.match] === chosen}
            />
          ))}
        </p>
      </div>
    </li>
  );
}

function PieceOfText({ piece, isChosen }: { piece: Piece; isChosen: boolean }) {
  if (piece.hidden) return <span class="hidden-words">{piece.hidden} hidden</span>;
  const words = piece.entity ? (
    <span class="entity" title={stepName(piece.entity)}>
      {piece.text}
    </span>
  ) : (
    piece.text
  );
  return piece.match >= 0 ? <mark class={isChosen ? "chosen" : ""}>{words}</mark> : words;
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
