/** What one hears, and the microphone. One audio context for the whole page, made at a press. */
import { tonesOf } from "./keys";
import workletUrl from "./microphone.worklet.js?url";
import { FRAME_MS, RATE_HZ } from "./voice";

const FRAME = (RATE_HZ * FRAME_MS) / 1000;
const TONE_S = 0.12;

let context: AudioContext | undefined;

function audio(): AudioContext {
  context ??= new AudioContext();
  return context;
}

/** Plays recordings one after the other; `played` says how far it has come. */
export class Speaker {
  #source: AudioBufferSourceNode | undefined;
  #begunAt = 0;
  #before = 0;
  #stopped = false;

  /** Until all have been heard or `stop` is called. */
  async play(recordings: string[]): Promise<void> {
    for (const recording of recordings) {
      if (this.#stopped) return;
      const bytes = Uint8Array.from(atob(recording), (letter) => letter.charCodeAt(0));
      const buffer = await audio().decodeAudioData(bytes.buffer);
      await this.#heard(buffer);
      this.#before += buffer.duration * 1000;
    }
  }

  #heard(buffer: AudioBuffer): Promise<void> {
    return new Promise((resolve) => {
      const source = audio().createBufferSource();
      source.buffer = buffer;
      source.connect(audio().destination);
      source.onended = () => resolve();
      this.#begunAt = audio().currentTime;
      this.#source = source;
      source.start();
    });
  }

  get playedMs(): number {
    return this.#before + (audio().currentTime - this.#begunAt) * 1000;
  }

  stop(): void {
    this.#stopped = true;
    this.#source?.stop();
  }
}

export function tone(key: string): void {
  const gain = audio().createGain();
  gain.gain.value = 0.06;
  gain.connect(audio().destination);
  for (const frequency of tonesOf(key)) {
    const oscillator = audio().createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start();
    oscillator.stop(audio().currentTime + TONE_S);
  }
}

/** Frames of 20 ms at 16 kHz from the microphone, until it is closed. */
export class Microphone {
  #stream: MediaStream | undefined;
  #node: AudioWorkletNode | undefined;
  onframe: ((frame: Float32Array) => void) | undefined;

  get isOpen(): boolean {
    return this.#stream !== undefined;
  }

  /** Throws a DOMException where the microphone may not be used. */
  async open(): Promise<void> {
    if (this.#stream) return;
    const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
    await audio().audioWorklet.addModule(workletUrl);
    const options = { processorOptions: { rate: RATE_HZ, frame: FRAME } };
    const node = new AudioWorkletNode(audio(), "microphone", options);
    node.port.onmessage = (message: MessageEvent<Float32Array>) => this.onframe?.(message.data);
    audio().createMediaStreamSource(stream).connect(node);
    this.#stream = stream;
    this.#node = node;
  }

  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#node?.disconnect();
    this.#stream = undefined;
    this.#node = undefined;
  }
}
