/** The part of a contact a category's rule looks at, as a form asks for it. */
import type { RuleWindow } from "../api/types";

const USUAL_S = 60;

export type WindowKind = "any" | "first" | "last" | "between";

export function windowKind(within: RuleWindow | null): WindowKind {
  if (within === null) return "any";
  if (within.first_s != null) return "first";
  return within.last_s != null ? "last" : "between";
}

/** The window of a kind; what cannot be told by a number of seconds stays as it was. */
export function windowOf(
  kind: string,
  seconds: number | null,
  before: RuleWindow | null,
): RuleWindow | null {
  const length = seconds !== null && seconds > 0 ? seconds : USUAL_S;
  if (kind === "first") return { first_s: length };
  if (kind === "last") return { last_s: length };
  return kind === "between" ? before : null;
}
