import { useState } from "preact/hooks";
import { ADDRESSES, type BankWords } from "../model/bank-words";
import type { Consent, Visits } from "../state/visits";

interface Props {
  words: BankWords;
  visits: Visits;
}

function Choices({ words, choose }: { words: BankWords; choose: (consent: Consent) => void }) {
  return (
    <div class="choices">
      <button type="button" onClick={() => choose("no")}>
        {words.consentNo}
      </button>
      <button type="button" onClick={() => choose("yes")}>
        {words.consentYes}
      </button>
    </div>
  );
}

/** Asks once, with equal choices; nothing is noted before it is answered. */
export function ConsentBanner({ words, visits }: Props) {
  const [asked, setAsked] = useState(visits.consent === null);
  if (!asked) return null;
  const choose = (consent: Consent) => {
    visits.answer(consent);
    setAsked(false);
  };
  return (
    <section class="consent" aria-label={words.consentLabel} data-testid="consent">
      <p>
        {words.consentAsk}{" "}
        <a href={`${ADDRESSES[words.language].privacy}#visits`}>{words.consentMore}</a>
      </p>
      <Choices words={words} choose={choose} />
    </section>
  );
}

/** On the privacy page: what was answered, and the other answer. */
export function ConsentState({ words, visits, said }: Props & { said: Record<Consent, string> }) {
  const [consent, setConsent] = useState(visits.consent);
  const choose = (chosen: Consent) => {
    visits.answer(chosen);
    setConsent(visits.consent);
  };
  return (
    <div class="consent-state">
      <p role="status" data-testid="consent-state">
        {said[consent ?? "no"]}
      </p>
      <Choices words={words} choose={choose} />
    </div>
  );
}
