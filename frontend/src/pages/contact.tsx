import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { Contact } from "../api/types";
import { ContactStrip } from "../components/contact-strip";
import { ContactDeeds, ContactTools } from "../components/contact-tools";
import { BotPart, Categories, Mentions, Remarks, Steps, SummaryOf } from "../components/findings";
import { GraphTable } from "../components/graph-table";
import { Instrument } from "../components/instrument";
import { Notes } from "../components/notes";
import { Notice } from "../components/notice";
import { Player } from "../components/player";
import { Tags } from "../components/tags";
import { TalkFigures } from "../components/talk-figures";
import { Transcript } from "../components/transcript";
import { contactTitle, isInProgress } from "../model/contacts";
import { hashOfTime, timeOfHash, totalDuration } from "../model/transcript";
import { ContactView } from "../state/contact";
import { useKeys } from "../state/keys";
import { words } from "../state/language";
import { Playback } from "../state/playback";
import { followLink, listAddress } from "../state/route";
import { failureWords } from "../strings/failures";
import { inWords } from "../strings/server";

interface ContactPageProps {
  contactId: string;
  api: StaffApi;
}

export function ContactPage({ contactId, api }: ContactPageProps) {
  const t = words.value;
  const view = useMemo(() => new ContactView(api, contactId), [contactId, api]);
  useEffect(() => view.follow(), [view]);
  const contact = view.contact.value;
  useEffect(() => {
    const title = contact ? contactTitle(contact, t) : t.contact;
    document.title = `${title} - ${t.brand} ${t.brandSuffix}`;
  }, [contact, t]);
  return (
    <article class="contact" aria-busy={view.phase.value === "loading"}>
      <p class="back">
        <a href={listAddress.value} onClick={followLink}>
          ← {t.allContacts}
        </a>
      </p>
      <Content view={view} api={api} />
    </article>
  );
}

interface ContentProps {
  view: ContactView;
  api: StaffApi;
}

function Content({ view, api }: ContentProps) {
  const t = words.value;
  const contact = view.contact.value;
  if (view.phase.value === "missing") {
    return (
      <Notice title={t.missingContact}>
        <p>{t.missingContactText}</p>
      </Notice>
    );
  }
  if (view.phase.value === "failed") {
    return (
      <Notice title={t.contactFailed}>
        <p>{failureWords(view.problem.value, t)}</p>
        <button type="button" class="button" onClick={() => void view.load()}>
          {t.tryAgain}
        </button>
      </Notice>
    );
  }
  if (!contact)
    return (
      <p class="waiting" role="status">
        {t.loadingContact}
      </p>
    );
  return (
    <>
      <ContactStrip
        contact={contact}
        tags={<Tags tags={contact.tags} change={(tags) => view.setTags(tags)} />}
      />
      {view.refusal.value !== null && (
        <p class="problem" role="alert">
          {failureWords(view.refusal.value, t)}
        </p>
      )}
      {contact.status === "FAILED" && <Failed contact={contact} view={view} />}
      {isInProgress(contact) && <InProgress contact={contact} />}
      {contact.status === "ANALYZED" && <Analyzed contact={contact} view={view} api={api} />}
    </>
  );
}

function Failed({ contact, view }: { contact: Contact; view: ContactView }) {
  const t = words.value;
  return (
    <>
      <section class="outcome failed">
        <h2>{t.couldNotAnalyze}</h2>
        <p class="reason" data-testid="reason">
          {contact.reason ? inWords(contact.reason, t.language) : t.noReason}
        </p>
        <p>{t.failedText}</p>
        {contact.source && (
          <p class="file">
            {contact.source.bucket}/{contact.source.key}
          </p>
        )}
        <ContactDeeds contact={contact} view={view} />
      </section>
      <Steps steps={contact.steps} />
    </>
  );
}

function InProgress({ contact }: { contact: Contact }) {
  const t = words.value;
  return (
    <>
      <section class="outcome" role="status">
        <h2>{t.statuses[contact.status]}</h2>
        <p>{t.progressText}</p>
      </section>
      <Steps steps={contact.steps} />
    </>
  );
}

/** Goes to a moment, and writes it into the address once the place is chosen. */
function useSeek(playback: Playback): (ms: number) => void {
  const writing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(writing.current), []);
  useEffect(() => {
    const seekHash = () => {
      const ms = timeOfHash(location.hash);
      if (ms !== null) playback.seek(ms);
    };
    seekHash();
    addEventListener("hashchange", seekHash);
    return () => removeEventListener("hashchange", seekHash);
  }, [playback]);
  return (ms) => {
    playback.seek(ms);
    // Not at each step of a drag: browsers limit how often an address may change.
    clearTimeout(writing.current);
    writing.current = setTimeout(() => history.replaceState(null, "", hashOfTime(ms)), 250);
  };
}

function Analyzed({ contact, view, api }: ContentProps & { contact: Contact }) {
  const t = words.value;
  const { turns } = contact;
  const duration_ms = totalDuration(contact.duration_ms, turns);
  const silences = contact.talk?.non_talk ?? [];
  const query = useSignal("");
  const quiet = useRef(silences);
  quiet.current = silences;
  const playback = useMemo(
    () =>
      new Playback(
        () => duration_ms,
        () => view.renewAudio(),
        () => quiet.current,
      ),
    [duration_ms, view],
  );
  const seek = useSeek(playback);
  useKeys({
    " ": () => playback.toggle(),
    ArrowLeft: () => playback.skip(-5_000),
    ArrowRight: () => playback.skip(5_000),
  });
  if (turns.length === 0) {
    return (
      <Notice title={t.nothingSaid} level={2}>
        <p>{t.nothingSaidText}</p>
      </Notice>
    );
  }
  const url = view.audioUrl.value;
  const { position_ms, isPlaying } = playback;
  return (
    <div class="body">
      <div class="left">
        <Instrument
          contact={contact}
          duration_ms={duration_ms}
          waveform={view.waveform.value}
          position_ms={position_ms}
          seek={seek}
        />
        {url && (
          <Player
            url={url}
            playback={playback}
            duration_ms={duration_ms}
            hasSilence={silences.length > 0}
          />
        )}
        <div class="below">
          <GraphTable contact={contact} duration_ms={duration_ms} seek={seek} />
          <ContactTools contact={contact} view={view} api={api} playback={playback} />
        </div>
        <div class="findings">
          <SummaryOf contact={contact} turns={turns} seek={seek} />
          <Categories contact={contact} seek={seek} />
          <BotPart bot={contact.bot} />
          <TalkFigures contact={contact} duration_ms={duration_ms} />
          <Mentions
            contact={contact}
            turns={turns}
            seek={seek}
            position_ms={position_ms}
            query={query}
          />
          <Notes
            notes={contact.notes}
            position_ms={position_ms}
            add={(text, at_ms) => view.addNote(text, at_ms)}
            remove={(noteId) => void view.removeNote(noteId)}
            seek={seek}
          />
          <Remarks details={contact.details} />
          <div>
            <Steps steps={contact.steps} />
            <ContactDeeds contact={contact} view={view} />
          </div>
        </div>
      </div>
      <Transcript
        contact={contact}
        position_ms={position_ms}
        isPlaying={isPlaying}
        query={query}
        seek={seek}
      />
    </div>
  );
}
