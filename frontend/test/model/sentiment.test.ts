import { expect, test } from "vitest";
import {
  isCrowded,
  movingAverage,
  scoredPoints,
  sentimentWords,
  toneOf,
  trendWords,
} from "../../src/model/sentiment";
import { ENGLISH } from "../../src/strings/english";
import { turn } from "../contacts";

test("half a point either way is neutral", () => {
  expect(toneOf(0.49)).toBe("neutral");
  expect(toneOf(0.5)).toBe("positive");
  expect(toneOf(-0.5)).toBe("negative");
});

test("from two and a half points on it is very", () => {
  expect(sentimentWords(-2.5, ENGLISH)).toBe("very negative");
  expect(sentimentWords(2.4, ENGLISH)).toBe("positive");
  expect(sentimentWords(null, ENGLISH)).toBe("not scored");
});

test("turns are marked as long as each mark has room", () => {
  const turns = (count: number) => Array.from({ length: count }, (_, at) => turn(at, at, 1));
  expect(isCrowded(turns(100), 700)).toBe(false);
  expect(isCrowded(turns(101), 700)).toBe(true);
  expect(isCrowded([], 0)).toBe(false);
});

test("a trend that could not be told is not a steady one", () => {
  expect(trendWords(null, ENGLISH)).toBe("no trend");
  expect(trendWords(0, ENGLISH)).toBe("steady");
  expect(trendWords(3, ENGLISH)).toBe("rising");
  expect(trendWords(-3, ENGLISH)).toBe("falling");
});

test("points are a participant's scored turns at their midpoints", () => {
  const turns = [
    turn(0, 0, 2_000, { score: 1 }),
    turn(1, 2_000, 2_000, { role: "AGENT", score: 4 }),
    turn(2, 4_000, 1_000, { score: null }),
  ];

  expect(scoredPoints(turns, "CUSTOMER")).toEqual([{ at_ms: 1_000, score: 1, turn: 0 }]);
});

test("the moving average runs from the first to the last turn and stays between their scores", () => {
  const points = [
    { at_ms: 0, score: -4, turn: 0 },
    { at_ms: 60_000, score: 4, turn: 1 },
  ];

  const curve = movingAverage(points, 60_000);

  expect(curve[0]?.at_ms).toBe(0);
  expect(curve.at(-1)?.at_ms).toBe(60_000);
  expect(curve[0]?.score).toBeCloseTo(-4, 3);
  expect(curve.at(-1)?.score).toBeCloseTo(4, 3);
  expect(curve[48]?.score).toBeCloseTo(0, 6);
});

test("nobody who was scored has no curve, one turn is one point", () => {
  expect(movingAverage([], 1_000)).toEqual([]);
  expect(movingAverage([{ at_ms: 5, score: 2, turn: 0 }], 1_000)).toHaveLength(1);
});
