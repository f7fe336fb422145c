/** What the dashboard asks the HTTP API, as the one who is signed in. */
import { request, requestPart, requestSigned, requestText } from "./client";
import type {
  AuditEntry,
  CategoryRules,
  Contact,
  ContactsPage,
  Customer,
  Facets,
  FaqAnswer,
  Note,
  Setting,
  StaffMember,
  Summary,
  UploadPost,
  Waveform,
} from "./types";

/** Makes a call with the token of who is signed in, renewed where it is too old. */
export type Authorized = <T>(call: (token: string) => Promise<T>) => Promise<T>;

export type TranscriptFormat = "json" | "txt" | "vtt";
export type ExportFormat = "csv" | "json";
const at = (contactId: string, rest = "") =>
  `/api/contacts/${encodeURIComponent(contactId)}${rest}`;

export function staffApi(authorized: Authorized) {
  const ask = <T>(path: string, options: Parameters<typeof request>[1] = {}) =>
    authorized((token) => request<T>(path, { ...options, token }));
  const post = <T>(path: string, body: unknown = {}) => ask<T>(path, { method: "POST", body });
  const read = (path: string) => authorized((token) => requestText(path, { token }));
  return {
    me: () => ask<StaffMember>("/api/me"),
    contacts: (query: URLSearchParams) => ask<ContactsPage>(`/api/contacts?${query}`),
    facets: () => ask<Facets>("/api/facets"),
    exportedPart: (format: ExportFormat, query: URLSearchParams, cursor: string | null) => {
      const asked = new URLSearchParams([["format", format], ...query]);
      if (cursor !== null) asked.set("cursor", cursor);
      return authorized((token) => requestPart(`/api/exports/contacts?${asked}`, { token }));
    },
    contact: (contactId: string) => ask<Contact>(at(contactId)),
    transcript: (contactId: string, format: TranscriptFormat) =>
      read(at(contactId, `/transcript?format=${format}`)),
    waveform: (address: string) => requestSigned<Waveform>(address),
    analyzeAgain: (contactId: string) => post<unknown>(at(contactId, "/reanalysis")),
    swapSpeakers: (contactId: string) => post<unknown>(at(contactId, "/speaker-swap")),
    addNote: (contactId: string, note: { text: string; at_ms?: number }) =>
      post<Note>(at(contactId, "/notes"), note),
    removeNote: (contactId: string, noteId: string) =>
      ask<unknown>(at(contactId, `/notes/${encodeURIComponent(noteId)}`), { method: "DELETE" }),
    setTags: (contactId: string, tags: readonly string[]) =>
      ask<{ tags: string[] }>(at(contactId, "/tags"), { method: "PUT", body: { tags } }),
    remove: (contactId: string) => ask<unknown>(at(contactId), { method: "DELETE" }),
    startUpload: (file: { file_name: string; content_type: string; size_bytes: number }) =>
      post<UploadPost>("/api/uploads", file),
    customer: (customerId: string) =>
      ask<Customer>(`/api/customers/${encodeURIComponent(customerId)}`),
    unlock: (customerId: string) =>
      post<unknown>(`/api/customers/${encodeURIComponent(customerId)}/unlock`),
    summary: (query: URLSearchParams) => ask<Summary>(`/api/summary?${query}`),
    faq: (question: string, language: string) =>
      ask<{ matches: FaqAnswer[] }>(`/api/faq?${new URLSearchParams({ q: question, language })}`),
    settings: () => ask<{ settings: Setting[] }>("/api/settings"),
    changeSetting: (key: string, value: string) =>
      ask<unknown>(`/api/settings/${encodeURIComponent(key)}`, { method: "PUT", body: { value } }),
    audit: () => ask<{ entries: AuditEntry[] }>("/api/audit"),
    categories: () => ask<CategoryRules>("/api/categories"),
    changeCategories: (rules: CategoryRules) =>
      ask<unknown>("/api/categories", { method: "PUT", body: rules }),
  };
}

export type StaffApi = ReturnType<typeof staffApi>;
