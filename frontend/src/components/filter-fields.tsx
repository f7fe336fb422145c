import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Facets } from "../api/types";
import { languageName, signed } from "../model/format";
import { type Filters, MEDIUMS, THUMBS } from "../model/view";
import { words } from "../state/language";
import type { Strings } from "../strings/english";

const MINUTE_MS = 60_000;
const SENTIMENTS = ["-4", "-3", "-2", "-1", "0", "1", "2", "3", "4"];
const TRENDS = ["-6", "-4", "-2", "-1", "0", "1", "2", "4", "6"];

type FieldName = keyof Strings["fields"];

interface FilterFieldsProps {
  filters: Filters;
  change: (part: Partial<Filters>) => void;
  /** null until they are known: then there is less to choose from. */
  facets: Facets | null;
}

/** Everything a list can be filtered by beyond its sentence. */
export function FilterFields({ filters, change, facets }: FilterFieldsProps) {
  const t = words.value;
  const field = (name: FieldName) => ({
    name,
    value: filters[name],
    choose: (value: string) => change({ [name]: value }),
  });
  const plain = (values: readonly string[] | undefined): Pair[] =>
    (values ?? []).map((value) => [value, value]);
  const scores = (values: readonly string[]): Pair[] =>
    values.map((value) => [value, signed(Number(value))]);
  const languages = facets?.languages ?? [];
  return (
    <div class="fields">
      <Choice {...field("agent")} choices={plain(facets?.agents)} />
      <Typed {...field("customer")} inputMode="numeric" />
      <Choice {...field("medium")} choices={MEDIUMS.map((one): Pair => [one, t.mediums[one]])} />
      <Choice
        {...field("language")}
        choices={languages.map((one): Pair => [one, languageName(one, t.locale)])}
      />
      <Choice {...field("category")} choices={plain(facets?.categories)} />
      <Choice {...field("tag")} choices={plain(facets?.tags)} />
      <Choice {...field("feedback")} choices={THUMBS.map((one): Pair => [one, t.thumbs[one]])} />
      <Typed {...field("entity")} suggestions={facets?.entities ?? []} />
      <span class="range">
        <Typed {...field("from")} type="date" />
        <Typed {...field("to")} type="date" />
      </span>
      <span class="range">
        <Choice {...field("min_sentiment")} choices={scores(SENTIMENTS)} />
        <Choice {...field("max_sentiment")} choices={scores(SENTIMENTS)} />
      </span>
      <span class="range">
        <Choice {...field("min_trend")} choices={scores(TRENDS)} />
        <Choice {...field("max_trend")} choices={scores(TRENDS)} />
      </span>
      <span class="range">
        <Minutes {...field("min_duration_ms")} />
        <Minutes {...field("max_duration_ms")} />
      </span>
    </div>
  );
}

type Pair = readonly [string, string];

interface FieldProps {
  name: FieldName;
  value: string;
  choose: (value: string) => void;
}

function Choice({ name, value, choose, choices }: FieldProps & { choices: readonly Pair[] }) {
  const t = words.value;
  const isKnown = value === "" || choices.some(([choice]) => choice === value);
  return (
    <label class="field">
      <span>{t.fields[name]}</span>
      <select
        value={value}
        data-testid={`field-${name}`}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="">{t.any}</option>
        {!isKnown && <option value={value}>{value}</option>}
        {choices.map(([choice, said]) => (
          <option key={choice} value={choice}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TypedProps extends FieldProps {
  type?: "text" | "date";
  inputMode?: "numeric" | "text";
  suggestions?: readonly string[];
}

/** What is typed so far, which the list's next rows must not wipe away. */
function useDraft(value: string) {
  const draft = useSignal(value);
  useEffect(() => {
    draft.value = value;
  }, [value, draft]);
  return {
    value: draft.value,
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      draft.value = event.currentTarget.value;
    },
  };
}

/** Taken when the field is left or Enter is pressed, not at each letter. */
function Typed({ name, value, choose, type = "text", inputMode, suggestions }: TypedProps) {
  const draft = useDraft(value);
  const list = suggestions && suggestions.length > 0 ? `suggestions-${name}` : undefined;
  return (
    <label class="field">
      <span>{words.value.fields[name]}</span>
      <input
        type={type}
        {...draft}
        inputMode={inputMode}
        list={list}
        maxLength={200}
        autocomplete="off"
        data-testid={`field-${name}`}
        onChange={(event) => choose(event.currentTarget.value.trim())}
      />
      {list && (
        <datalist id={list}>
          {suggestions?.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </label>
  );
}

function Minutes({ name, value, choose }: FieldProps) {
  const draft = useDraft(value === "" ? "" : String(Number(value) / MINUTE_MS));
  return (
    <label class="field">
      <span>{words.value.fields[name]}</span>
      <input
        type="number"
        min="0"
        max="1440"
        step="0.5"
        {...draft}
        data-testid={`field-${name}`}
        onChange={(event) => {
          const minutes = event.currentTarget.valueAsNumber;
          choose(Number.isNaN(minutes) ? "" : String(Math.round(minutes * MINUTE_MS)));
        }}
      />
    </label>
  );
}
