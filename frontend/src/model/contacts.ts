/** A row of the list: what it says, and how a fresh page changes what is loaded. */
import type { ContactRow, CustomerSummary, Status } from "../api/types";
import type { Strings } from "../strings/english";

export const isInProgress = (contact: { status: Status }) =>
  contact.status === "TRANSCRIBING" || contact.status === "ANALYZING";

/** Who the contact was with, or the file it came in where nobody is named. */
export function contactTitle(
  contact: { customer_id: string | null; file_name: string | null; contact_id: string },
  t: Pick<Strings, "customer">,
): string {
  if (contact.customer_id) return t.customer(contact.customer_id);
  return contact.file_name ?? contact.contact_id;
}

export const customerSentiment = (contact: ContactRow): CustomerSummary =>
  contact.sentiment?.CUSTOMER ?? { average: null, trend: null };

/** Loaded rows brought up to date by a fresh first page: known rows change in place, new ones wait. */
export function refreshed(
  loaded: readonly ContactRow[],
  firstPage: readonly ContactRow[],
): { contacts: ContactRow[]; arrived: ContactRow[] } {
  const fresh = new Map(firstPage.map((contact) => [contact.contact_id, contact]));
  const known = new Set(loaded.map((contact) => contact.contact_id));
  return {
    contacts: loaded.map((contact) => fresh.get(contact.contact_id) ?? contact),
    arrived: firstPage.filter((contact) => !known.has(contact.contact_id)),
  };
}
