/** How this person likes the list: which columns, and which views have a name. */
import { signal } from "@preact/signals";
import { areColumns, type Column, inOrder, USUAL } from "../model/columns";
import { remember, remembered } from "./preferences";

export interface View {
  name: string;
  /** As in an address, "" for the plain list. */
  query: string;
}

const isView = (value: unknown): value is View =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "query" in value &&
  typeof value.query === "string";

const areViews = (value: unknown): value is View[] => Array.isArray(value) && value.every(isView);

export const columns = signal<readonly Column[]>(
  inOrder(remembered("columns", [...USUAL], areColumns)),
);
export const views = signal<readonly View[]>(remembered("views", [], areViews));

export function showColumn(column: Column, isWanted: boolean): void {
  const others = columns.value.filter((one) => one !== column);
  columns.value = inOrder(isWanted ? [...others, column] : others);
  remember("columns", columns.value);
}

/** A view of the same name is the old one no more. */
export function saveView(view: View): void {
  const others = views.value.filter(({ name }) => name !== view.name);
  views.value = [...others, view].sort((one, other) => one.name.localeCompare(other.name));
  remember("views", views.value);
}

export function removeView(name: string): void {
  views.value = views.value.filter((view) => view.name !== name);
  remember("views", views.value);
}
