import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { ContactRow } from "../api/types";
import { type Column, isShown } from "../model/columns";
import { contactTitle, customerSentiment } from "../model/contacts";
import { clock, fullTime, languageName, shortTime, spokenDuration } from "../model/format";
import { contactPath } from "../model/route";
import { type Order, SORT_KEYS, type SortKey } from "../model/view";
import { words } from "../state/language";
import { followLink, navigate } from "../state/route";
import { inWords } from "../strings/server";
import { MediumIcon } from "./icons";
import { SentimentBar, Sparkline, Trend } from "./sentiment";

interface ContactTableProps {
  contacts: readonly ContactRow[];
  columns: readonly Column[];
  order: Order;
  sortBy: (key: SortKey) => void;
  now: Date;
  isBusy: boolean;
  analyzeAgain: (contactId: string) => void;
  /** The ids that are selected, while rows are being selected at all. */
  selected: Signal<ReadonlySet<string> | null>;
}

export function ContactTable(props: ContactTableProps) {
  const { contacts, columns, order, sortBy, isBusy, selected } = props;
  const t = words.value;
  return (
    // The roles are said aloud because a phone lays the rows out as blocks.
    <table class="contacts" role="table" aria-busy={isBusy}>
      <caption class="hushed">{t.tableCaption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {selected.value && (
            <th scope="col" role="columnheader" class="of-selection">
              <span class="hushed">{t.select}</span>
            </th>
          )}
          {columns.map((column) => (
            <Header key={column} column={column} order={order} sortBy={sortBy} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {contacts.map((contact) => (
          <Row key={contact.contact_id} {...props} contact={contact} />
        ))}
      </tbody>
    </table>
  );
}

interface HeaderProps {
  column: Column;
  order: Order;
  sortBy: (key: SortKey) => void;
}

function Header({ column, order, sortBy }: HeaderProps) {
  const name = words.value.columns[column];
  const key = SORT_KEYS.find((known) => known === column);
  if (!key) {
    return (
      <th scope="col" role="columnheader" class={`of-${column}`}>
        {name}
      </th>
    );
  }
  const isSorted = order.key === key;
  const direction = order.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      role="columnheader"
      class={`of-${column}`}
      aria-sort={isSorted ? direction : "none"}
    >
      <button type="button" data-testid={`sort-${key}`} onClick={() => sortBy(key)}>
        {name}
        <svg class="order" viewBox="0 0 10 12" aria-hidden="true">
          {isSorted && (
            <path
              d={order.descending ? "M5 1v10M1.5 7.5 5 11l3.5-3.5" : "M5 11V1M1.5 4.5 5 1l3.5 3.5"}
            />
          )}
        </svg>
      </button>
    </th>
  );
}

/** File names may break after their underscores, so that they fit a phone. */
const breakable = (title: string) =>
  title
    .split("_")
    .flatMap((part, place) => (place === 0 ? [part] : ["_", <wbr key={place} />, part]));

interface RowProps extends ContactTableProps {
  contact: ContactRow;
}

function Row({ contact, columns, now, analyzeAgain, selected }: RowProps) {
  const t = words.value;
  const address = contactPath(contact.contact_id);
  const follow = (event: MouseEvent) => {
    const inControl = event.target instanceof Element && event.target.closest("a, button, label");
    if (inControl || getSelection()?.toString()) return;
    if (event.ctrlKey || event.metaKey) open(address, "_blank", "noopener");
    else navigate(address);
  };
  const shown = columns.filter((column) => isShown(column, contact));
  return (
    // The link in the row is what a keyboard reaches; the row is a larger target for a mouse.
    <tr
      role="row"
      data-contact-id={contact.contact_id}
      data-status={contact.status}
      onClick={follow}
    >
      {selected.value && (
        <td role="cell" class="of-selection">
          <label class="box">
            <input
              type="checkbox"
              aria-label={t.selectRow(contactTitle(contact, t))}
              checked={selected.value.has(contact.contact_id)}
              onChange={(event) => {
                const next = new Set(selected.value);
                if (event.currentTarget.checked) next.add(contact.contact_id);
                else next.delete(contact.contact_id);
                selected.value = next;
              }}
            />
          </label>
        </td>
      )}
      {shown.map((column) =>
        column === "customer_id" ? (
          <th key={column} scope="row" role="rowheader" class="of-customer_id">
            <Who contact={contact} address={address} />
          </th>
        ) : (
          <td
            key={column}
            role="cell"
            class={`of-${column}`}
            colSpan={column === "status" ? columns.length - shown.length + 1 : 1}
          >
            {CELLS[column](contact, now, analyzeAgain)}
          </td>
        ),
      )}
    </tr>
  );
}

function Who({ contact, address }: { contact: ContactRow; address: string }) {
  return (
    <>
      <a href={address} onClick={followLink}>
        {breakable(contactTitle(contact, words.value))}
      </a>
      {contact.tags.map((tag) => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
      {contact.customer_id && contact.file_name && (
        <span class="file" title={contact.file_name}>
          {contact.file_name}
        </span>
      )}
    </>
  );
}

type Cell = (
  contact: ContactRow,
  now: Date,
  analyzeAgain: (contactId: string) => void,
) => ComponentChildren;

const ifAnalyzed = (contact: ContactRow, shown: ComponentChildren) =>
  contact.status === "ANALYZED" ? shown : null;

const CELLS: Record<Exclude<Column, "customer_id">, Cell> = {
  started_at: ({ started_at }, now) => (
    <time dateTime={started_at} title={fullTime(started_at, words.value)}>
      {shortTime(started_at, now, words.value)}
    </time>
  ),
  channel: ({ channel, medium }) => (
    <>
      <MediumIcon medium={medium} />
      {words.value.channels[channel]} <span class="quiet">{words.value.mediums[medium]}</span>
    </>
  ),
  agent: ({ agent, channel }) =>
    agent ?? (
      <span class="quiet">{channel === "CHAT" ? words.value.assistant : words.value.notNamed}</span>
    ),
  duration_ms: ({ duration_ms }) =>
    duration_ms !== null && (
      <span class="number" title={spokenDuration(duration_ms, words.value)}>
        {clock(duration_ms)}
      </span>
    ),
  language: ({ language }) => language && languageName(language, words.value.locale),
  sentiment: (contact) =>
    ifAnalyzed(contact, <SentimentBar average={customerSentiment(contact).average} />),
  trend: (contact) => ifAnalyzed(contact, <Trend trend={customerSentiment(contact).trend} />),
  course: (contact) =>
    ifAnalyzed(contact, <Sparkline quarters={customerSentiment(contact).quarters ?? []} />),
  categories: ({ categories }) => <span class="names">{categories.join(", ")}</span>,
  status: ({ contact_id, status, reason }, _now, analyzeAgain) => (
    <>
      <span class={`status ${status.toLowerCase()}`}>{words.value.statuses[status]}</span>
      {status === "FAILED" && (
        <button
          type="button"
          class="plain again"
          data-testid="analyze-again"
          onClick={() => analyzeAgain(contact_id)}
        >
          {words.value.analyzeAgain}
        </button>
      )}
      {reason && <span class="reason">{inWords(reason, words.value.language)}</span>}
    </>
  ),
};
