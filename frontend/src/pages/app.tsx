import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { type StaffApi, staffApi } from "../api/staff";
import { Notice } from "../components/notice";
import { PageHeading } from "../components/page-heading";
import { TopBar } from "../components/top-bar";
import { BASE } from "../model/route";
import { ContactList } from "../state/contacts";
import { words } from "../state/language";
import { followLink, listAddress, route } from "../state/route";
import type { Session } from "../state/session";
import { learnWhoAsks } from "../state/staff";
import { failureWords } from "../strings/failures";
import { ContactPage } from "./contact";
import { ContactsPage } from "./contacts";
import { CustomerPage } from "./customer";
import { InsightsPage } from "./insights";
import { SettingsPage } from "./settings";

export function App({ session }: { session: Session }) {
  const api = useMemo(() => staffApi((call) => session.authorized(call)), [session]);
  const list = useMemo(() => new ContactList(api.contacts), [api]);
  const isIn = session.phase.value === "signed-in";
  useEffect(() => {
    if (isIn) void learnWhoAsks(api.me);
  }, [isIn, api]);
  return (
    <>
      <a class="skip" href="#main">
        {words.value.skip}
      </a>
      <TopBar session={session} api={api} />
      <Offline />
      <main id="main" tabIndex={-1}>
        {isIn ? <Page api={api} list={list} /> : <SignInPage session={session} />}
      </main>
    </>
  );
}

/** Says that there is no network, for as long as there is none. */
function Offline() {
  const isOffline = useSignal(!navigator.onLine);
  useEffect(() => {
    const look = () => {
      isOffline.value = !navigator.onLine;
    };
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, [isOffline]);
  return (
    <div role="status">
      {isOffline.value && (
        <p class="offline" data-testid="offline">
          {words.value.offline}
        </p>
      )}
    </div>
  );
}

function Page({ api, list }: { api: StaffApi; list: ContactList }) {
  const t = words.value;
  const here = route.value;
  switch (here.page) {
    case "contact":
      return <ContactPage key={here.contactId} contactId={here.contactId} api={api} />;
    case "customer":
      return <CustomerPage key={here.customerId} customerId={here.customerId} api={api} />;
    case "insights":
      return <InsightsPage api={api} />;
    case "settings":
      return <SettingsPage api={api} />;
    case "unknown":
      return (
        <Notice title={t.noSuchPage}>
          <a class="button" href={listAddress.value} onClick={followLink}>
            {t.goToContacts}
          </a>
        </Notice>
      );
    default:
      return <ContactsPage list={list} api={api} />;
  }
}

/** Why nobody is signed in, as a person reads it; "" where they just are not. */
function problemWords(problem: Session["problem"]["value"]): string {
  const t = words.value;
  if (problem === null) return "";
  if (problem === "expired") return t.signInExpired;
  if ("refused" in problem) return t.signInRefused(problem.refused);
  return failureWords(problem.failed, t);
}

function SignInPage({ session }: { session: Session }) {
  const t = words.value;
  const phase = session.phase.value;
  useEffect(() => {
    document.title = `${t.signIn} - ${t.brand} ${t.brandSuffix}`;
  }, [t]);
  if (phase === "loading")
    return (
      <p class="waiting" role="status">
        {t.oneMoment}
      </p>
    );
  const returnTo =
    route.value.page === "callback" ? BASE : location.pathname + location.search + location.hash;
  const problem = problemWords(session.problem.value);
  return (
    <section class="sign-in">
      <PageHeading>{t.signInTitle}</PageHeading>
      <p>{t.signInText}</p>
      {problem !== "" && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class="actions">
        {phase === "failed" && (
          <button type="button" class="button" onClick={() => location.assign(BASE)}>
            {t.tryAgain}
          </button>
        )}
        {phase === "signed-out" && (
          <button
            type="button"
            class="button"
            data-testid="sign-in"
            onClick={() => void session.signIn(returnTo)}
          >
            {t.signIn}
          </button>
        )}
      </p>
    </section>
  );
}
