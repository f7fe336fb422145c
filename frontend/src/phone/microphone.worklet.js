/** Takes the context's rate down to the bot's, and hands on frames of one length. */
class Microphone extends AudioWorkletProcessor {
  constructor(options) {
    super();
    const { rate, frame } = options.processorOptions;
    this.step = sampleRate / rate;
    this.frame = new Float32Array(frame);
    this.filled = 0;
    this.at = 0;
  }

  process([[samples] = []]) {
    for (; samples && this.at < samples.length; this.at += this.step) {
      const from = Math.floor(this.at);
      const until = Math.min(samples.length, Math.max(from + 1, Math.floor(this.at + this.step)));
      let sum = 0;
      for (let index = from; index < until; index++) sum += samples[index];
      this.frame[this.filled++] = sum / (until - from);
      if (this.filled === this.frame.length) {
        this.port.postMessage(this.frame.slice());
        this.filled = 0;
      }
    }
    if (samples) this.at -= samples.length;
    return true;
  }
}

registerProcessor("microphone", Microphone);
