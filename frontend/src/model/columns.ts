/** The columns of the list, and which of them a row has something to say in. */
import type { ContactRow } from "../api/types";

/** In the order in which they stand, whichever of them are chosen. */
export const COLUMNS = [
  "started_at",
  "channel",
  "customer_id",
  "agent",
  "duration_ms",
  "language",
  "sentiment",
  "trend",
  "course",
  "categories",
  "status",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Without them a row says neither whom it is about nor what became of it. */
export const FIXED: readonly Column[] = ["customer_id", "status"];

export const USUAL: readonly Column[] = COLUMNS.filter(
  (column) => column !== "language" && column !== "categories",
);

/** Columns of what was found: a contact that failed gives their room to its reason. */
const FOUND: readonly Column[] = ["language", "sentiment", "trend", "course", "categories"];

export const isShown = (column: Column, contact: Pick<ContactRow, "reason">) =>
  contact.reason === null || !FOUND.includes(column);

export const inOrder = (chosen: readonly Column[]) =>
  COLUMNS.filter((column) => chosen.includes(column) || FIXED.includes(column));

export const areColumns = (value: unknown): value is Column[] =>
  Array.isArray(value) && value.every((one) => (COLUMNS as readonly unknown[]).includes(one));
