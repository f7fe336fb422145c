/** A bot of a few lines that talks like the real one: greeting, PIN, payment card, receipt. */
import { randomBytes } from "node:crypto";

const text = (words) => ({ kind: "text", text: words, card: null, receipt: null });
const card = (title, subtitle, buttons) => ({
  kind: "card",
  text: null,
  receipt: null,
  card: { title, subtitle, buttons },
});

const MENU = card("What can I do for you?", null, [
  { text: "Make a payment", value: "make a payment" },
  { text: "Ask for a balance", value: "what is my balance" },
  { text: "Talk to a person", value: "talk to a person" },
]);

const SESSION_MS = 30 * 60_000;

export class MockBot {
  sessions = new Map();

  answer({ session_id, text: said }) {
    if (!session_id) {
      const minted = `web.${randomBytes(16).toString("hex")}`;
      this.sessions.set(minted, { step: "start" });
      return this.reply(minted, [
        text(
          "Hello, welcome to Harbour & Vale. I can make payments, open accounts and answer questions.",
        ),
        MENU,
      ]);
    }
    const session = this.sessions.get(session_id);
    if (!session || said === "expire") return null;
    const { messages, input = "text", ended = false } = this.turn(session, said ?? "");
    return this.reply(session_id, messages, input, ended);
  }

  turn(session, said) {
    if (session.step === "pin") {
      if (said !== "1234")
        return {
          messages: [text("That PIN does not match. You have 2 tries left.")],
          input: "pin",
        };
      session.step = "amount";
      return {
        messages: [text("Thank you, Ana. How much would you like to pay to Casco Electric?")],
      };
    }
    if (session.step === "amount") {
      session.step = "confirm";
      return {
        messages: [
          card(
            "Pay $84.20 to Casco Electric?",
            "From Everyday Checking \u00b7\u00b7\u00b74401\nBalance after: $2,318.40",
            [
              { text: "Yes, pay", value: "yes" },
              { text: "No, cancel", value: "no" },
            ],
          ),
        ],
      };
    }
    if (session.step === "confirm") {
      session.step = "start";
      if (said !== "yes") return { messages: [text("All right, nothing was paid."), MENU] };
      const receipt = {
        reference: "HV-7Q2M-0419",
        payee: "Casco Electric",
        amount_cents: 8_420,
        currency: "CAD",
        paid_at: new Date().toISOString(),
        from_account: "Everyday Checking \u00b7\u00b7\u00b74401",
        balance_after_cents: 231_840,
      };
      return {
        messages: [
          text("Done. Here is your receipt."),
          { kind: "receipt", text: null, card: null, receipt },
        ],
      };
    }
    if (said === "bye") return { messages: [text("Goodbye, and thank you.")], ended: true };
    if (/pay|balance/.test(said)) {
      session.step = "pin";
      return {
        messages: [text("First I have to know that it is you. Please enter your four-digit PIN.")],
        input: "pin",
      };
    }
    return {
      messages: [
        text("I can help with payments, balances and new accounts. Which would you like?"),
        MENU,
      ],
    };
  }

  reply(session_id, messages, kind = "text", ended = false) {
    return {
      session_id,
      messages,
      input: { kind },
      ended,
      expires_at: new Date(Date.now() + SESSION_MS).toISOString(),
    };
  }
}
