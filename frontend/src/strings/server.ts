/** What the server says by itself, in the reader's language. A gap stands for what is named there. */
import SPANISH from "./server.es.json";

const SENTENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = { es: SPANISH };
const GAP = "{}";

/** The sentence in another language; one that is not known, and any text of a person, stays. */
export function inWords(said: string, language: string): string {
  const known = SENTENCES[language];
  if (!known) return said;
  const same = known[said];
  if (same !== undefined) return same;
  for (const [sentence, meant] of Object.entries(known)) {
    const named = sentence.includes(GAP) ? fillings(said, sentence.split(GAP)) : null;
    if (named) return named.reduce((words, one) => words.replace(GAP, () => one), meant);
  }
  return said;
}

/** What stands in the gaps between the parts of a sentence, or null where it is another sentence. */
function fillings(said: string, parts: readonly string[]): string[] | null {
  const [first = "", ...rest] = parts;
  if (!said.startsWith(first)) return null;
  const named: string[] = [];
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const end = isLast ? said.length - part.length : said.indexOf(part, at);
    if (end < at || !said.startsWith(part, end)) return null;
    named.push(said.slice(at, end));
    at = end + part.length;
  }
  return named;
}
