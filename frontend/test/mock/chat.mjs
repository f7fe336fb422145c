/** A bot of a few lines that talks like the real one: greeting, PIN, payment card, receipt. */
import { randomBytes } from "node:crypto";

const NOTHING = { text: null, card: null, proposal: null, receipt: null };
const text = (words) => ({ ...NOTHING, kind: "text", text: words });
const card = (title, subtitle, buttons) => ({
  ...NOTHING,
  kind: "card",
  card: { title, subtitle, buttons },
});

const PAYMENT = {
  payee: "Casco Electric",
  amount_cents: 8_420,
  currency: "CAD",
  from_account: "Everyday Checking \u00b7\u00b7\u00b74401",
  balance_after_cents: 231_840,
};

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
          text("Pay $84.20 to Casco Electric? Please say yes or no."),
          { ...NOTHING, kind: "proposal", proposal: PAYMENT },
        ],
      };
    }
    if (session.step === "confirm") {
      session.step = "start";
      if (said !== "yes") return { messages: [text("All right, nothing was paid."), MENU] };
      const receipt = {
        ...PAYMENT,
        reference: "HV-7Q2M-0419",
        paid_at: new Date().toISOString(),
      };
      return {
        messages: [text("Done. Here is your receipt."), { ...NOTHING, kind: "receipt", receipt }],
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
      quick_replies: [],
      input: { kind },
      heard: null,
      speech: null,
      ended,
      expires_at: new Date(Date.now() + SESSION_MS).toISOString(),
    };
  }
}
