import { useSignal } from "@preact/signals";
import type { CategoryDefinition, CategoryRule, Role, SentimentLabel } from "../api/types";
import { windowKind, windowOf } from "../model/rules";
import { words } from "../state/language";

const ROLES: readonly Role[] = ["CUSTOMER", "AGENT", "BOT"];
const LABELS: readonly SentimentLabel[] = ["POSITIVE", "NEGATIVE", "NEUTRAL", "MIXED"];

interface CategoryFormProps {
  category: CategoryDefinition;
  change: (category: CategoryDefinition) => void;
  remove: () => void;
}

export function CategoryForm({ category, change, remove }: CategoryFormProps) {
  const t = words.value;
  const { name, rules } = category;
  return (
    <details class="category" data-testid="category">
      <summary>
        {name} <span class="quiet number">{t.ruleCount(rules.length)}</span>
      </summary>
      <div class="fields">
        <label class="field">
          <span>{t.categoryName}</span>
          <input
            type="text"
            required
            maxLength={80}
            value={name}
            onInput={(event) => change({ ...category, name: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{t.categoryMatch}</span>
          <select
            value={category.match ?? "any"}
            onChange={(event) =>
              change({ ...category, match: event.currentTarget.value === "all" ? "all" : "any" })
            }
          >
            <option value="any">{t.matchAny}</option>
            <option value="all">{t.matchAll}</option>
          </select>
        </label>
      </div>
      {rules.map((rule, place) => (
        <fieldset key={place} class="rule">
          <legend>{t.rule(place + 1)}</legend>
          <RuleFields
            rule={rule}
            change={(changed) => change({ ...category, rules: rules.with(place, changed) })}
          />
          {rules.length > 1 && (
            <button
              type="button"
              class="plain"
              onClick={() => change({ ...category, rules: rules.toSpliced(place, 1) })}
            >
              {t.removeRule(place + 1)}
            </button>
          )}
        </fieldset>
      ))}
      <p class="after">
        <button
          type="button"
          class="plain"
          onClick={() => change({ ...category, rules: [...rules, { phrases: [] }] })}
        >
          {t.addRule}
        </button>
        <button type="button" class="plain grave" onClick={remove}>
          {t.removeCategory(name)}
        </button>
      </p>
    </details>
  );
}

interface RuleFieldsProps {
  rule: CategoryRule;
  change: (rule: CategoryRule) => void;
}

function RuleFields({ rule, change }: RuleFieldsProps) {
  const t = words.value;
  return (
    <div class="fields">
      <Phrases phrases={rule.phrases ?? []} change={(phrases) => change({ ...rule, phrases })} />
      <label class="field">
        <span>{t.ruleHolds}</span>
        <select
          value={rule.absent ? "absent" : "said"}
          onChange={(event) => change({ ...rule, absent: event.currentTarget.value === "absent" })}
        >
          <option value="said">{t.phrasesSaid}</option>
          <option value="absent">{t.phrasesAbsent}</option>
        </select>
      </label>
      <label class="field">
        <span>{t.ruleSpeaker}</span>
        <select
          value={rule.speaker ?? ""}
          onChange={(event) =>
            change({
              ...rule,
              speaker: ROLES.find((one) => one === event.currentTarget.value) ?? null,
            })
          }
        >
          <option value="">{t.anyone}</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t.roles[role]}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t.ruleSentiment}</span>
        <select
          value={rule.sentiment ?? ""}
          onChange={(event) =>
            change({
              ...rule,
              sentiment: LABELS.find((one) => one === event.currentTarget.value) ?? null,
            })
          }
        >
          <option value="">{t.anySentiment}</option>
          {LABELS.map((label) => (
            <option key={label} value={label}>
              {t.labels[label]}
            </option>
          ))}
        </select>
      </label>
      <WindowFields rule={rule} change={change} />
    </div>
  );
}

interface PhrasesProps {
  phrases: readonly string[];
  change: (phrases: string[]) => void;
}

/** As they are written, so that a line can be begun before it has a word. */
function Phrases({ phrases, change }: PhrasesProps) {
  const draft = useSignal(phrases.join("\n"));
  return (
    <label class="field tall">
      <span>{words.value.phrases}</span>
      <textarea
        rows={4}
        value={draft.value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
          const lines = draft.value.split("\n").map((line) => line.trim());
          change(lines.filter((line) => line !== ""));
        }}
      />
    </label>
  );
}

/** The first or the last seconds; a time between two is written as JSON, and kept. */
function WindowFields({ rule, change }: RuleFieldsProps) {
  const t = words.value;
  const within = rule.within ?? null;
  const kind = windowKind(within);
  const seconds = within?.first_s ?? within?.last_s ?? null;
  return (
    <span class="range">
      <label class="field">
        <span>{t.ruleWhen}</span>
        <select
          value={kind}
          onChange={(event) =>
            change({ ...rule, within: windowOf(event.currentTarget.value, seconds, within) })
          }
        >
          <option value="any">{t.windows.any}</option>
          <option value="first">{t.windows.first}</option>
          <option value="last">{t.windows.last}</option>
          {kind === "between" && <option value="between">{t.windows.between}</option>}
        </select>
      </label>
      {seconds !== null && (
        <label class="field">
          <span>{t.windowSeconds}</span>
          <input
            type="number"
            min="1"
            required
            value={seconds}
            onChange={(event) =>
              change({
                ...rule,
                within: windowOf(kind, event.currentTarget.valueAsNumber, within),
              })
            }
          />
        </label>
      )}
      {kind === "between" && (
        <span class="quiet">
          {t.windowBetween(String(within?.from_s ?? 0), String(within?.until_s ?? t.theEnd))}
        </span>
      )}
    </span>
  );
}
