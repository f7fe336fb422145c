import { dayName, languageName, signed, stepName } from "../model/format";
import { type Filters, TOKEN_NAMES, type TokenName } from "../model/view";
import { words } from "../state/language";

interface FilterTokensProps {
  filters: Filters;
  change: (part: Partial<Filters>) => void;
}

const MINUTE_MS = 60_000;

/** A filter's value as it is said. */
function sayable(name: TokenName, value: string): string {
  const t = words.value;
  if (name === "language") return languageName(value, t.locale);
  if (name === "from" || name === "to") return dayName(value, t);
  if (name.endsWith("_duration_ms")) return String(Number(value) / MINUTE_MS);
  if (name.endsWith("_sentiment") || name.endsWith("_trend")) return signed(Number(value));
  if (name === "intent") return t.intents[value] ?? stepName(value);
  if (name === "medium") return saidAs(t.mediums, value);
  return name === "feedback" ? saidAs(t.thumbs, value) : value;
}

const saidAs = (names: Record<string, string>, value: string) => names[value] ?? value;

/** "customer at or below −1.0", "about Late fee": each takes its filter away when pressed. */
export function FilterTokens({ filters, change }: FilterTokensProps) {
  const t = words.value;
  const set = TOKEN_NAMES.filter((name) => filters[name] !== "");
  if (set.length === 0) return null;
  return (
    <ul class="tokens">
      {set.map((name) => {
        const said = t.tokens[name](sayable(name, filters[name]));
        return (
          <li key={name}>
            <button
              type="button"
              class="token set"
              aria-label={t.removeFilter(said)}
              data-testid={`token-${name}`}
              onClick={() => change({ [name]: "" })}
            >
              {said} <span aria-hidden="true">×</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
