/** Addresses of the dashboard. Paths live under /dashboard/; a page's view is in the query. */

export const BASE = "/dashboard/";
export const INSIGHTS = `${BASE}insights`;
export const SETTINGS = `${BASE}settings`;

export type Route =
  | { page: "list" }
  | { page: "contact"; contactId: string }
  | { page: "customer"; customerId: string }
  | { page: "insights" }
  | { page: "settings" }
  | { page: "callback" }
  | { page: "unknown" };

const PLAIN: Record<string, Route> = {
  "": { page: "list" },
  insights: { page: "insights" },
  settings: { page: "settings" },
  callback: { page: "callback" },
};

export function routeOf(path: string): Route {
  const rest = /^\/dashboard(?:\/(.*?)\/?)?$/.exec(path);
  if (!rest) return { page: "unknown" };
  const [kind = "", id, ...more] = (rest[1] ?? "").split("/");
  if (id === undefined) return PLAIN[kind] ?? { page: "unknown" };
  return more.length === 0 && id !== "" ? routeTo(kind, id) : { page: "unknown" };
}

function routeTo(kind: string, encoded: string): Route {
  try {
    const id = decodeURIComponent(encoded);
    if (kind === "contacts") return { page: "contact", contactId: id };
    if (kind === "customers") return { page: "customer", customerId: id };
  } catch {
    return { page: "unknown" };
  }
  return { page: "unknown" };
}

export const contactPath = (contactId: string) =>
  `${BASE}contacts/${encodeURIComponent(contactId)}`;

export const customerPath = (customerId: string) =>
  `${BASE}customers/${encodeURIComponent(customerId)}`;
