import type { StaffApi } from "../api/staff";
import { BASE, INSIGHTS, type Route, SETTINGS } from "../model/route";
import { chooseLanguage, language, words } from "../state/language";
import { followLink, listAddress, route } from "../state/route";
import type { Session } from "../state/session";
import { mayAdminister } from "../state/staff";
import { Answers } from "./answers";
import { KeyboardHelp } from "./keyboard-help";
import { Mark } from "./mark";

/** Whose pages these are, the way to each of them, and who is signed in. */
export function TopBar({ session, api }: { session: Session; api: StaffApi }) {
  const t = words.value;
  const phase = session.phase.value;
  const isIn = phase === "signed-in" || (phase === "loading" && session.isRemembered);
  return (
    <header class="top">
      <a class="brand" href={BASE} onClick={followLink} aria-label={`${t.brand} ${t.brandSuffix}`}>
        <Mark size={26} />
        <span>
          {t.brand} <small>{t.brandSuffix}</small>
        </span>
      </a>
      {isIn && <Pages />}
      <div class="person">
        {isIn && <Answers api={api} />}
        <button
          type="button"
          class="plain"
          lang={language.value === "en" ? "es" : "en"}
          data-testid="language"
          onClick={() => chooseLanguage(language.value === "en" ? "es" : "en")}
        >
          {t.switchLanguage}
        </button>
        {isIn && (
          <>
            <KeyboardHelp />
            <span class="name">{session.person.value}</span>
            <button type="button" class="plain" onClick={() => void session.signOut()}>
              {t.signOut}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

const LIST_PAGES: readonly Route["page"][] = ["list", "contact", "customer"];

function Pages() {
  const t = words.value;
  const { page } = route.value;
  const link = (address: string, name: string, isHere: boolean) => (
    <a href={address} aria-current={isHere ? "page" : undefined} onClick={followLink}>
      {name}
    </a>
  );
  return (
    <nav aria-label={t.navigation}>
      {link(listAddress.value, t.contacts, LIST_PAGES.includes(page))}
      {link(INSIGHTS, t.insights, page === "insights")}
      {mayAdminister.value && link(SETTINGS, t.settings, page === "settings")}
    </nav>
  );
}
