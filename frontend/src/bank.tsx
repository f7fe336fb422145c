/** The bank's pages are written at build time; a few places of them come alive here. */
import { type ComponentChild, hydrate, render } from "preact";
import { postVisits } from "./api/visits";
import { ConsentBanner, ConsentState } from "./components/consent";
import { MortgageFigure } from "./components/mortgage-figure";
import { Rates } from "./components/rates";
import { wordsFor } from "./model/bank-words";
import { hourWords, openUntil } from "./model/opening";
import { LETTERS } from "./pages/privacy";
import { Visits } from "./state/visits";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/bank.css";

const words = wordsFor(document.documentElement.lang);
const visits = new Visits({
  choices: localStorage,
  tab: sessionStorage,
  now: () => Date.now(),
  newId: () => crypto.randomUUID(),
  post: postVisits,
  refuses: (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true,
});

function enliven(id: string, show: (place: HTMLElement) => void): void {
  const place = document.getElementById(id);
  if (place) show(place);
}

const written = (node: ComponentChild) => (place: HTMLElement) => hydrate(node, place);
const added = (node: ComponentChild) => (place: HTMLElement) => render(node, place);

enliven("rates-table", written(<Rates words={words} />));
enliven("mortgage-figure", written(<MortgageFigure words={words} />));
enliven("consent", added(<ConsentBanner words={words} visits={visits} />));
enliven(
  "consent-state",
  added(<ConsentState words={words} visits={visits} said={LETTERS[words.language].said} />),
);
enliven("open-now", (place) => {
  const until = openUntil(new Date());
  place.textContent =
    until === null ? words.closedNow : words.openNow(hourWords(until, words.language));
});

visits.begin(location.pathname, document.visibilityState === "visible");
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") visits.show();
  else void visits.hide();
});
void visits.send();
