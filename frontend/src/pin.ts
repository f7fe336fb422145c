/** The page behind a text message's one-time link: a keypad, and what came of the PIN. */
import { ApiError } from "./api/client";
import { enterPin } from "./api/pin";
import type { PinOutcome } from "./api/types";
import { MARK } from "./model/mark";
import { readPinLink } from "./model/pin-link";
import { h, icon, setText } from "./widget/dom";
import { createKeypad } from "./widget/keypad";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/pin.css";

const link = readPinLink(location.hash);
const { strings, words } = link;
// The address bar, the history and what syncs them keep no token.
history.replaceState(null, "", location.pathname);
document.documentElement.lang = strings.language;

let token = link.token;
const said = h("p", { class: "said", role: "status", "aria-live": "polite" });
const keypad = createKeypad(strings, (pin) => void enter(pin));
const body = h("div", { class: "sheet" }, h("p", { class: "for" }, words.title), keypad.element);

async function enter(pin: string): Promise<void> {
  tell(words.checking);
  keypad.element.inert = true;
  try {
    show(await enterPin(token, pin));
  } catch (error) {
    fail(error);
  }
  keypad.element.inert = false;
  keypad.focus();
}

function show(outcome: PinOutcome): void {
  token = outcome.token ?? "";
  const text = outcome.message ?? "";
  if (outcome.status === "right") {
    close(words.right, outcome.is_sent ? words.rightSent : words.rightUnsent);
  } else if (outcome.status === "locked") close(words.locked, text);
  else if (outcome.status === "not_needed") close(words.notNeeded, "");
  else warn(outcome.status === "wrong" ? text : words.unavailable);
}

function fail(error: unknown): void {
  if (error instanceof ApiError && error.status === 404) close(words.spent, words.spentHint);
  else warn(words.offline);
}

function tell(text: string): void {
  said.classList.remove("wrong");
  setText(said, text);
}

function warn(text: string): void {
  setText(said, text);
  said.classList.add("wrong");
}

/** Nothing more can be done here. */
function close(title: string, text: string): void {
  const heading = h("h1", { tabindex: "-1" }, title);
  const paragraphs = [text, words.close].filter(Boolean).map((one) => h("p", {}, one));
  body.replaceChildren(h("div", { class: "end", role: "status" }, heading, ...paragraphs));
  heading.focus();
}

function mark(): SVGSVGElement {
  const drawn = icon(MARK.hills, MARK.water);
  drawn.setAttribute("viewBox", "0 0 40 40");
  drawn.setAttribute("class", "mark");
  return drawn;
}

document.body.append(
  h("header", {}, mark(), h("span", {}, "Harbour & Vale Bank")),
  h("main", {}, body),
);
if (token) {
  keypad.element.querySelector(".field")?.after(said);
  keypad.focus();
} else close(words.spent, words.spentHint);
