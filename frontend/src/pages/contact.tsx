import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { fetchContact } from "../api/client";
import type { Contact } from "../api/types";
import { ContactStrip } from "../components/contact-strip";
import { ContactTools } from "../components/contact-tools";
import { Entities, GraphTable, Steps, TalkFigures } from "../components/findings";
import { Instrument } from "../components/instrument";
import { Notice } from "../components/notice";
import { Player } from "../components/player";
import { Transcript } from "../components/transcript";
import { contactTitle, isInProgress, STATUS_WORDS } from "../model/contacts";
import { hashOfTime, namesOf, timeOfHash, totalDuration } from "../model/transcript";
import { ContactView } from "../state/contact";
import { useKeys } from "../state/keys";
import { Playback } from "../state/playback";
import { followLink, listAddress } from "../state/route";
import type { Session } from "../state/session";

interface ContactPageProps {
  contactId: string;
  session: Session;
}

export function ContactPage({ contactId, session }: ContactPageProps) {
  const view = useMemo(
    () => new ContactView(() => session.authorized((token) => fetchContact(token, contactId))),
    [contactId, session],
  );
  useEffect(() => view.follow(), [view]);
  const contact = view.contact.value;
  useEffect(() => {
    const title = contact ? contactTitle(contact) : "Contact";
    document.title = `${title} - Harbour & Vale contact centre`;
  }, [contact]);
  return (
    <article class="contact" aria-busy={view.phase.value === "loading"}>
      <p class="back">
        <a href={listAddress.value} onClick={followLink}>
          ← All contacts
        </a>
      </p>
      <Content view={view} />
    </article>
  );
}

function Content({ view }: { view: ContactView }) {
  const contact = view.contact.value;
  if (view.phase.value === "missing") {
    return (
      <Notice title="There is no such contact">
        <p>It may have been deleted, or the link is not complete.</p>
      </Notice>
    );
  }
  if (view.phase.value === "failed") {
    return (
      <Notice title="The contact could not be loaded">
        <p>{view.problem.value}</p>
        <button type="button" class="button" onClick={() => void view.load()}>
          Try again
        </button>
      </Notice>
    );
  }
  if (!contact)
    return (
      <p class="waiting" role="status">
        Loading the contact
      </p>
    );
  return (
    <>
      <ContactStrip contact={contact} />
      {contact.status === "FAILED" && <Failed contact={contact} />}
      {isInProgress(contact) && <InProgress contact={contact} />}
      {contact.status === "ANALYZED" && <Analyzed contact={contact} view={view} />}
    </>
  );
}

function Failed({ contact }: { contact: Contact }) {
  return (
    <>
      <section class="outcome failed">
        <h2>This contact could not be analyzed</h2>
        <p class="reason" data-testid="reason">
          {contact.reason ?? "No reason was recorded."}
        </p>
        <p>
          The file was kept, under the failed audio of its bucket. Mend what is wrong with it and
          upload it again; if nothing is wrong with it, <code>omnilex redrive</code> tries it once
          more.
        </p>
        {contact.source && (
          <p class="file">
            {contact.source.bucket}/{contact.source.key}
          </p>
        )}
      </section>
      <Steps steps={contact.steps} />
    </>
  );
}

function InProgress({ contact }: { contact: Contact }) {
  return (
    <>
      <section class="outcome" role="status">
        <h2>{STATUS_WORDS[contact.status]}</h2>
        <p>The transcript appears here by itself as soon as it is ready.</p>
      </section>
      <Steps steps={contact.steps} />
    </>
  );
}

function Analyzed({ contact, view }: { contact: Contact; view: ContactView }) {
  const { turns } = contact;
  const names = namesOf(contact);
  const duration_ms = totalDuration(contact.duration_ms, turns);
  const query = useSignal("");
  const playback = useMemo(
    () =>
      new Playback(
        () => duration_ms,
        () => view.renewAudio(),
      ),
    [duration_ms, view],
  );
  const writing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const seek = (ms: number) => {
    playback.seek(ms);
    // Once the place is chosen, not at each step of a drag: browsers limit how often.
    clearTimeout(writing.current);
    writing.current = setTimeout(() => history.replaceState(null, "", hashOfTime(ms)), 250);
  };
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
  useKeys({
    " ": () => playback.toggle(),
    ArrowLeft: () => playback.skip(-5_000),
    ArrowRight: () => playback.skip(5_000),
  });
  if (turns.length === 0) {
    return (
      <Notice title="Nothing was said" level={2}>
        <p>The contact was analyzed and has no words in it.</p>
      </Notice>
    );
  }
  const url = view.audioUrl.value;
  return (
    <div class="body">
      <div class="left">
        <Instrument
          turns={turns}
          duration_ms={duration_ms}
          names={names}
          position_ms={playback.position_ms}
          seek={seek}
        />
        {url && <Player url={url} playback={playback} duration_ms={duration_ms} />}
        <div class="below">
          <GraphTable turns={turns} names={names} />
          <ContactTools contact={contact} playback={playback} />
        </div>
        <div class="findings">
          <TalkFigures contact={contact} duration_ms={duration_ms} />
          <Entities
            turns={turns}
            search={(text) => {
              query.value = text;
            }}
          />
          <Steps steps={contact.steps} />
        </div>
      </div>
      <Transcript
        turns={turns}
        names={names}
        position_ms={playback.position_ms}
        isPlaying={playback.isPlaying}
        query={query}
        seek={seek}
      />
    </div>
  );
}
