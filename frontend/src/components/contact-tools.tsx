import { useSignal } from "@preact/signals";
import type { StaffApi, TranscriptFormat } from "../api/staff";
import type { Contact } from "../api/types";
import { hashOfTime } from "../model/transcript";
import type { ContactView } from "../state/contact";
import { saveFile } from "../state/files";
import { words } from "../state/language";
import type { Playback } from "../state/playback";
import { listAddress, navigate } from "../state/route";
import { mayAdminister, maySupervise } from "../state/staff";
import { failureWords } from "../strings/failures";
import { AskedButton } from "./asked-button";

const SAYS_COPIED_MS = 2_000;

const FILE_TYPES: Record<TranscriptFormat, string> = {
  txt: "text/plain",
  vtt: "text/vtt",
  json: "application/json",
};

interface ContactToolsProps {
  contact: Contact;
  view: ContactView;
  api: StaffApi;
  playback: Playback;
}

/** What can be taken away: a link to this moment, the transcript, the audio, the page on paper. */
export function ContactTools({ contact, view, api, playback }: ContactToolsProps) {
  const t = words.value;
  const problem = useSignal<unknown>(null);
  const name = contact.contact_id.replace(/[^\w.-]+/g, "-");
  const take = async (format: TranscriptFormat) => {
    problem.value = null;
    try {
      const text = await api.transcript(contact.contact_id, format);
      saveFile(`${name}.${format}`, FILE_TYPES[format], text);
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <div class="contact-tools">
      <CopyLink playback={playback} />
      <span class="quiet">{t.saveAs}</span>
      {(["txt", "vtt", "json"] as const).map((format) => (
        <button
          key={format}
          type="button"
          class="plain"
          data-testid={`save-${format}`}
          onClick={() => void take(format)}
        >
          {{ txt: t.text, vtt: t.captions, json: t.json }[format]}
        </button>
      ))}
      {view.audioUrl.value && (
        <a class="plain" href={view.audioUrl.value} download target="_blank" rel="noopener">
          {t.audio}
        </a>
      )}
      <button type="button" class="plain" onClick={() => print()}>
        {t.print}
      </button>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {failureWords(problem.value, t)}
        </p>
      )}
    </div>
  );
}

function CopyLink({ playback }: { playback: Playback }) {
  const t = words.value;
  const says = useSignal<"copyLink" | "linkCopied" | "copyFromBar">("copyLink");
  const copy = async () => {
    const address = new URL(location.href);
    address.hash = hashOfTime(playback.position_ms.value);
    history.replaceState(null, "", address.hash);
    says.value = await navigator.clipboard.writeText(address.href).then(
      () => "linkCopied" as const,
      () => "copyFromBar" as const,
    );
    setTimeout(() => {
      says.value = "copyLink";
    }, SAYS_COPIED_MS);
  };
  return (
    <button type="button" class="plain" data-testid="copy-link" onClick={() => void copy()}>
      {t[says.value]}
    </button>
  );
}

/** What changes the contact itself. Who may not, is not offered it. */
export function ContactDeeds({ contact, view }: { contact: Contact; view: ContactView }) {
  const t = words.value;
  const says = useSignal("");
  if (!maySupervise.value) return null;
  const isCall = contact.channel === "CALL" && contact.status === "ANALYZED";
  return (
    <div class="deeds">
      <button
        type="button"
        class="plain"
        data-testid="analyze-again"
        onClick={async () => {
          if (await view.analyzeAgain()) says.value = t.askedAgain;
        }}
      >
        {t.analyzeAgain}
      </button>
      {isCall && (
        <button
          type="button"
          class="plain"
          data-testid="swap-speakers"
          onClick={async () => {
            if (await view.swapSpeakers()) says.value = t.swapped;
          }}
        >
          {t.swapSpeakers}
        </button>
      )}
      {mayAdminister.value && (
        <AskedButton
          label={t.deleteContact}
          testId="delete"
          isGrave
          title={t.deleteQuestion}
          text={t.deleteText}
          yes={t.deleteConfirm}
          no={t.keepIt}
          act={async () => {
            if (await view.remove()) navigate(listAddress.value);
          }}
        />
      )}
      <span role="status" class="quiet">
        {says.value}
      </span>
    </div>
  );
}
