/** The bank's pages by name, for the build that writes them. */
import type { VNode } from "preact";
import { wordsFor } from "./model/bank-words";
import { BankPage, NotFoundPage } from "./pages/bank";
import { PrivacyPage } from "./pages/privacy";

const PAGES = { home: BankPage, privacy: PrivacyPage, "not-found": NotFoundPage };

/** `name` is what the HTML asks for: `<!-- bank:home -->`. */
export function page(name: string, language: string): VNode {
  const Page = PAGES[name as keyof typeof PAGES];
  if (!Page) throw new Error(`there is no page ${name}`);
  return <Page words={wordsFor(language)} />;
}
