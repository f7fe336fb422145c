import type { ContactRow } from "../api/types";
import {
  CHANNEL_WORDS,
  contactTitle,
  customerSentiment,
  MEDIUM_WORDS,
  type Order,
  type SortKey,
  STATUS_WORDS,
} from "../model/contacts";
import { clock, fullTime, shortTime, spokenDuration } from "../model/format";
import { contactPath } from "../model/route";
import { followLink, navigate } from "../state/route";
import { MediumIcon } from "./icons";
import { SentimentBar, Trend } from "./sentiment";

const COLUMNS: readonly [SortKey, string][] = [
  ["started", "Time"],
  ["channel", "Channel"],
  ["customer", "Customer"],
  ["agent", "Agent"],
  ["duration", "Length"],
  ["sentiment", "Customer sentiment"],
  ["trend", "Trend"],
  ["status", "Status"],
];

interface ContactTableProps {
  contacts: readonly ContactRow[];
  order: Order;
  sortBy: (key: SortKey) => void;
  now: Date;
}

export function ContactTable({ contacts, order, sortBy, now }: ContactTableProps) {
  return (
    // The roles are said aloud because a phone lays the rows out as blocks.
    <table class="contacts" role="table">
      <caption class="hushed">Contacts, one a row. Column headers sort.</caption>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map(([key, words]) => (
            <SortHeader key={key} column={key} words={words} order={order} sortBy={sortBy} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {contacts.map((contact) => (
          <Row key={contact.contact_id} contact={contact} now={now} />
        ))}
      </tbody>
    </table>
  );
}

interface SortHeaderProps {
  column: SortKey;
  words: string;
  order: Order;
  sortBy: (key: SortKey) => void;
}

function SortHeader({ column, words, order, sortBy }: SortHeaderProps) {
  const isSorted = order.key === column;
  const direction = order.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      role="columnheader"
      class={`of-${column}`}
      aria-sort={isSorted ? direction : "none"}
    >
      <button type="button" data-testid={`sort-${column}`} onClick={() => sortBy(column)}>
        {words}
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

function Row({ contact, now }: { contact: ContactRow; now: Date }) {
  const address = contactPath(contact.contact_id);
  const { average, trend } = customerSentiment(contact);
  const isAnalyzed = contact.status === "ANALYZED";
  const title = contactTitle(contact);
  const follow = (event: MouseEvent) => {
    const inLink = event.target instanceof Element && event.target.closest("a");
    if (inLink || getSelection()?.toString()) return;
    if (event.ctrlKey || event.metaKey) open(address, "_blank", "noopener");
    else navigate(address);
  };
  return (
    // The link in the row is what a keyboard reaches; the row is a larger target for a mouse.
    <tr
      role="row"
      data-contact-id={contact.contact_id}
      data-status={contact.status}
      onClick={follow}
    >
      <td role="cell" class="of-started">
        <time dateTime={contact.started_at} title={fullTime(contact.started_at)}>
          {shortTime(contact.started_at, now)}
        </time>
      </td>
      <td role="cell" class="of-channel">
        <MediumIcon medium={contact.medium} />
        {CHANNEL_WORDS[contact.channel]} <span class="quiet">{MEDIUM_WORDS[contact.medium]}</span>
      </td>
      <th scope="row" role="rowheader" class="of-customer">
        <a href={address} onClick={followLink}>
          {breakable(title)}
        </a>
        {contact.customer_id && contact.file_name && (
          <span class="file" title={contact.file_name}>
            {contact.file_name}
          </span>
        )}
      </th>
      <td role="cell" class="of-agent">
        {contact.agent ?? (
          <span class="quiet">{contact.channel === "CHAT" ? "assistant" : "not named"}</span>
        )}
      </td>
      <td role="cell" class="of-duration number">
        {contact.duration_ms !== null && (
          <span title={spokenDuration(contact.duration_ms)}>{clock(contact.duration_ms)}</span>
        )}
      </td>
      {!contact.reason && (
        <>
          <td role="cell" class="of-sentiment">
            {isAnalyzed && <SentimentBar average={average} />}
          </td>
          <td role="cell" class="of-trend">
            {isAnalyzed && <Trend trend={trend} />}
          </td>
        </>
      )}
      {/* A reason needs room, and a contact that has one has no sentiment. */}
      <td role="cell" class="of-status" colSpan={contact.reason ? 3 : 1}>
        <span class={`status ${contact.status.toLowerCase()}`}>{STATUS_WORDS[contact.status]}</span>
        {contact.reason && <span class="reason">{contact.reason}</span>}
      </td>
    </tr>
  );
}
