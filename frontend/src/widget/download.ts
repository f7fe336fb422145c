/** The conversation as a text file, which never leaves the customer's machine. */
import type { ChatMessage } from "../api/chat";
import { money } from "../model/format";
import type { Entry } from "../state/chat";
import { h } from "./dom";
import type { Strings } from "./strings";

export function download(entries: Entry[], strings: Strings): void {
  const now = new Date();
  const text = [strings.name, now.toLocaleString(strings.language), "", asText(entries, strings)];
  const address = URL.createObjectURL(new Blob([text.join("\n")], { type: "text/plain" }));
  h("a", { href: address, download: `chat-${now.toISOString().slice(0, 10)}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

export function asText(entries: Entry[], strings: Strings): string {
  return entries
    .map((entry) => {
      if (entry.from === "bot") return `${strings.bot}: ${messageText(entry.message, strings)}`;
      if ("pin" in entry) return `${strings.customer}: [${strings.pinEntered}]`;
      return `${strings.customer}: ${"spoken" in entry ? entry.heard : entry.text}`;
    })
    .join("\n\n");
}

function messageText({ text, card, proposal, receipt }: ChatMessage, strings: Strings): string {
  const moved = receipt ?? proposal;
  if (moved) {
    const amount = money(moved.amount_cents, moved.currency);
    const reference = receipt ? `, ${strings.receiptReference} ${receipt.reference}` : "";
    const title = receipt ? strings.receipt : strings.proposal;
    return `${title}: ${amount} \u2192 ${moved.payee}${reference}`;
  }
  return card ? [card.title, card.subtitle].filter(Boolean).join("\n") : (text ?? "");
}
