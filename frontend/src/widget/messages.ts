/** The entries of the log as elements. */
import type { ChatCard, ChatReceipt } from "../api/types";
import { money } from "../model/format";
import type { Entry } from "../state/chat";
import { h } from "./dom";
import type { Strings } from "./strings";

interface Actions {
  press: (button: { text: string; value: string }) => void;
  print: (receipt: HTMLElement) => void;
}

export function entryElement(entry: Entry, strings: Strings, actions: Actions): HTMLElement {
  const speaker = h(
    "span",
    { class: "hushed" },
    entry.from === "bot" ? strings.bot : strings.customer,
  );
  const element = h(
    "div",
    { class: `entry ${entry.from}`, "data-testid": `${entry.from}-message` },
    speaker,
  );
  if (entry.from === "customer") {
    const text = "pin" in entry ? strings.pinEntered : entry.text;
    if ("pin" in entry) element.classList.add("pin");
    element.append(
      h("div", { class: "said" }, text),
      h("div", { class: "delivery", "aria-hidden": "true" }),
    );
  } else {
    const { card, receipt, text } = entry.message;
    if (card) element.append(cardElement(card, actions.press));
    else if (receipt) element.append(receiptElement(receipt, strings, actions.print));
    else element.append(h("div", { class: "said" }, text ?? ""));
  }
  return element;
}

/** Brings an element up to date with what happened to its entry since. */
export function updateEntry(
  element: HTMLElement,
  entry: Entry,
  strings: Strings,
  busy: boolean,
): void {
  if (entry.from === "bot") {
    for (const button of element.querySelectorAll<HTMLButtonElement>(".card button")) {
      button.disabled = entry.closed || busy;
    }
    return;
  }
  element.classList.toggle("failed", entry.delivery === "failed");
  const note = element.querySelector(".delivery");
  const text = entry.delivery === "failed" ? strings.notSent : "";
  if (note && note.textContent !== text) note.textContent = text;
}

function cardElement(card: ChatCard, press: Actions["press"]): HTMLElement {
  const buttons = card.buttons.map((button) =>
    h("button", { type: "button", onclick: () => press(button) }, button.text),
  );
  return h(
    "div",
    { class: "card", "data-testid": "card" },
    h("div", {}, h("strong", {}, card.title), card.subtitle ? h("p", {}, card.subtitle) : null),
    ...buttons,
  );
}

function receiptElement(
  receipt: ChatReceipt,
  strings: Strings,
  print: Actions["print"],
): HTMLElement {
  const { currency, reference, balance_after_cents: balance } = receipt;
  const paidAt = new Date(receipt.paid_at);
  const lines: [string, string | null, string?][] = [
    [strings.receiptPayee, receipt.payee],
    [strings.receiptFrom, receipt.from_account],
    [strings.receiptReference, reference, "receipt-reference"],
    [strings.receiptPayOn, receipt.pay_on ? longDay(receipt.pay_on, strings.language) : null],
    [
      strings.receiptPaid,
      receipt.pay_on
        ? null
        : Number.isNaN(paidAt.getTime())
          ? receipt.paid_at
          : paidAt.toLocaleString(strings.language, { dateStyle: "medium", timeStyle: "short" }),
    ],
    [strings.receiptBalance, balance === null ? null : money(balance, currency)],
  ];
  const element = h(
    "div",
    { class: "receipt", "data-testid": "receipt" },
    h("h3", {}, receipt.pay_on ? strings.receiptPlanned : strings.receipt),
    h(
      "p",
      { class: "amount" },
      h("span", { class: "hushed" }, `${strings.receiptAmount} `),
      money(receipt.amount_cents, currency),
    ),
    h(
      "dl",
      {},
      ...lines.flatMap(([name, value, testid]) =>
        value === null ? [] : [h("dt", {}, name), h("dd", { "data-testid": testid }, value)],
      ),
    ),
    h("button", { type: "button", onclick: () => print(element) }, strings.print),
  );
  return element;
}

/** A day without a time is the same day everywhere. */
const longDay = (day: string, language: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
