import { describe, expect, it } from "vitest";
import { Ear, RATE_HZ } from "../../src/phone/voice";

const FRAME = RATE_HZ / 50;
const limits = { startMs: 1000, endMs: 200, maxMs: 2000 };
const quiet = () => new Float32Array(FRAME).fill(0.001);
const loud = () => Float32Array.from({ length: FRAME }, (_, at) => 0.3 * Math.sin(at / 3));

function first(ear: Ear, frames: Float32Array[]) {
  for (const frame of frames) {
    const heard = ear.hear(frame);
    if (heard) return heard;
  }
  return null;
}
const times = (count: number, frame: () => Float32Array) => Array.from({ length: count }, frame);

describe("an ear at the microphone", () => {
  it("hears silence when the time is up", () => {
    expect(first(new Ear(limits), times(50, quiet))).toEqual({ kind: "silence" });
    expect(first(new Ear(limits), times(49, quiet))).toBeNull();
  });

  it("hears speech when it is followed by a pause, with the moment before it", () => {
    const heard = first(new Ear(limits), [
      ...times(20, quiet),
      ...times(25, loud),
      ...times(10, quiet),
    ]);

    expect(heard?.kind).toBe("speech");
    expect(heard?.kind === "speech" && heard.pcm.length).toBeGreaterThan(25 * FRAME);
  });

  it("is not woken by a click", () => {
    const heard = first(new Ear(limits), [...times(10, quiet), loud(), ...times(39, quiet)]);

    expect(heard).toEqual({ kind: "silence" });
  });

  it("takes no more than the bot does", () => {
    expect(first(new Ear(limits), times(150, loud))?.kind).toBe("speech");
  });

  it("wants more over a voice from the loudspeaker", () => {
    const soft = () => Float32Array.from({ length: FRAME }, (_, at) => 0.03 * Math.sin(at / 3));

    expect(first(new Ear(limits, 2.5), times(50, soft))).toEqual({ kind: "silence" });
  });
});
