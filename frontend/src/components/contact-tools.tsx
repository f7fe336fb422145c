import { useSignal } from "@preact/signals";
import type { Contact } from "../api/types";
import { toDocument, toText, toVtt } from "../model/exports";
import { hashOfTime } from "../model/transcript";
import { saveFile } from "../state/files";
import type { Playback } from "../state/playback";

const SAYS_COPIED_MS = 2_000;

interface ContactToolsProps {
  contact: Contact;
  playback: Playback;
}

/** What can be taken away: a link to this moment, the transcript, the whole document. */
export function ContactTools({ contact, playback }: ContactToolsProps) {
  const isCopied = useSignal(false);
  const name = contact.contact_id.replace(/[^\w.-]+/g, "-");
  const copy = async () => {
    const address = new URL(location.href);
    address.hash = hashOfTime(playback.position_ms.value);
    await navigator.clipboard.writeText(address.href);
    isCopied.value = true;
    setTimeout(() => {
      isCopied.value = false;
    }, SAYS_COPIED_MS);
  };
  return (
    <p class="contact-tools">
      <button type="button" class="plain" data-testid="copy-link" onClick={() => void copy()}>
        {isCopied.value ? "Link copied" : "Copy link to this moment"}
      </button>
      <span class="quiet">Save as</span>
      <button
        type="button"
        class="plain"
        onClick={() => saveFile(`${name}.txt`, "text/plain", toText(contact))}
      >
        text
      </button>
      <button
        type="button"
        class="plain"
        onClick={() => saveFile(`${name}.vtt`, "text/vtt", toVtt(contact))}
      >
        captions
      </button>
      <button
        type="button"
        class="plain"
        onClick={() => saveFile(`${name}.json`, "application/json", toDocument(contact))}
      >
        JSON
      </button>
    </p>
  );
}
