import type { SentimentSummary } from "../api/types";
import { signed } from "../model/format";
import { MAX_SCORE, sentimentWords, toneOf, trendDirection, trendWords } from "../model/sentiment";

const ARROWS = {
  up: "M3 13 13 3M6 3h7v7",
  down: "M3 3l10 10M6 13h7V6",
  level: "M2 8h12M10 4l4 4-4 4",
};

const BAR = 32;

/** A bar that grows left or right from nothing, with its number. */
export function SentimentBar({ average }: { average: number | null }) {
  if (average === null) return <span class="unknown">not scored</span>;
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
      <span class="hushed">{sentimentWords(average)}</span>
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
      {trendWords(trend)}
      {withNumber && trend !== null && <span class="number">{signed(trend)}</span>}
    </span>
  );
}

/** Average and trend as a sentence's worth of words. */
export function SentimentSentence({ summary }: { summary: SentimentSummary | null | undefined }) {
  const average = summary?.average ?? null;
  if (average === null) return <span class="unknown">not scored</span>;
  return (
    <span class="summary">
      <span class={`figure ${toneOf(average)}`}>
        <span class="number">{signed(average)}</span> {sentimentWords(average)}
      </span>
      <Trend trend={summary?.trend ?? null} withNumber />
    </span>
  );
}
