/** The entries of the log as elements. */
import type { ChatButton, ChatCard, ChatProposal, ChatReceipt } from "../api/chat";
import { money } from "../model/format";
import type { Entry } from "../state/chat";
import { h, icon, setText } from "./dom";
import type { Strings } from "./strings";

interface Actions {
  press: (button: ChatButton) => void;
  print: (receipt: HTMLElement) => void;
}

type Line = [name: string, value: string | null, testid?: string];

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
    if (!("text" in entry)) element.classList.add("aside");
    const said = h("div", { class: "said" }, h("span"));
    if ("spoken" in entry)
      said.prepend(icon("M9 8v8M5.500 10.500v3M12.500 5v14M16 9v6M19.500 11v2"));
    element.append(said, h("div", { class: "delivery", "aria-hidden": "true" }));
  } else {
    const { card, proposal, receipt, text } = entry.message;
    if (card) element.append(cardElement(card, actions.press));
    else if (proposal) element.append(proposalElement(proposal, strings, actions.press));
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
    for (const button of element.querySelectorAll<HTMLButtonElement>(".answers button")) {
      button.disabled = entry.closed || busy;
    }
    return;
  }
  element.classList.toggle("failed", entry.delivery === "failed");
  const [said, note] = element.querySelectorAll(".said span, .delivery");
  if (said) setText(said, customerWords(entry, strings));
  if (note) setText(note, entry.delivery === "failed" ? strings.notSent : "");
}

function customerWords(entry: Extract<Entry, { from: "customer" }>, strings: Strings): string {
  if ("pin" in entry) return strings.pinEntered;
  return "spoken" in entry ? entry.heard || strings.spoken : entry.text;
}

function cardElement(card: ChatCard, press: Actions["press"]): HTMLElement {
  const buttons = card.buttons.map((button) =>
    h("button", { type: "button", onclick: () => press(button) }, button.text),
  );
  return h(
    "div",
    { class: "card answers", "data-testid": "card" },
    h("div", {}, h("strong", {}, card.title), card.subtitle ? h("p", {}, card.subtitle) : null),
    ...buttons,
  );
}

function proposalElement(
  proposal: ChatProposal,
  strings: Strings,
  press: Actions["press"],
): HTMLElement {
  const pay = strings.pay(money(proposal.amount_cents, proposal.currency));
  const button = (text: string, value: string, look: string) =>
    h(
      "button",
      {
        type: "button",
        class: look,
        "data-testid": `proposal-${look}`,
        onclick: () => press({ text, value }),
      },
      text,
    );
  return h(
    "div",
    { class: "receipt", "data-testid": "proposal" },
    h("h3", {}, proposal.pay_on ? strings.proposalLater : strings.proposal),
    ...figures(proposal, strings, []),
    h(
      "div",
      { class: "answers even" },
      button(strings.cancel, strings.no, "outlined"),
      button(pay, strings.yes, "solid"),
    ),
  );
}

function receiptElement(
  receipt: ChatReceipt,
  strings: Strings,
  print: Actions["print"],
): HTMLElement {
  const paidAt = new Date(receipt.paid_at);
  const when = Number.isNaN(paidAt.getTime())
    ? receipt.paid_at
    : paidAt.toLocaleString(strings.language, { dateStyle: "medium", timeStyle: "short" });
  const element = h(
    "div",
    { class: "receipt", "data-testid": "receipt" },
    h("h3", {}, receipt.pay_on ? strings.receiptPlanned : strings.receipt),
    ...figures(receipt, strings, [
      [strings.receiptReference, receipt.reference, "receipt-reference"],
      [strings.receiptPaid, receipt.pay_on ? null : when],
    ]),
    h("button", { type: "button", class: "plain", onclick: () => print(element) }, strings.print),
  );
  return element;
}

function figures(payment: ChatProposal, strings: Strings, between: Line[]): HTMLElement[] {
  const { amount_cents, balance_after_cents: balance, currency, pay_on } = payment;
  const lines: Line[] = [
    [strings.receiptPayee, payment.payee],
    [strings.receiptFrom, payment.from_account],
    ...between,
    [strings.receiptPayOn, pay_on ? longDay(pay_on, strings.language) : null],
    [strings.receiptBalance, balance === null ? null : money(balance, currency)],
  ];
  return [
    h(
      "p",
      { class: "amount" },
      h("span", { class: "hushed" }, `${strings.receiptAmount} `),
      money(amount_cents, currency),
    ),
    h(
      "dl",
      {},
      ...lines.flatMap(([name, value, testid]) =>
        value === null ? [] : [h("dt", {}, name), h("dd", { "data-testid": testid }, value)],
      ),
    ),
  ];
}

/** A day without a time is the same day everywhere. */
const longDay = (day: string, language: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
