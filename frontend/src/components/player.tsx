import { useEffect, useRef } from "preact/hooks";
import { clock } from "../model/format";
import { words } from "../state/language";
import { type Playback, SPEEDS } from "../state/playback";
import { PauseIcon, PlayIcon } from "./icons";

interface PlayerProps {
  url: string;
  playback: Playback;
  duration_ms: number;
  hasSilence: boolean;
}

export function Player({ url, playback, duration_ms, hasSilence }: PlayerProps) {
  const t = words.value;
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => (audio.current ? playback.attach(audio.current) : undefined), [playback]);
  const isPlaying = playback.isPlaying.value;
  return (
    <section class="player" aria-label={t.recording}>
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript on this page is its caption */}
      <audio ref={audio} src={url} preload="metadata" data-testid="audio" />
      <button
        type="button"
        class="play"
        aria-label={isPlaying ? t.pause : t.play}
        data-testid="play"
        onClick={() => playback.toggle()}
      >
        {isPlaying ? <PauseIcon /> : <PlayIcon />}
      </button>
      <button type="button" class="plain" title={t.back10} onClick={() => playback.skip(-10_000)}>
        −10 s
      </button>
      <button type="button" class="plain" title={t.forward10} onClick={() => playback.skip(10_000)}>
        +10 s
      </button>
      <span class="clock number" data-testid="position">
        {clock(playback.position_ms.value)} <span class="quiet">/ {clock(duration_ms)}</span>
      </span>
      {hasSilence && (
        <label class="option">
          <input
            type="checkbox"
            checked={playback.skipsSilence.value}
            data-testid="skip-silence"
            onChange={(event) => {
              playback.skipsSilence.value = event.currentTarget.checked;
            }}
          />
          {t.skipSilence}
        </label>
      )}
      <select
        aria-label={t.speed}
        value={String(playback.speed.value)}
        onChange={(event) => playback.setSpeed(Number(event.currentTarget.value))}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speed}×
          </option>
        ))}
      </select>
      {playback.problem.value && (
        <p class="problem" role="alert">
          {t[playback.problem.value]}
        </p>
      )}
    </section>
  );
}
