/** How a setting's value is chosen. */
import type { Setting } from "../api/types";

/** All that it may be; none where it is written, even if some words mean something of their own. */
export function choicesOf({ kind, value, choices }: Setting): string[] {
  if (kind !== "choice" || !choices) return [];
  return choices.includes(choiceOf(value, choices)) ? choices : [value, ...choices];
}

/** The choice that a value is, however it is spelt. */
export function choiceOf(value: string, choices: readonly string[]): string {
  return choices.find((choice) => choice.toLowerCase() === value.toLowerCase()) ?? value;
}
