/** One call: plays what comes, waits for the customer, sends what they did. */
import { press } from "./keys";
import { type CallEvent, type CallState, type Done, dial, hangUp, take } from "./line";
import { type Microphone, Speaker } from "./sound";
import { Ear } from "./voice";

export type Status = "dialling" | "speaking" | "listening" | "keys" | "thinking" | "ended";

export interface Face {
  status: (status: Status) => void;
  event: (event: CallEvent) => void;
  keys: (keys: string, isSecret: boolean) => void;
  ended: (state: CallState | null, why?: string) => void;
}

const LOUDER_OVER_VOICE = 2.5;

export class Call {
  #state: CallState | undefined;
  #speaker: Speaker | undefined;
  #ear: Ear | undefined;
  #keys = "";
  #timer: number | undefined;
  #busy = true;
  #over = false;

  constructor(
    readonly face: Face,
    readonly microphone: Microphone,
  ) {
    microphone.onframe = (frame) => this.#hear(frame);
  }

  get asksInSecret(): boolean {
    return this.#state?.recording === "paused";
  }

  async begin(from: string): Promise<void> {
    this.face.status("dialling");
    await this.#answered(() => dial(from));
  }

  say(text: string): void {
    this.#do({ text });
  }

  press(key: string): void {
    const keypad = this.#state?.listen?.keypad;
    if (!keypad || this.#busy) return;
    const interrupted = this.#interrupt();
    clearTimeout(this.#timer);
    const pressed = press(this.#keys, key, keypad);
    this.#keys = pressed.keys;
    this.face.status("keys");
    this.face.keys(this.#keys, this.asksInSecret);
    if (pressed.isWhole) this.#do({ keys: this.#keys }, interrupted);
    else {
      const send = () => this.#do({ keys: this.#keys });
      this.#timer = window.setTimeout(send, keypad.timeout_ms);
    }
  }

  async hangUp(): Promise<void> {
    this.#stop();
    const contactId = this.#state?.contact_id;
    this.face.ended(contactId ? await hangUp(contactId).catch(() => null) : null);
  }

  #do(done: Done, interruptedMs = this.#interrupt()): void {
    const contactId = this.#state?.contact_id;
    if (!contactId || this.#busy || this.#over) return;
    this.#busy = true;
    this.#ear = undefined;
    this.#keys = "";
    clearTimeout(this.#timer);
    this.face.status("thinking");
    void this.#answered(() => take(contactId, done, interruptedMs));
  }

  /** Ends what is being said; how far it had come, or undefined where nothing was. */
  #interrupt(): number | undefined {
    const speaker = this.#speaker;
    if (!speaker) return undefined;
    this.#speaker = undefined;
    const played = speaker.playedMs;
    speaker.stop();
    return played;
  }

  async #answered(ask: () => Promise<CallState>): Promise<void> {
    let state: CallState;
    try {
      state = await ask();
    } catch (error) {
      this.#stop();
      this.face.ended(null, error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#over) return;
    this.#state = state;
    for (const event of state.events) this.face.event(event);
    this.face.keys("", this.asksInSecret);
    this.#busy = state.listen === null;
    await this.#play(state);
  }

  async #play(state: CallState): Promise<void> {
    const said = state.events.filter((event) => event.kind === "said" && event.audio);
    const speaker = new Speaker();
    this.#speaker = speaker;
    this.face.status("speaking");
    const interrupts = state.listen?.hears && said.at(-1)?.may_interrupt;
    if (interrupts) this.#listen(state, Number.POSITIVE_INFINITY, LOUDER_OVER_VOICE);
    await speaker.play(said.map((event) => event.audio ?? ""));
    if (this.#speaker !== speaker) return;
    this.#speaker = undefined;
    if (state.ended) {
      this.#stop();
      this.face.ended(state);
    } else this.#wait(state);
  }

  #wait(state: CallState): void {
    const listen = state.listen;
    if (!listen) return;
    this.face.status(listen.hears && !this.asksInSecret ? "listening" : "keys");
    if (listen.hears && this.microphone.isOpen) this.#listen(state, listen.start_timeout_ms, 1);
    if (!listen.hears) {
      const silent = () => this.#do({ silence: true });
      this.#timer = window.setTimeout(silent, listen.start_timeout_ms);
    }
  }

  #listen(state: CallState, startMs: number, factor: number): void {
    if (!state.listen) return;
    const limits = {
      startMs,
      endMs: state.listen.end_timeout_ms,
      maxMs: state.listen.max_length_ms,
    };
    this.#ear = new Ear(limits, factor);
  }

  #hear(frame: Float32Array): void {
    const ear = this.#ear;
    if (!ear || this.#busy || this.#keys) return;
    const heard = ear.hear(frame);
    if (heard?.kind === "speech") this.#do({ pcm: heard.pcm });
    else if (heard) this.#do({ silence: true });
  }

  #stop(): void {
    this.#over = true;
    this.#busy = true;
    clearTimeout(this.#timer);
    this.#interrupt();
    this.microphone.onframe = undefined;
  }
}
