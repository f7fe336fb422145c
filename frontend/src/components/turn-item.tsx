import type { Note, Turn } from "../api/types";
import { clock, percent, signed, stepName } from "../model/format";
import { sentimentWords, toneOf } from "../model/sentiment";
import { type Match, type Piece, piecesOf } from "../model/transcript";
import { words } from "../state/language";

interface TurnItemProps {
  turn: Turn;
  name: string;
  isCurrent: boolean;
  isReachable: boolean;
  cutsIn: boolean;
  matches: Match[];
  chosen: Match | undefined;
  notes: readonly Note[];
  seek: (ms: number) => void;
}

export function TurnItem(props: TurnItemProps) {
  const { turn, name, isCurrent, isReachable, cutsIn, matches, chosen, notes, seek } = props;
  const t = words.value;
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
        aria-label={t.goToTurn(clock(turn.begin_offset_ms), name)}
        onClick={(event) => {
          event.stopPropagation();
          go();
        }}
      >
        {clock(turn.begin_offset_ms)}
      </button>
      <div class="said">
        <b class="who">{name}</b>
        <Score score={turn.score} />
        {cutsIn && <span class="cuts-in">{t.overlaps}</span>}
        <p>
          {piecesOf(turn.text, matches, turn.entities, turn.redactions).map((piece, place) => (
            <PieceOfText
              key={place}
              piece={piece}
              isChosen={piece.match >= 0 && matches[piece.match] === chosen}
            />
          ))}
        </p>
        <Understood turn={turn} />
        {notes.map((note) => (
          <p key={note.note_id} class="margin-note">
            {note.text}
          </p>
        ))}
      </div>
    </li>
  );
}

function Score({ score }: { score: number | null }) {
  if (score === null || toneOf(score) === "neutral") return null;
  const said = sentimentWords(score, words.value);
  return (
    <span class={`score number ${toneOf(score)}`} title={said}>
      {signed(score)}
      <span class="hushed"> {said}</span>
    </span>
  );
}

/** What the bot took a message for, how sure it was, and which values it took from it. */
function Understood({ turn }: { turn: Turn }) {
  const t = words.value;
  if (!turn.intent) return null;
  const slots = Object.entries(turn.slots).filter(([, value]) => value !== null);
  return (
    <p class="understood" data-testid="understood">
      <b>{t.intents[turn.intent] ?? stepName(turn.intent)}</b>
      {turn.intent_confidence !== null && (
        <span class="number">{t.understood(percent(turn.intent_confidence))}</span>
      )}
      {slots.map(([name, value]) => (
        <span key={name}>
          {stepName(name)} <b>{value}</b>
        </span>
      ))}
    </p>
  );
}

function PieceOfText({ piece, isChosen }: { piece: Piece; isChosen: boolean }) {
  const t = words.value;
  if (piece.hidden) return <span class="hidden-words">{t.hidden(piece.hidden)}</span>;
  const said = piece.entity ? (
    <span class="entity" title={t.entityTypes[piece.entity] ?? stepName(piece.entity)}>
      {piece.text}
    </span>
  ) : (
    piece.text
  );
  return piece.match >= 0 ? <mark class={isChosen ? "chosen" : ""}>{said}</mark> : said;
}
