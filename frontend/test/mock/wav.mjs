/** A recording to listen to: a low tone while the agent speaks, a higher one for the customer. */

const RATE = 8_000;
const PITCH = { AGENT: 160, CUSTOMER: 240, BOT: 200 };

export function toneWav({ duration_ms, turns }) {
  const samples = Math.floor((duration_ms * RATE) / 1000);
  const wav = Buffer.alloc(44 + samples, 128);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + samples, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(samples, 40);
  for (const turn of turns) {
    const begin = Math.floor((turn.begin_offset_ms * RATE) / 1000);
    const end = Math.min(samples, begin + Math.floor((turn.duration_ms * RATE) / 1000));
    for (let at = begin; at < end; at += 1) {
      wav[44 + at] = 128 + Math.round(30 * Math.sin((2 * Math.PI * PITCH[turn.role] * at) / RATE));
    }
  }
  return wav;
}
