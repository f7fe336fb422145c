/** All of the instrument that does not move with the playhead. */
import type { Contact, HumanRole, Turn, Waveform } from "../api/types";
import { clock, signed } from "../model/format";
import { isCrowded, MAX_SCORE, movingAverage, scoredPoints } from "../model/sentiment";
import { interruptions } from "../model/transcript";
import { peaksIn } from "../model/waveform";

export const LEFT = 30;
export const RIGHT = 8;
export const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];

const GRAPH = 168;
const PAD = 8;
const LANES_TOP = GRAPH + 18;
const LANE_GAP = 4;
const SPEECH_LANE = 12;
const WAVE_LANE = 34;
const COLUMN = 2;
const STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const TICK_PX = 64;

const laneOf = (waveform: Waveform | null) => (waveform ? WAVE_LANE : SPEECH_LANE);

export const heightOf = (waveform: Waveform | null) =>
  LANES_TOP + 2 * laneOf(waveform) + LANE_GAP + 24;

const yOf = (score: number) => PAD + ((MAX_SCORE - score) / (2 * MAX_SCORE)) * (GRAPH - 2 * PAD);

interface SceneProps {
  contact: Contact;
  duration_ms: number;
  width: number;
  waveform: Waveform | null;
}

type XOf = (ms: number) => number;

export function Scene({ contact, duration_ms, width, waveform }: SceneProps) {
  const span = width - LEFT - RIGHT;
  const xOf: XOf = (ms) => LEFT + (ms / duration_ms) * span;
  const lane = laneOf(waveform);
  const bottom = LANES_TOP + 2 * lane + LANE_GAP;
  return (
    <>
      {(contact.talk?.non_talk ?? []).map(({ begin_offset_ms, duration_ms: length }) => (
        <rect
          key={begin_offset_ms}
          class="silence"
          x={xOf(begin_offset_ms).toFixed(1)}
          y={LANES_TOP - 4}
          width={((length / duration_ms) * span).toFixed(1)}
          height={bottom - LANES_TOP + 8}
        />
      ))}
      <Grid width={width} />
      {ROLES.map((role, place) => (
        <g key={role} class={role.toLowerCase()}>
          <Quarters
            quarters={contact.sentiment?.[role]?.quarters ?? []}
            duration_ms={duration_ms}
            xOf={xOf}
          />
          <Sentiment
            turns={contact.turns}
            role={role}
            duration_ms={duration_ms}
            xOf={xOf}
            withMarks={!isCrowded(contact.turns, span)}
          />
          <Lane
            turns={contact.turns}
            role={role}
            top={LANES_TOP + place * (lane + LANE_GAP)}
            width={width}
            duration_ms={duration_ms}
            waveform={waveform}
            xOf={xOf}
          />
        </g>
      ))}
      {contact.turns
        .filter((turn) => turn.role === "BOT")
        .map((turn) => (
          <Speech key={turn.index} turn={turn} top={LANES_TOP + lane + LANE_GAP} xOf={xOf} bot />
        ))}
      {interruptions(contact.turns).map(({ index, begin_offset_ms }) => (
        <path
          key={index}
          class="cut-in"
          d={`M${(xOf(begin_offset_ms) - 4).toFixed(1)} ${LANES_TOP - 12}h8l-4 7Z`}
        />
      ))}
      <Ticks duration_ms={duration_ms} span={span} y={bottom + 20} xOf={xOf} />
    </>
  );
}

function Grid({ width }: { width: number }) {
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
    </>
  );
}

interface QuartersProps {
  quarters: readonly (number | null)[];
  duration_ms: number;
  xOf: XOf;
}

/** The average of each quarter, as a bar the quarter long. */
function Quarters({ quarters, duration_ms, xOf }: QuartersProps) {
  return (
    <>
      {quarters.map((score, place) => {
        if (score === null) return null;
        const [begin, end] = [place / 4, (place + 1) / 4].map((part) => xOf(part * duration_ms));
        return (
          <path
            key={`quarter-${place + 1}`}
            class="quarter"
            d={`M${((begin ?? 0) + 2).toFixed(1)} ${yOf(score).toFixed(1)}H${((end ?? 0) - 2).toFixed(1)}`}
          />
        );
      })}
    </>
  );
}

interface OfRoleProps {
  turns: readonly Turn[];
  role: HumanRole;
  duration_ms: number;
  xOf: XOf;
}

function Sentiment({
  turns,
  role,
  duration_ms,
  xOf,
  withMarks,
}: OfRoleProps & { withMarks: boolean }) {
  const points = scoredPoints(turns, role);
  const curve = movingAverage(points, duration_ms).map(
    ({ at_ms, score }) => `${xOf(at_ms).toFixed(1)} ${yOf(score).toFixed(1)}`,
  );
  return (
    <>
      {curve.length > 1 && <path class="curve" d={`M${curve.join("L")}`} />}
      {withMarks &&
        points.map(({ at_ms, score, turn }) => (
          <Dot key={turn} role={role} x={xOf(at_ms)} y={yOf(score)} />
        ))}
    </>
  );
}

/** Customer round, agent square: told apart without colour. */
export function Dot({ role, x, y }: { role: HumanRole; x: number; y: number }) {
  return role === "CUSTOMER" ? (
    <circle class="dot" cx={x.toFixed(1)} cy={y.toFixed(1)} r="3.5" />
  ) : (
    <rect class="dot" x={(x - 3).toFixed(1)} y={(y - 3).toFixed(1)} width="6" height="6" />
  );
}

interface LaneProps extends OfRoleProps {
  top: number;
  width: number;
  waveform: Waveform | null;
}

/** How loud a participant is or, without a waveform, when they speak. */
function Lane({ turns, role, top, width, duration_ms, waveform, xOf }: LaneProps) {
  const middle = top + laneOf(waveform) / 2;
  return (
    <>
      <path class="lane" d={`M${LEFT} ${middle}H${width - RIGHT}`} />
      {waveform ? (
        <path class="wave" d={wavePath(waveform, role, duration_ms, width, middle)} />
      ) : (
        turns
          .filter((turn) => turn.role === role)
          .map((turn) => <Speech key={turn.index} turn={turn} top={top} xOf={xOf} />)
      )}
    </>
  );
}

function wavePath(
  waveform: Waveform,
  role: HumanRole,
  duration_ms: number,
  width: number,
  middle: number,
): string {
  const columns = Math.floor((width - LEFT - RIGHT) / COLUMN);
  return peaksIn(waveform[role], waveform.samples_per_second, duration_ms, columns)
    .map((peak, column) => {
      const half = peak * (WAVE_LANE / 2);
      if (half < 0.4) return "";
      const x = LEFT + column * COLUMN + COLUMN / 2;
      return `M${x} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`;
    })
    .join("");
}

interface SpeechProps {
  turn: Turn;
  top: number;
  xOf: XOf;
  bot?: boolean;
}

function Speech({ turn, top, xOf, bot = false }: SpeechProps) {
  const x = xOf(turn.begin_offset_ms);
  const length = xOf(turn.begin_offset_ms + turn.duration_ms) - x;
  return (
    <rect
      class={bot ? "speech bot" : "speech"}
      x={x.toFixed(1)}
      y={top}
      width={Math.max(2.5, length).toFixed(1)}
      height={SPEECH_LANE}
      rx="1.5"
    />
  );
}

interface TicksProps {
  duration_ms: number;
  span: number;
  y: number;
  xOf: XOf;
}

function Ticks({ duration_ms, span, y, xOf }: TicksProps) {
  const step_s = STEPS_S.find((s) => (s * 1000 * span) / duration_ms >= TICK_PX) ?? 7200;
  const count = Math.floor(duration_ms / (step_s * 1000)) + 1;
  return (
    <>
      {Array.from({ length: count }, (_, place) => place * step_s * 1000).map((ms) => (
        <text key={ms} class="tick" x={xOf(ms)} y={y} text-anchor={ms === 0 ? "start" : "middle"}>
          {clock(ms)}
        </text>
      ))}
    </>
  );
}
