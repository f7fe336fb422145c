/** The customer's voice as Lex takes it, and the bot's as it comes. No script of anybody else's. */

const RATE_HZ = 16_000;
const MOST_MS = 14_500; // Lex hears 15 seconds
const QUIET_MS = 1_300; // after words: the end of them
const NOTHING_MS = 6_000;
const LOUD = 0.02; // of full scale, root mean square
const LOOK_MS = 60;

export type NotHeard = "denied" | "missing";

export const canListen = (): boolean =>
  "MediaRecorder" in globalThis && navigator.mediaDevices !== undefined;

/** Thrown where there is nothing to listen with. */
export class MicrophoneError extends Error {
  constructor(readonly reason: NotHeard) {
    super(reason);
  }
}

export class Microphone {
  private finish: (() => void) | null = null;

  get isListening(): boolean {
    return this.finish !== null;
  }

  /** What was said until silence, `stop` or 15 seconds, as base64 of PCM; null where it was nothing. */
  async listen(level: (loudness: number) => void): Promise<string | null> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => {
      throw new MicrophoneError(error.name === "NotFoundError" ? "missing" : "denied");
    });
    const context = new AudioContext({ sampleRate: RATE_HZ });
    try {
      const recorded = await this.record(stream, context, level);
      return recorded && toBase64(toPcm(await context.decodeAudioData(recorded)));
    } finally {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
      level(0);
    }
  }

  stop(): void {
    this.finish?.();
  }

  private async record(
    stream: MediaStream,
    context: AudioContext,
    level: (loudness: number) => void,
  ): Promise<ArrayBuffer | null> {
    const recorder = new MediaRecorder(stream);
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const stopped = new Promise<void>((done) => {
      recorder.onstop = () => done();
    });
    const ear = context.createAnalyser();
    const source = context.createMediaStreamSource(stream);
    source.connect(ear);
    const began = performance.now();
    let spokeAt = 0;
    const watch = setInterval(() => {
      const now = performance.now();
      const loudness = loudnessOf(ear);
      level(loudness);
      if (loudness > LOUD) spokeAt = now;
      const patience = spokeAt ? spokeAt + QUIET_MS : began + NOTHING_MS;
      if (now > patience || now > began + MOST_MS) this.stop();
    }, LOOK_MS);
    this.finish = () => {
      this.finish = null;
      clearInterval(watch);
      recorder.stop();
    };
    recorder.start();
    await stopped;
    return spokeAt ? new Blob(pieces).arrayBuffer() : null;
  }
}

function loudnessOf(ear: AnalyserNode): number {
  const samples = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** At the context's rate already: decoding has brought it there. */
function toPcm(audio: AudioBuffer): Uint8Array {
  const samples = audio.getChannelData(0).subarray(0, 15 * RATE_HZ);
  const pcm = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, place) => {
    pcm.setInt16(place * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true);
  });
  return new Uint8Array(pcm.buffer);
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(binary);
}

/** Speaks one answer at a time. */
export class Speaker {
  private playing: AudioContext | null = null;

  async play(speech: string): Promise<void> {
    this.hush();
    const context = new AudioContext();
    this.playing = context;
    const bytes = Uint8Array.from(atob(speech), (letter) => letter.charCodeAt(0));
    // What cannot be decoded stays unsaid: the words are on the page.
    const audio = await context.decodeAudioData(bytes.buffer).catch(() => null);
    if (!audio || context.state === "closed") return;
    const source = context.createBufferSource();
    source.buffer = audio;
    source.connect(context.destination);
    source.start();
  }

  hush(): void {
    void this.playing?.close();
    this.playing = null;
  }
}
