/** A transcript as a file for other programs. */
import type { Contact, Turn } from "../api/types";
import { clock } from "./format";
import { namesOf, speakerName } from "./transcript";

/** 83_456 -> "00:01:23.456", as WebVTT writes it. */
function cueTime(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const rest = String(Math.floor(ms) % 1000).padStart(3, "0");
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${rest}`;
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

type Spoken = Pick<Contact, "channel" | "speaker_names" | "turns">;

/** Captions; a message without a length stays for two seconds. */
export function toVtt(contact: Spoken): string {
  const names = namesOf(contact);
  const cue = ({ begin_offset_ms: begin, duration_ms, role, text }: Turn) => {
    const end = begin + (duration_ms || 2_000);
    const line = escaped(text.replace(/\s*\n\s*/g, " "));
    return `${cueTime(begin)} --> ${cueTime(end)}\n<v ${escaped(speakerName(role, names))}>${line}\n`;
  };
  return ["WEBVTT\n", ...contact.turns.map(cue)].join("\n");
}

export function toText(contact: Spoken): string {
  const names = namesOf(contact);
  return contact.turns
    .map(
      (turn) => `[${clock(turn.begin_offset_ms)}] ${speakerName(turn.role, names)}: ${turn.text}\n`,
    )
    .join("");
}

/** The document as it came, without the address of the audio, which is a key to it. */
export function toDocument(contact: Contact): string {
  const { audio_url: _audioUrl, ...published } = contact;
  return `${JSON.stringify(published, null, 2)}\n`;
}
