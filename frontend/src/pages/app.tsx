import { useEffect, useMemo } from "preact/hooks";
import { fetchContacts } from "../api/client";
import { KeyboardHelp } from "../components/keyboard-help";
import { Mark } from "../components/mark";
import { Notice } from "../components/notice";
import { PageHeading } from "../components/page-heading";
import { BASE } from "../model/route";
import { ContactList } from "../state/contacts";
import { followLink, listAddress, route } from "../state/route";
import type { Session } from "../state/session";
import { ContactPage } from "./contact";
import { ContactsPage } from "./contacts";

export function App({ session }: { session: Session }) {
  const list = useMemo(
    () =>
      new ContactList((cursor, limit) =>
        session.authorized((token) => fetchContacts(token, cursor, limit)),
      ),
    [session],
  );
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href={BASE} onClick={followLink}>
          <Mark size={26} />
          <span>
            Harbour &amp; Vale <small>contact centre</small>
          </span>
        </a>
        {session.phase.value === "signed-in" && (
          <div class="person">
            <span>{session.person.value}</span>
            <KeyboardHelp />
            <button type="button" class="plain" onClick={() => void session.signOut()}>
              Sign out
            </button>
          </div>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        <Page session={session} list={list} />
      </main>
    </>
  );
}

function Page({ session, list }: { session: Session; list: ContactList }) {
  const here = route.value;
  if (session.phase.value !== "signed-in") return <SignInPage session={session} />;
  if (here.page === "contact") {
    return <ContactPage key={here.contactId} contactId={here.contactId} session={session} />;
  }
  if (here.page === "list" || here.page === "callback") return <ContactsPage list={list} />;
  return (
    <Notice title="There is no such page">
      <a class="button" href={listAddress.value} onClick={followLink}>
        Go to the contacts
      </a>
    </Notice>
  );
}

function SignInPage({ session }: { session: Session }) {
  const phase = session.phase.value;
  useEffect(() => {
    document.title = "Sign in - Harbour & Vale contact centre";
  }, []);
  if (phase === "loading")
    return (
      <p class="waiting" role="status">
        One moment
      </p>
    );
  const returnTo =
    route.value.page === "callback" ? BASE : location.pathname + location.search + location.hash;
  return (
    <section class="sign-in">
      <PageHeading>Every call and chat, heard.</PageHeading>
      <p>
        Recordings, transcripts and how each conversation went, for the people who look after them.
      </p>
      {session.problem.value && (
        <p class="problem" role="alert">
          {session.problem.value}
        </p>
      )}
      <p class="actions">
        {phase === "failed" && (
          <button type="button" class="button" onClick={() => location.assign(BASE)}>
            Try again
          </button>
        )}
        {phase === "signed-out" && (
          <button
            type="button"
            class="button"
            data-testid="sign-in"
            onClick={() => void session.signIn(returnTo)}
          >
            Sign in
          </button>
        )}
      </p>
    </section>
  );
}
