import { useSignal } from "@preact/signals";
import type { Contact } from "../api/types";
import { toDocument, toText, toVtt } from "../model/exports";
import { hashOfTime } from "../model/transcript";
import { saveFile } from "../state/files";
import type { Playback } from "../state/playback";

const COPY = "Copy link to this moment";
const SAYS_COPIED_MS = 2_000;

interface ContactToolsProps {
  contact: Contact;
  playback: Playback;
}

/** What can be taken away: a link to this moment, the transcript, the whole document. */
export function ContactTools({ contact, playback }: ContactToolsProps) {
  const says = useSignal(COPY);
  const name = contact.contact_id.replace(/[^\w.-]+/g, "-");
  const copy = async () => {
    const address = new URL(location.href);
    address.hash = hashOfTime(playback.position_ms.value);
    history.replaceState(null, "", address.hash);
    says.value = await navigator.clipboard.writeText(address.href).then(
      () => "Link copied",
      () => "Copy it from the address bar",
    );
    setTimeout(() => {
      says.value = COPY;
    }, SAYS_COPIED_MS);
  };
  return (
    <p class="contact-tools">
      <button type="button" class="plain" data-testid="copy-link" onClick={() => void copy()}>
        {says.value}
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
