/** What the server says by itself, in the reader's language. A gap stands for what is named there. */
import SPANISH from "./server.es.json";
import SPANISH_FAULTS from "./server-faults.es.json";

type Sentences = Readonly<Record<string, string>>;

const SENTENCES: Readonly<Record<string, Sentences>> = { es: SPANISH };
const FAULTS: Readonly<Record<string, Sentences>> = { es: SPANISH_FAULTS };
/** What is in a gap stays as it is; what is in a gap for a fault is ours, and is said likewise. */
const GAP = /\{(?:fault)?\}/;
const GAPS = new RegExp(GAP, "g");

/** The sentence in another language; one that is not known, and any text of a person, stays. */
export function inWords(said: string, language: string): string {
  return put(said, SENTENCES[language] ?? {}, FAULTS[language] ?? {});
}

function put(said: string, known: Sentences, faults: Sentences): string {
  const same = known[said];
  if (same !== undefined) return same;
  for (const [sentence, meant] of Object.entries(known)) {
    const parts = sentence.split(GAP);
    const named = parts.length > 1 ? fillings(said, parts) : null;
    if (named) {
      return meant.replace(GAPS, (gap) => {
        const one = named.shift() ?? "";
        return gap === "{}" ? one : put(one, faults, {});
      });
    }
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
