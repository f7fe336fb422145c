import { describe, expect, it } from "vitest";
import { press, shown, tonesOf } from "../../src/phone/keys";

const pin = { end_key: "#", deletion_key: "*", max_length: 4, timeout_ms: 5000, single: false };

describe("keys on the telephone", () => {
  it("are whole at the length that the bot wants", () => {
    expect(press("482", "1", pin)).toEqual({ keys: "4821", isWhole: true });
    expect(press("48", "2", pin)).toEqual({ keys: "482", isWhole: false });
  });

  it("are whole at the end key and at the one that takes all back", () => {
    expect(press("48", "#", pin).isWhole).toBe(true);
    expect(press("48", "*", pin).isWhole).toBe(true);
  });

  it("are whole at once in a menu", () => {
    expect(press("", "2", { ...pin, end_key: "", single: true }).isWhole).toBe(true);
  });

  it("are dots while the recording is paused", () => {
    expect(shown("4821", true)).toBe("••••");
    expect(shown("2", false)).toBe("2");
  });

  it("sound as on every telephone", () => {
    expect(tonesOf("1")).toEqual([697, 1209]);
    expect(tonesOf("#")).toEqual([941, 1477]);
  });
});
