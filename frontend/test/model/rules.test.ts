import { expect, test } from "vitest";
import { windowKind, windowOf } from "../../src/model/rules";

test("a window is named by the seconds it has", () => {
  expect(windowKind(null)).toBe("any");
  expect(windowKind({ first_s: 20 })).toBe("first");
  expect(windowKind({ last_s: 30, first_s: null })).toBe("last");
  expect(windowKind({ from_s: 10, until_s: 20 })).toBe("between");
});

test("a window chosen without seconds has a minute", () => {
  expect(windowOf("first", null, null)).toEqual({ first_s: 60 });
  expect(windowOf("last", Number.NaN, null)).toEqual({ last_s: 60 });
});

test("a time between two is kept as it was", () => {
  const between = { from_s: 10, until_s: 20 };

  expect(windowOf("between", null, between)).toBe(between);
  expect(windowOf("any", 10, between)).toBeNull();
});
