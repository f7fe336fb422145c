import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Facets } from "../api/types";
import { type Filters, isFiltered, type Order, PERIODS, STATUSES } from "../model/view";
import { words } from "../state/language";
import { FilterFields } from "./filter-fields";
import { FilterTokens } from "./filter-tokens";

const TYPING_MS = 250;

interface ContactFiltersProps {
  filters: Filters;
  change: (part: Partial<Filters>) => void;
  clear: () => void;
  order: Order;
  sort: (order: Order) => void;
  search: RefObject<HTMLInputElement | null>;
  facets: Signal<Facets | null>;
}

/** The filters, which read as a sentence; those chosen beyond it follow as tokens. */
export function ContactFilters(props: ContactFiltersProps) {
  const { filters, change, clear, order, sort, search, facets } = props;
  const t = words.value;
  const isOpen = useSignal(false);
  const choose = (name: keyof Filters) => (value: string) => change({ [name]: value });
  return (
    <form class="filters" aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
      <div class="sentence">
        <Choice
          name="channel"
          label={t.columns.channel}
          value={filters.channel}
          choose={choose("channel")}
          choices={[
            ["", t.anyChannel],
            ["CALL", t.calls],
            ["CHAT", t.chats],
          ]}
        />
        <Choice
          name="period"
          label={t.when}
          value={filters.period}
          choose={choose("period")}
          choices={["" as const, ...PERIODS].map((period) => [period, t.periods[period]])}
        />
        <Choice
          name="status"
          label={t.columns.status}
          value={filters.status}
          choose={choose("status")}
          choices={[
            ["", t.anyStatus],
            ...STATUSES.map((status): [string, string] => [status, t.statusFilters[status]]),
          ]}
        />
        <OrderChoice order={order} sort={sort} />
        <SearchField filters={filters} change={change} search={search} />
        <button
          type="button"
          class="plain"
          aria-expanded={isOpen.value}
          aria-controls="filter-fields"
          data-testid="add-filter"
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          {t.addFilter}
        </button>
        {isFiltered(filters) && (
          <button type="button" class="plain" data-testid="clear-filters" onClick={clear}>
            {t.clearFilters}
          </button>
        )}
      </div>
      <FilterTokens filters={filters} change={change} />
      <div id="filter-fields" hidden={!isOpen.value}>
        {isOpen.value && <FilterFields filters={filters} change={change} facets={facets.value} />}
      </div>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  choose: (value: string) => void;
  choices: readonly (readonly [string, string])[];
}

function Choice({ name, label, value, choose, choices }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      class={value === "" ? "" : "set"}
      data-testid={`filter-${name}`}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {choices.map(([choice, said]) => (
        <option key={choice} value={choice}>
          {said}
        </option>
      ))}
    </select>
  );
}

const ORDERS = {
  newest: { key: "started_at", descending: true },
  oldest: { key: "started_at", descending: false },
  unhappiest: { key: "sentiment", descending: false },
  happiest: { key: "sentiment", descending: true },
  longest: { key: "duration_ms", descending: true },
  byAgent: { key: "agent", descending: false },
} as const satisfies Record<string, Order>;
const ORDER_NAMES = Object.keys(ORDERS) as (keyof typeof ORDERS)[];

/** For phones, where the table has no headers to sort by. */
function OrderChoice({ order, sort }: Pick<ContactFiltersProps, "order" | "sort">) {
  const t = words.value;
  const current = ORDER_NAMES.find((name) => {
    const { key, descending } = ORDERS[name];
    return key === order.key && descending === order.descending;
  });
  return (
    <select
      aria-label={t.order}
      class="orders"
      value={current ?? ""}
      onChange={(event) => {
        const chosen = ORDER_NAMES.find((name) => name === event.currentTarget.value);
        if (chosen) sort(ORDERS[chosen]);
      }}
    >
      {ORDER_NAMES.map((name) => (
        <option key={name} value={name}>
          {t.orders[name]}
        </option>
      ))}
    </select>
  );
}

type SearchFieldProps = Pick<ContactFiltersProps, "filters" | "change" | "search">;

/** Asks for what is typed once the hand rests. */
function SearchField({ filters, change, search }: SearchFieldProps) {
  const t = words.value;
  const typed = useSignal(filters.text);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    // What is typed may end in a space, which is not asked for but belongs to the next word.
    const isOther = typed.peek().trim() !== filters.text;
    if (waiting.current === undefined && isOther) typed.value = filters.text;
  }, [filters.text, typed]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  return (
    <span class="search">
      <label for="search">{t.mentioning}</label>
      <input
        id="search"
        ref={search}
        type="search"
        placeholder={t.searchPlaceholder}
        value={typed.value}
        data-testid="filter-text"
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          clearTimeout(waiting.current);
          waiting.current = setTimeout(() => {
            waiting.current = undefined;
            change({ text: typed.value.trim() });
          }, TYPING_MS);
        }}
      />
      <span class="hint" aria-hidden="true">
        /
      </span>
    </span>
  );
}
