import { beforeEach, expect, test, vi } from "vitest";
import { Playback } from "../../src/state/playback";

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", () => 1);
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
});

/** An audio element whose file is there at once, or never. */
class FakeAudio extends EventTarget {
  paused = true;
  currentTime = 0;
  playbackRate = 1;
  readyState = 0;

  load(): void {
    this.readyState = 4;
    this.dispatchEvent(new Event("loadedmetadata"));
  }

  async play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event("play"));
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}

function playing(renew = async () => true) {
  const audio = new FakeAudio();
  const playback = new Playback(() => 60_000, renew);
  playback.attach(audio as unknown as HTMLAudioElement);
  return { audio, playback };
}

const settled = () => new Promise((done) => setTimeout(done));

test("a place sought before the file is there is reached when it comes", () => {
  const { audio, playback } = playing();

  playback.seek(41_000);
  audio.load();

  expect(audio.currentTime).toBe(41);
  expect(playback.position_ms.value).toBe(41_000);
});

test("a place is never before the beginning or past the end", () => {
  const { playback } = playing();

  playback.seek(59_000);
  playback.skip(5_000);
  expect(playback.position_ms.value).toBe(60_000);
  playback.skip(-90_000);
  expect(playback.position_ms.value).toBe(0);
});

test("without audio, as in a chat, places can be sought all the same", () => {
  const playback = new Playback(
    () => 60_000,
    async () => false,
  );

  playback.toggle();
  playback.seek(5_000);

  expect(playback.isPlaying.value).toBe(false);
  expect(playback.position_ms.value).toBe(5_000);
});

test("the position follows what is heard", () => {
  const { audio, playback } = playing();
  audio.load();

  playback.toggle();
  audio.currentTime = 12.5;
  audio.dispatchEvent(new Event("timeupdate"));

  expect(playback.isPlaying.value).toBe(true);
  expect(playback.position_ms.value).toBe(12_500);
});

test("an address that no longer works is renewed, and playing goes on from the same place", async () => {
  const { audio, playback } = playing();
  audio.load();
  playback.toggle();
  audio.currentTime = 30;
  audio.dispatchEvent(new Event("timeupdate"));

  audio.dispatchEvent(new Event("error"));
  await settled();
  audio.currentTime = 0;
  audio.pause();
  audio.load();

  expect(audio.currentTime).toBe(30);
  expect(audio.paused).toBe(false);
  expect(playback.problem.value).toBeNull();
});

test("a recording that cannot be had says so", async () => {
  const { audio, playback } = playing(async () => false);

  audio.dispatchEvent(new Event("error"));
  await settled();

  expect(playback.problem.value).toBe("cannotReach");
});

test("a fresh address that fails at once is not renewed over and over", async () => {
  const renew = vi.fn(async () => true);
  const { audio, playback } = playing(renew);

  audio.dispatchEvent(new Event("error"));
  await settled();
  audio.dispatchEvent(new Event("error"));
  await settled();

  expect(renew).toHaveBeenCalledTimes(1);
  expect(playback.problem.value).toBe("cannotPlay");
});

test("a chosen speed is kept", () => {
  const { audio, playback } = playing();

  playback.setSpeed(1.5);

  expect(audio.playbackRate).toBe(1.5);
});
