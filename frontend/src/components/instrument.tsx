import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Contact, Role, Turn, Waveform } from "../api/types";
import { clock, signed, spokenDuration } from "../model/format";
import { isCrowded, sentimentWords } from "../model/sentiment";
import {
  interruptions,
  namesOf,
  type SpeakerNames,
  speakerName,
  turnAt,
} from "../model/transcript";
import { words } from "../state/language";
import { Dot, heightOf, LEFT, RIGHT, ROLES, Scene } from "./instrument-scene";
import { useWidth } from "./width";

interface InstrumentProps {
  contact: Contact;
  duration_ms: number;
  waveform: Waveform | null;
  position_ms: Signal<number>;
  seek: (ms: number) => void;
}

/** Sentiment, speech and playhead on one time axis: hover reads, a click or the arrow keys seek. */
export function Instrument(props: InstrumentProps) {
  const { contact, duration_ms, waveform, position_ms, seek } = props;
  const t = words.value;
  const { turns } = contact;
  const names = namesOf(contact);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 720);
  const hovered_ms = useSignal<number | null>(null);

  const span = width - LEFT - RIGHT;
  const xOf = (ms: number) => LEFT + (ms / duration_ms) * span;
  const msAt = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(Math.max(0, ((x - LEFT) / span) * duration_ms), duration_ms);
  };
  const read_ms = hovered_ms.value ?? position_ms.value;
  const turn = turns[turnAt(turns, read_ms)];
  const says = turn ? `${speakerName(turn.role, names, t)}: ${turn.text}` : t.nothingSaidYet;
  const height = heightOf(waveform);
  const scene = useMemo(
    () => <Scene contact={contact} duration_ms={duration_ms} width={width} waveform={waveform} />,
    [contact, duration_ms, width, waveform],
  );
  return (
    <figure class="instrument">
      <Legend contact={contact} names={names} width={span} />
      <div
        ref={frame}
        class="axis"
        role="slider"
        tabIndex={0}
        aria-label={t.place}
        aria-valuemin={0}
        aria-valuemax={Math.round(duration_ms / 1000)}
        aria-valuenow={Math.round(position_ms.value / 1000)}
        aria-valuetext={t.placeWords(
          spokenDuration(position_ms.value, t),
          spokenDuration(duration_ms, t),
          says,
        )}
        data-testid="graph"
        onPointerMove={(event) => {
          hovered_ms.value = msAt(event);
          if (event.buttons === 1) seek(hovered_ms.value);
        }}
        onPointerLeave={() => {
          hovered_ms.value = null;
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          seek(msAt(event));
        }}
        onKeyDown={(event) => {
          const place = placeOfKey(event.key, position_ms.value, duration_ms);
          if (place === null) return;
          event.preventDefault();
          seek(place);
        }}
      >
        <svg width={width} height={height} aria-hidden="true">
          {scene}
          {hovered_ms.value !== null && (
            <path class="crosshair" d={`M${xOf(hovered_ms.value).toFixed(1)} 0V${height - 20}`} />
          )}
          <g class="playhead">
            <path d={`M${xOf(position_ms.value).toFixed(1)} 0V${height - 20}`} />
            <circle cx={xOf(position_ms.value).toFixed(1)} cy={height - 20} r="4" />
          </g>
        </svg>
      </div>
      <Readout at_ms={read_ms} turn={turn} names={names} />
    </figure>
  );
}

interface ReadoutProps {
  at_ms: number;
  turn: Turn | undefined;
  names: SpeakerNames;
}

function Readout({ at_ms, turn, names }: ReadoutProps) {
  const t = words.value;
  return (
    <figcaption class="readout" data-testid="readout">
      <span class="number">{clock(at_ms)}</span>
      {turn && (
        <>
          <b class={`who ${turn.role.toLowerCase()}`}>{speakerName(turn.role, names, t)}</b>
          {turn.score !== null && (
            <span class="number" title={sentimentWords(turn.score, t)}>
              {signed(turn.score)}
            </span>
          )}
        </>
      )}
      <span class="words">{turn?.text ?? t.nothingSaidYet}</span>
    </figcaption>
  );
}

function placeOfKey(key: string, position: number, duration: number): number | null {
  const places: Record<string, number> = {
    ArrowLeft: position - 5_000,
    ArrowDown: position - 5_000,
    ArrowRight: position + 5_000,
    ArrowUp: position + 5_000,
    PageDown: position - 30_000,
    PageUp: position + 30_000,
    Home: 0,
    End: duration,
  };
  return places[key] ?? null;
}

interface LegendProps {
  contact: Contact;
  names: SpeakerNames;
  width: number;
}

function Legend({ contact, names, width }: LegendProps) {
  const t = words.value;
  const speaks = (role: Role) => contact.turns.some((turn) => turn.role === role);
  return (
    <div class="legend">
      {ROLES.filter(speaks).map((role) => (
        <span key={role} class={`key ${role.toLowerCase()}`}>
          <svg width="34" height="12" aria-hidden="true">
            <path class="curve" d="M1 6h32" />
            <Dot role={role} x={17} y={6} />
          </svg>
          {speakerName(role, names, t)}
        </span>
      ))}
      {speaks("BOT") && (
        <span class="key bot">
          <svg width="14" height="12" aria-hidden="true">
            <rect class="speech" y="1" width="14" height="10" rx="1.5" />
          </svg>
          {speakerName("BOT", names, t)}
        </span>
      )}
      {(contact.talk?.non_talk ?? []).length > 0 && (
        <span class="key">
          <svg width="20" height="12" aria-hidden="true">
            <rect class="silence" width="20" height="12" />
          </svg>
          {t.silence}
        </span>
      )}
      {interruptions(contact.turns).length > 0 && (
        <span class="key">
          <svg width="10" height="12" aria-hidden="true">
            <path class="cut-in" d="M1 2h8L5 9Z" />
          </svg>
          {t.interruption}
        </span>
      )}
      <span class="quiet">{isCrowded(contact.turns, width) ? t.legendOfMany : t.legend}</span>
    </div>
  );
}
