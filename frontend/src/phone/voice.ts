/** Who speaks and when they have finished, by loudness: frame by frame, without a clock. */

export const FRAME_MS = 20;
export const RATE_HZ = 16_000;
const KEPT_BEFORE = 15; // frames: the first consonant is softer than the threshold
const STARTS_AFTER = 4;
const LEAST = 0.012;
const OVER_NOISE = 3.5;

export interface Limits {
  startMs: number;
  endMs: number;
  maxMs: number;
}

export type Heard = { kind: "silence" } | { kind: "speech"; pcm: Int16Array };

/** Feed it frames of 20 ms at 16 kHz; it answers once. */
export class Ear {
  #frames: Float32Array[] = [];
  #noise = LEAST / OVER_NOISE;
  #waited = 0;
  #loud = 0;
  #quiet = 0;
  #speaks = false;

  constructor(
    readonly limits: Limits,
    /** How much louder speech must be: over a voice from the loudspeaker, more. */
    readonly factor = 1,
  ) {}

  get speaks(): boolean {
    return this.#speaks;
  }

  hear(frame: Float32Array): Heard | null {
    const level = loudness(frame);
    this.#frames.push(frame);
    if (!this.#speaks) return this.#before(level);
    this.#quiet = level < this.#threshold / 2 ? this.#quiet + 1 : 0;
    const ended = this.#quiet * FRAME_MS >= this.limits.endMs;
    const long = this.#frames.length * FRAME_MS >= this.limits.maxMs;
    return ended || long ? { kind: "speech", pcm: joined(this.#frames) } : null;
  }

  get #threshold(): number {
    return Math.max(LEAST, this.#noise * OVER_NOISE) * this.factor;
  }

  #before(level: number): Heard | null {
    this.#waited += FRAME_MS;
    this.#loud = level > this.#threshold ? this.#loud + 1 : 0;
    if (!this.#loud) this.#noise = 0.95 * this.#noise + 0.05 * level;
    if (this.#loud >= STARTS_AFTER) this.#speaks = true;
    else this.#frames = this.#frames.slice(-KEPT_BEFORE);
    return !this.#speaks && this.#waited >= this.limits.startMs ? { kind: "silence" } : null;
  }
}

export function loudness(frame: Float32Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, frame.length));
}

function joined(frames: Float32Array[]): Int16Array {
  const pcm = new Int16Array(frames.reduce((length, frame) => length + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    for (const sample of frame) pcm[at++] = Math.max(-1, Math.min(1, sample)) * 32_767;
  }
  return pcm;
}
