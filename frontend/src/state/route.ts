/** Which page the address names. Paths live under /dashboard/; the list's view is in the query. */
import { computed, signal } from "@preact/signals";

export const BASE = "/dashboard/";

const CONTACT = /^\/dashboard\/contacts\/([^/]+)\/?$/;

export type Route =
  | { page: "list" }
  | { page: "contact"; contactId: string }
  | { page: "callback" }
  | { page: "unknown" };

export function routeOf(path: string): Route {
  const contact = CONTACT.exec(path);
  if (contact?.[1]) return { page: "contact", contactId: decodeURIComponent(contact[1]) };
  if (path === "/dashboard/callback") return { page: "callback" };
  return path === BASE || path === "/dashboard" ? { page: "list" } : { page: "unknown" };
}

export const contactPath = (contactId: string) =>
  `${BASE}contacts/${encodeURIComponent(contactId)}`;

const path = signal(location.pathname);
export const route = computed(() => routeOf(path.value));

/** The list as it was last looked at, so that the way back leads to the same view. */
export const listAddress = signal(BASE);

export function navigate(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  arrive();
  if (!replace) scrollTo(0, 0);
}

addEventListener("popstate", arrive);

let wantsFocus = false;

function arrive(): void {
  if (path.value === location.pathname) return;
  wantsFocus = true;
  path.value = location.pathname;
}

/** Whether the page was gone to, not loaded; true once for each time. */
export function takeFocus(): boolean {
  const wanted = wantsFocus;
  wantsFocus = false;
  return wanted;
}

/** For links: a plain click stays in the page, every other click is the browser's. */
export function followLink(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
  if (!isPlain || event.defaultPrevented) return;
  event.preventDefault();
  navigate(event.currentTarget.pathname + event.currentTarget.search + event.currentTarget.hash);
}
