import { expect, test } from "vitest";
import { peaksIn } from "../../src/model/waveform";

test("a column is as high as its highest sample", () => {
  expect(peaksIn([0.1, 0.9, 0.2, 0.3], 2, 2_000, 2)).toEqual([0.9, 0.3]);
});

test("beyond the samples there is silence", () => {
  expect(peaksIn([0.5], 1, 4_000, 4)).toEqual([0.5, 0, 0, 0]);
});

test("more columns than samples repeat them, and no peak leaves its lane", () => {
  expect(peaksIn([2, 0.5], 1, 2_000, 4)).toEqual([1, 1, 0.5, 0.5]);
});
