/** Sentiment in words and points. A score is in -5..+5; null means that nothing could be scored. */
import type { HumanRole, Role, Turn } from "../api/types";
import type { Strings } from "../strings/english";

export const MAX_SCORE = 5;

const NEUTRAL_BELOW = 0.5;
const STRONG_FROM = 2.5;

export type Tone = "positive" | "negative" | "neutral";

export function toneOf(score: number): Tone {
  if (Math.abs(score) < NEUTRAL_BELOW) return "neutral";
  return score > 0 ? "positive" : "negative";
}

/** "very negative" .. "very positive", or "not scored". */
export function sentimentWords(
  score: number | null,
  t: Pick<Strings, "notScored" | "tones" | "veryTones">,
): string {
  if (score === null) return t.notScored;
  return (Math.abs(score) >= STRONG_FROM ? t.veryTones : t.tones)[toneOf(score)];
}

export type TrendDirection = "up" | "down" | "level" | "none";

export function trendDirection(trend: number | null): TrendDirection {
  if (trend === null) return "none";
  if (Math.abs(trend) < NEUTRAL_BELOW) return "level";
  return trend > 0 ? "up" : "down";
}

export const trendWords = (trend: number | null, t: Pick<Strings, "trends">) =>
  t.trends[trendDirection(trend)];

export interface ScoredPoint {
  at_ms: number;
  score: number;
  turn: number;
}

/** One point for each scored turn of a participant, at the turn's midpoint. */
export function scoredPoints(turns: readonly Turn[], role: Role): ScoredPoint[] {
  return turns.flatMap((turn) =>
    turn.role === role && turn.score !== null
      ? [
          {
            at_ms: turn.begin_offset_ms + turn.duration_ms / 2,
            score: turn.score,
            turn: turn.index,
          },
        ]
      : [],
  );
}

const MARK_PX = 7;

/** Whether marks of all turns would stand upon each other: then their curve alone tells. */
export function isCrowded(turns: readonly Turn[], widthPx: number): boolean {
  const roles: HumanRole[] = ["CUSTOMER", "AGENT"];
  return roles.some((role) => scoredPoints(turns, role).length * MARK_PX > widthPx);
}

const SAMPLES = 96;

/**
 * The points' moving average as a curve over the first to the last of them.
 *
 * Each sample is the mean of all scores weighted by a bell curve over their distance in time, a
 * twelfth of the contact wide: single neutral turns do not make it jump, a changed mood bends it.
 */
export function movingAverage(
  points: readonly ScoredPoint[],
  durationMs: number,
): { at_ms: number; score: number }[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  if (first === last) return [{ at_ms: first.at_ms, score: first.score }];
  const width = Math.max(1, durationMs / 12);
  return Array.from({ length: SAMPLES + 1 }, (_, sample) => {
    const at_ms = first.at_ms + ((last.at_ms - first.at_ms) * sample) / SAMPLES;
    let [sum, weights] = [0, 0];
    for (const point of points) {
      const weight = Math.exp(-(((point.at_ms - at_ms) / width) ** 2) / 2);
      sum += weight * point.score;
      weights += weight;
    }
    return { at_ms, score: weights > 0 ? sum / weights : 0 };
  });
}
