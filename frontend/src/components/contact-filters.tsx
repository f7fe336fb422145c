import type { RefObject } from "preact";
import type { Filters } from "../model/contacts";

interface ChoiceProps<Name extends keyof Filters> {
  name: Name;
  label: string;
  filters: Filters;
  change: (part: Partial<Filters>) => void;
  choices: readonly (readonly [Filters[Name], string])[];
}

function Choice<Name extends keyof Filters>(props: ChoiceProps<Name>) {
  const { name, label, filters, change, choices } = props;
  const isSet = filters[name] !== "any";
  return (
    <select
      aria-label={label}
      class={isSet ? "set" : ""}
      data-testid={`filter-${name}`}
      value={filters[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    >
      {choices.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

interface ContactFiltersProps {
  filters: Filters;
  change: (part: Partial<Filters>) => void;
  search: RefObject<HTMLInputElement | null>;
}

/** The filters, which read as a sentence. */
export function ContactFilters({ filters, change, search }: ContactFiltersProps) {
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <Choice
        name="channel"
        label="Channel"
        filters={filters}
        change={change}
        choices={[
          ["any", "Calls and chats"],
          ["CALL", "Calls"],
          ["CHAT", "Chats"],
        ]}
      />
      <Choice
        name="period"
        label="Period"
        filters={filters}
        change={change}
        choices={[
          ["any", "from any time"],
          ["day", "from the last 24 hours"],
          ["week", "from the last 7 days"],
          ["month", "from the last 30 days"],
        ]}
      />
      <Choice
        name="status"
        label="Status"
        filters={filters}
        change={change}
        choices={[
          ["any", "in any state"],
          ["analyzed", "analyzed"],
          ["progress", "in progress"],
          ["failed", "failed"],
        ]}
      />
      <Choice
        name="tone"
        label="Customer sentiment"
        filters={filters}
        change={change}
        choices={[
          ["any", "with any sentiment"],
          ["negative", "customer negative"],
          ["neutral", "customer neutral"],
          ["positive", "customer positive"],
        ]}
      />
      <span class="search">
        <label for="search">mentioning</label>
        <input
          id="search"
          ref={search}
          type="search"
          placeholder="agent, customer, file or reason"
          value={filters.text}
          data-testid="filter-text"
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <kbd aria-hidden="true">/</kbd>
      </span>
    </form>
  );
}
