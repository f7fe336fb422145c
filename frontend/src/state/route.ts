/** Which page is shown with which view of it, and how another one is gone to. */
import { computed, signal } from "@preact/signals";
import { BASE, routeOf } from "../model/route";

const path = signal(location.pathname);
export const route = computed(() => routeOf(path.value));
/** The view of the page, with its question mark, or "". */
export const query = signal(location.search);

/** The list as it was last looked at, so that the way back leads to the same view. */
export const listAddress = signal(BASE);

interface HowToGo {
  /** Takes the place of the present address in the history. */
  replace?: boolean;
}

export function navigate(address: string, { replace = false }: HowToGo = {}): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  const isOtherPage = arrive();
  if (isOtherPage && !replace) scrollTo(0, 0);
}

addEventListener("popstate", arrive);

let wantsFocus = false;

function arrive(): boolean {
  const isOtherPage = path.value !== location.pathname;
  if (isOtherPage) {
    wantsFocus = true;
    path.value = location.pathname;
  }
  query.value = location.search;
  if (route.value.page === "list") listAddress.value = BASE + location.search;
  return isOtherPage;
}

/** Whether the page was gone to, not loaded; true once for each time. */
export function takeFocus(): boolean {
  const wanted = wantsFocus;
  wantsFocus = false;
  return wanted;
}

/** The heading that had it goes; the next one is to have it. */
export function returnFocus(): void {
  wantsFocus = true;
}

/** For links: a plain click stays in the page, every other click is the browser's. */
export function followLink(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
  if (!isPlain || event.defaultPrevented) return;
  event.preventDefault();
  navigate(event.currentTarget.pathname + event.currentTarget.search + event.currentTarget.hash);
}
