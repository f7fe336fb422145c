/** What stands around every page of the bank's site. */
import type { ComponentChildren } from "preact";
import {
  ADDRESSES,
  type BankWords,
  type Language,
  PHONE,
  PHONE_LINK,
  WORDS,
} from "../model/bank-words";
import { Mark } from "./mark";

interface Props {
  words: BankWords;
  page: "home" | "privacy";
  children: ComponentChildren;
}

export function BankFrame({ words, page, children }: Props) {
  const { home, privacy } = ADDRESSES[words.language];
  const other: Language = words.language === "en" ? "es" : "en";
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class="masthead">
        <a class="brand" href={home} aria-label={words.home}>
          <Mark size={34} />
          <span>Harbour &amp; Vale</span>
        </a>
        <nav aria-label={words.main}>
          <a href={`${home}#rates`}>{words.rates}</a>
          <a href={`${home}#mortgage`}>{words.mortgages}</a>
          <a href={`${home}#visit`}>{words.visitUs}</a>
          <a href={ADDRESSES[other][page]} lang={other} hreflang={other}>
            {WORDS[words.language].otherLanguage}
          </a>
        </nav>
        <a class="phone number" href={PHONE_LINK}>
          {PHONE}
        </a>
      </header>
      <main id="main" tabindex={-1}>
        {children}
      </main>
      <div id="consent" />
      <footer>
        <div class="signature">
          <Mark size={28} />
          <p>
            <b>Harbour &amp; Vale Bank</b>
            <br />
            12 Quay Street, Toronto
          </p>
        </div>
        <nav aria-label={words.footer}>
          <a href={`${home}#rates`}>{words.rates}</a>
          <a href={`${home}#mortgage`}>{words.mortgages}</a>
          <a href={`${home}#visit`}>{words.branchesAndHours}</a>
          <a href={privacy}>{words.privacy}</a>
          <a href="/dashboard/">{words.staff}</a>
        </nav>
        <p class="small">{words.small}</p>
      </footer>
    </>
  );
}
