/** The telephone page: keypad, microphone, transcript. */
import { h, icon } from "../widget/dom";
import { Call, type Status } from "./call";
import { KEYS, shown } from "./keys";
import type { CallEvent, CallState } from "./line";
import { Microphone, tone } from "./sound";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/bank.css";
import "../styles/phone.css";

const NUMBER = "1-800-555-0142";
const SAYS: Record<Status, string> = {
  dialling: "Calling…",
  speaking: "OmniLex is speaking",
  listening: "Your turn",
  keys: "Use the keypad",
  thinking: "One moment…",
  ended: "The call has ended",
};
const LETTERS: Record<string, string> = {
  "2": "ABC",
  "3": "DEF",
  "4": "GHI",
  "5": "JKL",
  "6": "MNO",
  "7": "PQRS",
  "8": "TUV",
  "9": "WXYZ",
};
const NAMES: Record<string, string> = { BOT: "OmniLex", AGENT: "Colleague", YOU: "You" };
const RECEIVER =
  "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A16 16 0 0 1 4 5a1 1 0 0 1 1-1Z";

const microphone = new Microphone();
let call: Call | undefined;
let begunAt = 0;
let lastSpoken: HTMLElement | undefined;

const status = h("p", { class: "status", role: "status", "data-testid": "phone-status" });
const time = h("time", { class: "number" }, "00:00");
const paused = h("p", { class: "paused", hidden: true }, "Recording paused");
const keyed = h("output", { class: "keyed", "data-testid": "phone-keyed" });
const log = h("ol", { class: "said", "aria-live": "polite", "data-testid": "phone-log" });
const notice = h("p", { class: "notice", role: "alert", "data-testid": "phone-notice" });
const from = h("input", {
  id: "from",
  type: "tel",
  inputmode: "tel",
  autocomplete: "off",
  placeholder: "+14165550142",
  "data-testid": "phone-from",
});
const words = h("input", {
  id: "words",
  type: "text",
  autocomplete: "off",
  maxlength: "500",
  "data-testid": "phone-words",
});
const dialButton = h(
  "button",
  { type: "submit", class: "solid", "data-testid": "phone-call" },
  icon(RECEIVER),
  `Call ${NUMBER}`,
);
const endButton = h(
  "button",
  { type: "button", class: "end", "data-testid": "phone-end", onclick: () => void call?.hangUp() },
  icon(RECEIVER),
  "Hang up",
);
const micButton = h(
  "button",
  { type: "button", class: "mic", "aria-pressed": "false", onclick: () => void toggleMicrophone() },
  icon("M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z", "M6 11a6 6 0 0 0 12 0M12 17v4"),
  h("span", {}, "Microphone off"),
);

const key = (name: string) =>
  h(
    "button",
    { type: "button", "data-testid": `phone-key-${name}`, onclick: () => pressed(name) },
    name,
    LETTERS[name] ? h("small", { "aria-hidden": "true" }, LETTERS[name]) : null,
  );
const dialling = h(
  "form",
  { class: "dial", novalidate: true, onsubmit: begin },
  h("label", { for: "from" }, "Your number"),
  from,
  h("p", { class: "hint" }, "Leave it empty to withhold it. A customer’s number is recognized."),
  dialButton,
);
const speaking = h(
  "form",
  { class: "speak", novalidate: true, onsubmit: say },
  h("label", { for: "words" }, "Or type what you say"),
  h("div", {}, words, h("button", { type: "submit", class: "solid" }, "Say it")),
);
const handset = h(
  "section",
  { class: "handset", "aria-label": "Telephone" },
  h("div", { class: "display" }, status, time, paused, keyed),
  h("div", { class: "keys", role: "group", "aria-label": "Keypad" }, ...KEYS.map(key)),
  h("div", { class: "hold" }, micButton, endButton),
  dialling,
);
const transcript = h(
  "section",
  { class: "transcript", "aria-labelledby": "heard" },
  h("h2", { id: "heard" }, "What is said"),
  notice,
  log,
  speaking,
);

function begin(event: Event): void {
  event.preventDefault();
  log.replaceChildren();
  notice.replaceChildren();
  begunAt = Date.now();
  microphone.onframe = undefined;
  call = new Call({ status: tell, event: show, keys: showKeys, ended }, microphone);
  live(true);
  words.focus();
  void call.begin(from.value.replace(/[^+\d]/g, ""));
}

function say(event: Event): void {
  event.preventDefault();
  const text = words.value.trim();
  if (!text) return;
  words.value = "";
  call?.say(text);
}

function pressed(name: string): void {
  tone(name);
  call?.press(name);
}

function showKeys(keys: string, isSecret: boolean): void {
  keyed.textContent = shown(keys, isSecret);
  paused.hidden = !isSecret;
}

function tell(now: Status): void {
  status.textContent = SAYS[now];
  handset.dataset.status = now;
}

function show(event: CallEvent): void {
  if (event.kind === "said") entry(event.who ?? "BOT", event.text ?? "");
  else if (event.kind === "spoke") lastSpoken = entry("YOU", event.text || "…");
  else if (event.kind === "keys") entry("YOU", `Keys ${event.text ?? ""}`);
  else if (event.kind === "understood") understood(event.text ?? "");
  else if (event.kind === "note" && event.about === "queue") remark("You are in the queue.");
  else if (event.kind === "note" && event.about === "language") remark(event.text ?? "");
}

/** What was spoken is shown as it was heard; what was typed, with what became of it. */
function understood(text: string): void {
  const place = lastSpoken?.querySelector("p");
  if (!place) return;
  if (place.textContent === "…") place.textContent = text;
  else if (plain(place.textContent ?? "") !== plain(text))
    place.after(h("small", {}, `heard as “${text}”`));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "");
}

function entry(who: string, text: string): HTMLElement {
  const line = h(
    "li",
    { class: who.toLowerCase() },
    h("b", {}, NAMES[who] ?? who),
    h("p", {}, text),
  );
  log.append(line);
  log.scrollTop = log.scrollHeight;
  return line;
}

function remark(text: string): void {
  log.append(h("li", { class: "remark" }, text));
}

function ended(state: CallState | null, why?: string): void {
  call = undefined;
  tell("ended");
  live(false);
  showKeys("", false);
  if (why) notice.append(why);
  else if (state?.kept) {
    const address = `/dashboard/contacts/${state.contact_id}`;
    notice.append(
      "The call was recorded and is being analysed: ",
      h("a", { href: address }, "see it on the dashboard"),
      ".",
    );
  }
  dialButton.focus();
}

async function toggleMicrophone(): Promise<void> {
  if (microphone.isOpen) microphone.close();
  else {
    await microphone.open().catch(() => {
      notice.replaceChildren("The microphone may not be used here. Type what you say instead.");
    });
  }
  micButton.setAttribute("aria-pressed", String(microphone.isOpen));
  const label = microphone.isOpen ? "Microphone on" : "Microphone off";
  micButton.querySelector("span")?.replaceChildren(label);
}

function live(isLive: boolean): void {
  dialling.hidden = isLive;
  endButton.hidden = !isLive;
  speaking.hidden = !isLive;
  for (const button of handset.querySelectorAll<HTMLButtonElement>(".keys button")) {
    button.disabled = !isLive;
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement;
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (call && /^[\d*#]$/.test(event.key)) pressed(event.key);
});

setInterval(() => {
  if (!call) return;
  const seconds = Math.floor((Date.now() - begunAt) / 1000);
  time.textContent = new Date(seconds * 1000).toISOString().slice(14, 19);
}, 500);

status.textContent = "Ready";
live(false);
document
  .getElementById("line")
  ?.append(
    h("h1", {}, "Call the bank"),
    h(
      "p",
      { class: "lead" },
      "The same contact flow that answers the bank’s real number, on this machine.",
    ),
    h("div", { class: "desk" }, handset, transcript),
  );
