import { expect, test } from "vitest";
import type { Entry } from "../../src/state/chat";
import { asText } from "../../src/widget/download";
import { ENGLISH } from "../../src/widget/strings";

const NOTHING = { text: null, card: null, proposal: null, receipt: null };

test("a downloaded chat reads like a play, with the receipt's reference and without the PIN", () => {
  const receipt = {
    payee: "mortgage",
    amount_cents: 12_550,
    currency: "CAD",
    from_account: "checking account",
    balance_after_cents: 419_272,
    reference: "HV-7Q2M",
    paid_at: "2026-11-23T14:00:00Z",
  };
  const entries: Entry[] = [
    { id: 1, from: "bot", message: { ...NOTHING, kind: "text", text: "Hello." }, closed: true },
    { id: 2, from: "customer", pin: true, delivery: "sent" },
    { id: 3, from: "customer", spoken: true, heard: "yes", delivery: "sent" },
    { id: 4, from: "bot", message: { ...NOTHING, kind: "receipt", receipt }, closed: true },
  ];

  expect(asText(entries, ENGLISH).split("\n\n")).toEqual([
    "Assistant: Hello.",
    "You: [PIN entered]",
    "You: yes",
    "Assistant: Payment made: $125.50 \u2192 mortgage, Reference HV-7Q2M",
  ]);
});
