import type { SentimentSummary } from "../api/types";
import { signed } from "../model/format";
import { MAX_SCORE, sentimentWords, toneOf, trendDirection, trendWords } from "../model/sentiment";
import { words } from "../state/language";

const ARROWS = {
  up: "M3 13 13 3M6 3h7v7",
  down: "M3 3l10 10M6 13h7V6",
  level: "M2 8h12M10 4l4 4-4 4",
};

const BAR = 32;

/** A bar that grows left or right from nothing, with its number. */
export function SentimentBar({ average }: { average: number | null }) {
  const t = words.value;
  if (average === null) return <span class="unknown">{t.notScored}</span>;
  const tone = toneOf(average);
  const length = Math.max(1.5, (Math.abs(average) / MAX_SCORE) * BAR);
  return (
    <span class={`sentiment ${tone}`}>
      <svg class="bar" width={2 * BAR} height="12" aria-hidden="true">
        <path class="track" d={`M0 6h${2 * BAR}`} />
        <rect x={average < 0 ? BAR - length : BAR} y="2" width={length} height="8" />
        <path class="axis" d={`M${BAR} 0v12`} />
      </svg>
      <span class="number">{signed(average)}</span>
      <span class="hushed">{sentimentWords(average, t)}</span>
    </span>
  );
}

export function Trend({
  trend,
  withNumber = false,
}: {
  trend: number | null;
  withNumber?: boolean;
}) {
  const direction = trendDirection(trend);
  return (
    <span class={`trend ${direction}`}>
      {direction !== "none" && (
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={ARROWS[direction]} />
        </svg>
      )}
      {trendWords(trend, words.value)}
      {withNumber && trend !== null && <span class="number">{signed(trend)}</span>}
    </span>
  );
}

const LINE = { width: 60, height: 20, pad: 3 };

/** The customer's four quarters as a line of 60 px; a quarter without words is left out. */
export function Sparkline({ quarters }: { quarters: readonly (number | null)[] }) {
  const t = words.value;
  const { width, height, pad } = LINE;
  const points = quarters.flatMap((score, place) =>
    score === null
      ? []
      : [
          {
            x: pad + (place / Math.max(1, quarters.length - 1)) * (width - 2 * pad),
            y: pad + ((MAX_SCORE - score) / (2 * MAX_SCORE)) * (height - 2 * pad),
          },
        ],
  );
  const last = points.at(-1);
  if (!last) return null;
  const said = quarters.map((score) => (score === null ? t.notScored : signed(score))).join(", ");
  return (
    <svg class="sparkline" width={width} height={height} role="img" aria-label={t.course(said)}>
      <path class="axis" d={`M0 ${height / 2}h${width}`} />
      {points.length > 1 && (
        <path
          class="course"
          d={`M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`}
        />
      )}
      <circle cx={last.x.toFixed(1)} cy={last.y.toFixed(1)} r="2.5" />
    </svg>
  );
}

/** Average and trend as a sentence's worth of words. */
export function SentimentSentence({ summary }: { summary: SentimentSummary | null | undefined }) {
  const t = words.value;
  const average = summary?.average ?? null;
  if (average === null) return <span class="unknown">{t.notScored}</span>;
  return (
    <span class="summary">
      <span class={`figure ${toneOf(average)}`}>
        <span class="number">{signed(average)}</span> {sentimentWords(average, t)}
      </span>
      <Trend trend={summary?.trend ?? null} withNumber />
    </span>
  );
}
