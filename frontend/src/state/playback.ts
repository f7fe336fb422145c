/** Where in the contact we are. With audio the player leads; without it, the last place sought. */
import { signal } from "@preact/signals";
import type { Span } from "../api/types";
import { afterSilence } from "../model/transcript";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** Said in the reader's own language where it is shown. */
export type PlaybackProblem = "cannotPlay" | "cannotReach";

export class Playback {
  readonly position_ms = signal(0);
  readonly isPlaying = signal(false);
  readonly speed = signal(1);
  readonly problem = signal<PlaybackProblem | null>(null);
  readonly skipsSilence = signal(false);
  private audio: HTMLAudioElement | null = null;
  private wanted_ms: number | null = null;
  private frame = 0;
  private isRenewing = false;
  private resumes = false;
  private lastRenewal_ms = Number.NEGATIVE_INFINITY;

  /** `renew` brings a fresh address for the audio when the old one no longer works. */
  constructor(
    private readonly duration_ms: () => number,
    private readonly renew: () => Promise<boolean>,
    private readonly silences: () => readonly Span[] = () => [],
  ) {}

  /** Follows an audio element; returns how to let go of it. */
  attach(audio: HTMLAudioElement): () => void {
    this.audio = audio;
    const listeners: Record<string, () => void> = {
      loadedmetadata: () => this.loaded(),
      play: () => this.started(),
      pause: () => this.stopped(),
      ended: () => this.stopped(),
      timeupdate: () => this.readPosition(),
      seeked: () => this.readPosition(),
      error: () => void this.recover(),
    };
    for (const [name, listener] of Object.entries(listeners)) {
      audio.addEventListener(name, listener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        audio.removeEventListener(name, listener);
      }
      cancelAnimationFrame(this.frame);
      audio.pause();
      this.audio = null;
    };
  }

  seek(ms: number): void {
    const wanted = Math.min(Math.max(0, ms), this.duration_ms());
    this.position_ms.value = wanted;
    this.wanted_ms = wanted;
    this.reachWanted();
  }

  skip(ms: number): void {
    this.seek(this.position_ms.value + ms);
  }

  toggle(): void {
    if (!this.audio) return;
    if (this.audio.paused) void this.play();
    else this.audio.pause();
  }

  setSpeed(speed: number): void {
    this.speed.value = speed;
    if (this.audio) this.audio.playbackRate = speed;
  }

  private async play(): Promise<void> {
    // A refused start shows as an error event on the element, which is answered there.
    await this.audio?.play().catch(() => undefined);
  }

  private loaded(): void {
    this.reachWanted();
    if (this.resumes) void this.play();
    this.resumes = false;
  }

  private reachWanted(): void {
    if (!this.audio || this.wanted_ms === null || this.audio.readyState === 0) return;
    this.audio.currentTime = this.wanted_ms / 1000;
    this.audio.playbackRate = this.speed.value;
    this.wanted_ms = null;
  }

  private readPosition(): void {
    if (!this.audio || this.wanted_ms !== null || this.isRenewing) return;
    this.position_ms.value = this.audio.currentTime * 1000;
  }

  private started(): void {
    this.isPlaying.value = true;
    this.problem.value = null;
    const tick = () => {
      this.readPosition();
      this.passSilence();
      this.frame = requestAnimationFrame(tick);
    };
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(tick);
  }

  private passSilence(): void {
    if (!this.skipsSilence.value) return;
    const onward = afterSilence(this.silences(), this.position_ms.value);
    if (onward !== null) this.seek(onward);
  }

  private stopped(): void {
    cancelAnimationFrame(this.frame);
    if (!this.isRenewing) this.isPlaying.value = false;
  }

  /** One new address for each minute of trouble; then the same place, playing if it was playing. */
  private async recover(): Promise<void> {
    const now = performance.now();
    if (this.isRenewing || now - this.lastRenewal_ms < 60_000) {
      this.problem.value = "cannotPlay";
      this.isPlaying.value = false;
      return;
    }
    this.resumes = this.isPlaying.value;
    this.lastRenewal_ms = now;
    this.isRenewing = true;
    this.wanted_ms = this.position_ms.value;
    const renewed = await this.renew();
    this.isRenewing = false;
    if (!renewed) this.problem.value = "cannotReach";
  }
}
