import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { HumanRole, Role, Turn } from "../api/types";
import { clock, signed, spokenDuration } from "../model/format";
import { MAX_SCORE, movingAverage, scoredPoints, sentimentWords } from "../model/sentiment";
import { speakerName, turnAt } from "../model/transcript";

const GRAPH = 168;
const LANE = 12;
const LANES_TOP = GRAPH + 18;
const HEIGHT = LANES_TOP + 2 * LANE + 6 + 22;
const LEFT = 30;
const RIGHT = 8;
const PAD = 8;
const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];
const STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const TICK_PX = 64;

interface InstrumentProps {
  turns: readonly Turn[];
  duration_ms: number;
  names: Parameters<typeof speakerName>[1];
  position_ms: Signal<number>;
  seek: (ms: number) => void;
}

/** Sentiment, speech and playhead on one time axis: hover reads, a click or the arrow keys seek. */
export function Instrument({ turns, duration_ms, names, position_ms, seek }: InstrumentProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useSignal(720);
  const hovered_ms = useSignal<number | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    width.value = element.clientWidth;
    return () => observer.disconnect();
  }, [width]);

  const span = width.value - LEFT - RIGHT;
  const xOf = (ms: number) => LEFT + (ms / duration_ms) * span;
  const msAt = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(Math.max(0, ((x - LEFT) / span) * duration_ms), duration_ms);
  };
  const read_ms = hovered_ms.value ?? position_ms.value;
  const turn = turns[turnAt(turns, read_ms)];
  const says = turn ? `${speakerName(turn.role, names)}: ${turn.text}` : "Nothing said yet";
  const scene = useMemo(
    () => <Scene turns={turns} duration_ms={duration_ms} width={width.value} />,
    [turns, duration_ms, width.value],
  );
  return (
    <figure class="instrument">
      <Legend turns={turns} names={names} />
      <div
        ref={frame}
        class="axis"
        role="slider"
        tabIndex={0}
        aria-label="Place in the contact"
        aria-valuemin={0}
        aria-valuemax={Math.round(duration_ms / 1000)}
        aria-valuenow={Math.round(position_ms.value / 1000)}
        aria-valuetext={`${spokenDuration(position_ms.value)} of ${spokenDuration(duration_ms)}. ${says}`}
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
        <svg width={width.value} height={HEIGHT} aria-hidden="true">
          {scene}
          {hovered_ms.value !== null && (
            <path class="crosshair" d={`M${xOf(hovered_ms.value).toFixed(1)} 0V${HEIGHT - 20}`} />
          )}
          <g class="playhead">
            <path d={`M${xOf(position_ms.value).toFixed(1)} 0V${HEIGHT - 20}`} />
            <circle cx={xOf(position_ms.value).toFixed(1)} cy={HEIGHT - 20} r="4" />
          </g>
        </svg>
      </div>
      <figcaption class="readout" data-testid="readout">
        <span class="number">{clock(read_ms)}</span>
        {turn && (
          <>
            <b class={`who ${turn.role.toLowerCase()}`}>{speakerName(turn.role, names)}</b>
            {turn.score !== null && (
              <span class="number" title={sentimentWords(turn.score)}>
                {signed(turn.score)}
              </span>
            )}
          </>
        )}
        <span class="words">{turn?.text ?? "Nothing said yet"}</span>
      </figcaption>
    </figure>
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

function Legend({ turns, names }: Pick<InstrumentProps, "turns" | "names">) {
  const speaks = (role: Role) => turns.some((turn) => turn.role === role);
  return (
    <div class="legend">
      {ROLES.filter(speaks).map((role) => (
        <span key={role} class={`key ${role.toLowerCase()}`}>
          <svg width="34" height="12" aria-hidden="true">
            <path class="curve" d="M1 6h32" />
            <Dot role={role} x={17} y={6} />
          </svg>
          {speakerName(role, names)}
        </span>
      ))}
      {speaks("BOT") && (
        <span class="key bot">
          <svg width="14" height="12" aria-hidden="true">
            <rect class="speech" y="1" width="14" height="10" rx="1.5" />
          </svg>
          {speakerName("BOT", names)}
        </span>
      )}
      <span class="quiet">marks are turns, lines their moving average</span>
    </div>
  );
}

/** Customer round, agent square: told apart without colour. */
function Dot({ role, x, y }: { role: HumanRole; x: number; y: number }) {
  return role === "CUSTOMER" ? (
    <circle class="dot" cx={x.toFixed(1)} cy={y.toFixed(1)} r="3.5" />
  ) : (
    <rect class="dot" x={(x - 3).toFixed(1)} y={(y - 3).toFixed(1)} width="6" height="6" />
  );
}

const yOf = (score: number) => PAD + ((MAX_SCORE - score) / (2 * MAX_SCORE)) * (GRAPH - 2 * PAD);

interface SceneProps {
  turns: readonly Turn[];
  duration_ms: number;
  width: number;
}

/** All that does not move with the playhead. */
function Scene({ turns, duration_ms, width }: SceneProps) {
  const span = width - LEFT - RIGHT;
  const xOf = (ms: number) => LEFT + (ms / duration_ms) * span;
  const step_s = STEPS_S.find((s) => (s * 1000 * span) / duration_ms >= TICK_PX) ?? 7200;
  const ticks = Array.from(
    { length: Math.floor(duration_ms / (step_s * 1000)) + 1 },
    (_, place) => place * step_s * 1000,
  );
  return (
    <>
      {[MAX_SCORE, 0, -MAX_SCORE].map((score) => (
        <g key={score} class={score === 0 ? "grid zero" : "grid"}>
          <path d={`M${LEFT} ${yOf(score)}H${width - RIGHT}`} />
          <text x={LEFT - 8} y={yOf(score) + 4} text-anchor="end">
            {score === 0 ? "0" : signed(score).replace(".0", "")}
          </text>
        </g>
      ))}
      {ROLES.map((role, lane) => {
        const points = scoredPoints(turns, role);
        const curve = movingAverage(points, duration_ms).map(
          ({ at_ms, score }) => `${xOf(at_ms).toFixed(1)} ${yOf(score).toFixed(1)}`,
        );
        const top = LANES_TOP + lane * (LANE + 4);
        return (
          <g key={role} class={role.toLowerCase()}>
            {curve.length > 1 && <path class="curve" d={`M${curve.join("L")}`} />}
            {points.map(({ at_ms, score, turn }) => (
              <Dot key={turn} role={role} x={xOf(at_ms)} y={yOf(score)} />
            ))}
            <path class="lane" d={`M${LEFT} ${top + LANE / 2}H${width - RIGHT}`} />
            {turns
              .filter((turn) => turn.role === role)
              .map((turn) => (
                <rect
                  key={turn.index}
                  class="speech"
                  x={xOf(turn.begin_offset_ms).toFixed(1)}
                  y={top}
                  width={Math.max(2.5, (turn.duration_ms / duration_ms) * span).toFixed(1)}
                  height={LANE}
                  rx="1.5"
                />
              ))}
          </g>
        );
      })}
      {turns
        .filter((turn) => turn.role === "BOT")
        .map((turn) => (
          <rect
            key={turn.index}
            class="speech bot"
            x={xOf(turn.begin_offset_ms).toFixed(1)}
            y={LANES_TOP + LANE + 4}
            width={Math.max(2.5, (turn.duration_ms / duration_ms) * span).toFixed(1)}
            height={LANE}
            rx="1.5"
          />
        ))}
      {ticks.map((ms) => (
        <text
          key={ms}
          class="tick"
          x={xOf(ms)}
          y={HEIGHT - 3}
          text-anchor={ms === 0 ? "start" : "middle"}
        >
          {clock(ms)}
        </text>
      ))}
    </>
  );
}
