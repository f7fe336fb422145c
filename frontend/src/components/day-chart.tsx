import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { DayFigures } from "../api/types";
import { dayName, signed } from "../model/format";
import { axisTop } from "../model/insights";
import { MAX_SCORE, toneOf } from "../model/sentiment";
import { words } from "../state/language";
import { useWidth } from "./width";

const HEIGHT = 168;
const BOTTOM = 22;
const LEFT = 34;
const TOP = 10;
/** A day's name in either language, and the room to the next. */
const LABEL_PX = 76;

interface DayChartProps {
  days: readonly DayFigures[];
  shows: "contacts" | "average";
  go: (date: string) => void;
}

/** One mark a day: how many contacts, or how customers felt. The table beneath says the same. */
export function DayChart({ days, shows, go }: DayChartProps) {
  const t = words.value;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 600);
  const hovered = useSignal<DayFigures | null>(null);
  const span = width - LEFT;
  const slot = span / days.length;
  const xOf = (place: number) => LEFT + (place + 0.5) * slot;
  const dayAt = (event: MouseEvent & { currentTarget: SVGSVGElement }) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return days[Math.floor((x - LEFT) / slot)] ?? null;
  };
  const every = Math.max(1, Math.ceil(LABEL_PX / slot));
  const Marks = shows === "contacts" ? Bars : Line;
  const read = hovered.value ?? days.at(-1);
  return (
    <div ref={frame} class="day-chart">
      <svg
        width={width}
        height={HEIGHT}
        aria-hidden="true"
        onPointerMove={(event) => {
          hovered.value = dayAt(event);
        }}
        onPointerLeave={() => {
          hovered.value = null;
        }}
        onClick={(event) => {
          const day = dayAt(event);
          if (day) go(day.date);
        }}
      >
        <Marks days={days} xOf={xOf} slot={slot} width={width} />
        {days.map(
          (day, place) =>
            place % every === 0 &&
            xOf(place) <= width - LABEL_PX / 2 && (
              <text
                key={day.date}
                x={Math.max(xOf(place), LABEL_PX / 2)}
                y={HEIGHT - 4}
                text-anchor="middle"
              >
                {dayName(day.date, t)}
              </text>
            ),
        )}
      </svg>
      {read && (
        <p class="quiet number" aria-hidden="true">
          {dayName(read.date, t)}: {t.total(read.contacts)}
          {read.average !== null && `, ${signed(read.average)}`}
        </p>
      )}
    </div>
  );
}

interface MarksProps {
  days: readonly DayFigures[];
  xOf: (place: number) => number;
  slot: number;
  width: number;
}

function GridLine({ y, width, label }: { y: number; width: number; label: string }) {
  return (
    <g class="grid">
      <path d={`M${LEFT} ${y.toFixed(1)}H${width}`} />
      <text x={LEFT - 8} y={y + 4} text-anchor="end">
        {label}
      </text>
    </g>
  );
}

function Bars({ days, xOf, slot, width }: MarksProps) {
  const top = axisTop(Math.max(...days.map(({ contacts }) => contacts)));
  const yOf = (count: number) => TOP + (1 - count / top) * (HEIGHT - BOTTOM - TOP);
  const thick = Math.max(1, Math.min(28, slot - 2));
  return (
    <>
      {[0, top / 2, top].map((count) => (
        <GridLine key={count} y={yOf(count)} width={width} label={String(count)} />
      ))}
      {days.map(
        ({ date, contacts }, place) =>
          contacts > 0 && (
            <rect
              key={date}
              class="volume"
              x={(xOf(place) - thick / 2).toFixed(1)}
              y={yOf(contacts).toFixed(1)}
              width={thick.toFixed(1)}
              height={(yOf(0) - yOf(contacts)).toFixed(1)}
            />
          ),
      )}
    </>
  );
}

function Line({ days, xOf, width }: MarksProps) {
  const yOf = (score: number) =>
    TOP + ((MAX_SCORE - score) / (2 * MAX_SCORE)) * (HEIGHT - BOTTOM - TOP);
  const points = days.flatMap(({ date, average }, place) =>
    average === null ? [] : [{ date, average, x: xOf(place), y: yOf(average) }],
  );
  return (
    <>
      {[MAX_SCORE, 0, -MAX_SCORE].map((score) => (
        <GridLine
          key={score}
          y={yOf(score)}
          width={width}
          label={score === 0 ? "0" : signed(score).replace(".0", "")}
        />
      ))}
      {points.length > 1 && (
        <path
          class="course"
          d={`M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`}
        />
      )}
      {points.map(({ date, average, x, y }) => (
        <circle
          key={date}
          class={`mark-of ${toneOf(average)}`}
          cx={x.toFixed(1)}
          cy={y.toFixed(1)}
          r="3.5"
        />
      ))}
    </>
  );
}
