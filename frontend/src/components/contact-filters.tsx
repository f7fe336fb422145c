import type { RefObject } from "preact";
import type { Filters, Order } from "../model/contacts";

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
  order: Order;
  sort: (order: Order) => void;
  search: RefObject<HTMLInputElement | null>;
}

/** For phones, where the table has no headers to sort by. */
const ORDERS: readonly [string, Order][] = [
  ["newest first", { key: "started", descending: true }],
  ["oldest first", { key: "started", descending: false }],
  ["unhappiest first", { key: "sentiment", descending: false }],
  ["happiest first", { key: "sentiment", descending: true }],
  ["longest first", { key: "duration", descending: true }],
  ["by agent", { key: "agent", descending: false }],
];

const isSameOrder = (one: Order, other: Order) =>
  one.key === other.key && one.descending === other.descending;

/** The filters, which read as a sentence. */
export function ContactFilters({ filters, change, order, sort, search }: ContactFiltersProps) {
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
      <select
        aria-label="Order"
        class="orders"
        value={ORDERS.findIndex(([, one]) => isSameOrder(one, order))}
        onChange={(event) => {
          const chosen = ORDERS[Number(event.currentTarget.value)];
          if (chosen) sort(chosen[1]);
        }}
      >
        {ORDERS.map(([words], place) => (
          <option key={words} value={place}>
            {words}
          </option>
        ))}
      </select>
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
        <span class="hint" aria-hidden="true">
          /
        </span>
      </span>
    </form>
  );
}
