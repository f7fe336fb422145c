/** <omnilex-chat>: a button that opens a chat with the bank's bot. Needs nothing of its page. */
import { postChat } from "../api/client";
import { MARK } from "../model/mark";
import { canSend } from "../state/chat";
import { Conversation } from "../state/conversation";
import { h, icon } from "./dom";
import { createKeypad } from "./keypad";
import { entryElement, updateEntry } from "./messages";
import { stringsFor } from "./strings";
import css from "./widget.css?inline";

const PHONE = "(max-width: 480px), (max-height: 480px)";
const LANGUAGE_KEY = "omnilex.language";
const WIDE = "(min-width: 900px)";

export class OmnilexChat extends HTMLElement {
  private readonly strings = stringsFor(
    sessionStorage.getItem(LANGUAGE_KEY) || this.lang || document.documentElement.lang || "en",
  );
  private readonly conversation = new Conversation({
    post: (body) => postChat({ ...body, language: this.strings.language }),
    storage: sessionStorage,
    now: () => Date.now(),
  });
  private readonly shown = new Map<number, HTMLElement>();
  private wasPin = false;

  private readonly badge = h("span", {
    class: "badge",
    "aria-hidden": "true",
    "data-testid": "unread",
  });
  private readonly launcher = h(
    "button",
    {
      type: "button",
      class: "launcher",
      "aria-haspopup": "dialog",
      "data-testid": "chat-open",
      onclick: () => this.open(),
    },
    icon("M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3.5 20.5l1.5-5A8.4 8.4 0 1 1 21 11.5z"),
    this.badge,
  );
  private readonly log = h("div", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": this.strings.log,
    tabindex: "0",
    "data-testid": "chat-log",
  });
  private readonly dots = h(
    "div",
    { class: "dots", "aria-hidden": "true", "data-testid": "typing" },
    h("i"),
    h("i"),
    h("i"),
  );
  private readonly status = h("div", { class: "status", role: "status" });
  private readonly problemText = h("span");
  private readonly retry = h(
    "button",
    { type: "button", "data-testid": "chat-retry", onclick: () => this.conversation.retry() },
    this.strings.retry,
  );
  private readonly problem = h(
    "div",
    { class: "notice problem", role: "alert" },
    this.problemText,
    this.retry,
  );
  private readonly offline = h("div", { class: "notice" }, this.strings.offline);
  private readonly overText = h("p");
  private readonly over = h(
    "div",
    { class: "notice over", "data-testid": "chat-over" },
    this.overText,
    h(
      "button",
      { type: "button", class: "solid", onclick: () => this.restart() },
      this.strings.startAgain,
    ),
  );
  private readonly input = h("textarea", {
    rows: "1",
    maxlength: "1024",
    enterkeyhint: "send",
    "aria-label": this.strings.input,
    placeholder: this.strings.placeholder,
    "data-testid": "chat-input",
    oninput: () => this.conversation.draft(this.input.value),
    onkeydown: (event) => this.sendOnEnter(event as KeyboardEvent),
  });
  private readonly send = h(
    "button",
    { type: "submit", class: "solid", "aria-label": this.strings.send, "data-testid": "chat-send" },
    icon("M4 12h15", "M13 6l6 6-6 6"),
  );
  private readonly composer = h(
    "form",
    { class: "composer", onsubmit: (event) => this.submit(event) },
    this.input,
    this.send,
  );
  private readonly keypad = createKeypad(this.strings, (pin) => this.conversation.enterPin(pin));
  private readonly dialog = h(
    "dialog",
    { "aria-labelledby": "title", "data-testid": "chat-panel" },
    h(
      "div",
      { class: "header" },
      markIcon(),
      h("h2", { id: "title" }, this.strings.name),
      h(
        "button",
        {
          type: "button",
          class: "language",
          lang: this.strings.otherLanguage,
          "aria-label": this.strings.switchLanguage,
          title: this.strings.switchLanguage,
          "data-testid": "chat-language",
          onclick: () => this.switchLanguage(),
        },
        this.strings.otherLanguage.toUpperCase(),
      ),
      h(
        "button",
        {
          type: "button",
          "aria-label": this.strings.restart,
          title: this.strings.restart,
          "data-testid": "chat-restart",
          onclick: () => this.restart(),
        },
        icon("M4 5v5h5", "M4.6 10A8 8 0 1 1 4 13.5"),
      ),
      h(
        "button",
        {
          type: "button",
          "aria-label": this.strings.close,
          title: this.strings.close,
          "data-testid": "chat-close",
          onclick: () => this.close(),
        },
        icon("M6 6l12 12", "M18 6L6 18"),
      ),
    ),
    this.log,
    this.dots,
    this.status,
    this.offline,
    this.problem,
    this.over,
    this.composer,
    this.keypad.element,
  );
  /** Holds a copy of the receipt that is being printed. */
  private readonly paper = h("div", { class: "paper", "aria-hidden": "true" });

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.launcher, this.dialog, this.paper);
    this.dialog.addEventListener("keydown", (event) => this.closeOnEscape(event));
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    addEventListener("online", () => this.render());
    addEventListener("offline", () => this.render());
    this.conversation.subscribe(() => this.render());
    new ResizeObserver(() => this.scrollToEnd()).observe(this.log);
    const { open } = this.conversation.state;
    // Not show(): a page that has just been loaded keeps the focus.
    if (open && matchMedia(WIDE).matches) this.dialog.setAttribute("open", "");
    else if (open) this.conversation.close();
    this.render();
  }

  open(): void {
    if (!this.dialog.open) {
      if (matchMedia(PHONE).matches) this.dialog.showModal();
      else this.dialog.show();
    }
    this.conversation.open();
    this.focusInput();
    this.log.scrollTop = this.log.scrollHeight;
  }

  close(): void {
    this.dialog.close();
    this.keypad.clear();
    this.conversation.close();
    this.launcher.focus();
  }

  /** A conversation is in one language: another one begins. */
  private switchLanguage(): void {
    sessionStorage.setItem(LANGUAGE_KEY, this.strings.otherLanguage);
    this.conversation.restart();
    this.conversation.close();
    const other = new OmnilexChat();
    this.replaceWith(other);
    other.open();
  }

  private restart(): void {
    this.conversation.restart();
    this.focusInput();
  }

  /** A pressed button is disabled and loses the focus: it goes on to where the answer will be. */
  private press(button: { text: string; value: string }): void {
    this.conversation.press(button);
    if (matchMedia("(hover: none)").matches) this.log.focus();
    else this.focusInput();
  }

  private focusInput(): void {
    if (!this.keypad.element.hidden) this.keypad.focus();
    else if (!this.composer.hidden) this.input.focus();
    else this.over.querySelector("button")?.focus();
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.conversation.say(this.input.value);
  }

  private sendOnEnter(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  private render(): void {
    const { state } = this.conversation;
    const { strings } = this;
    const waiting = state.phase === "waiting";
    const over = state.phase === "expired" || state.phase === "ended";
    const isPin = state.input === "pin" && !over;

    this.launcher.hidden = state.open;
    this.launcher.setAttribute(
      "aria-label",
      state.unread > 0 ? strings.openUnread(state.unread) : strings.open,
    );
    this.badge.hidden = state.unread === 0;
    this.badge.textContent = String(state.unread);

    this.renderLog();
    this.dots.hidden = !waiting || state.patience === "none";
    setText(this.status, waiting && state.patience === "long" ? strings.stillWorking : "");
    this.offline.hidden = navigator.onLine || state.phase === "failed";
    this.problem.hidden = state.phase !== "failed";
    setText(this.problemText, state.phase === "failed" ? this.problemWords() : "");
    this.retry.hidden = state.sessionId !== null && state.unsent === null;
    this.over.hidden = !over;
    setText(this.overText, state.phase === "expired" ? strings.expired : strings.ended);
    this.renderInput(isPin, over);
  }

  private problemWords(): string {
    const { failure, unsent, sessionId, input } = this.conversation.state;
    const pinLost = sessionId !== null && unsent === null && input === "pin";
    return pinLost ? this.strings.pinNotSent : this.strings.failures[failure ?? "broken"];
  }

  private renderInput(isPin: boolean, over: boolean): void {
    const { state } = this.conversation;
    const hadFocus = this.dialog.contains(this.shadowRoot?.activeElement ?? null);
    this.composer.hidden = over || isPin;
    this.keypad.element.hidden = !isPin || state.phase === "waiting";
    if (this.input.value !== state.draft) this.input.value = state.draft;
    this.send.disabled = !canSend(state);
    const changed = isPin !== this.wasPin || (isPin && canSend(state));
    this.wasPin = isPin;
    if (state.open && (changed || over) && hadFocus) this.focusInput();
  }

  private renderLog(): void {
    const { state } = this.conversation;
    const wanted = new Set(state.entries.map((entry) => entry.id));
    for (const [id, element] of this.shown) {
      if (wanted.has(id)) continue;
      element.remove();
      this.shown.delete(id);
    }
    let grown = false;
    for (const entry of state.entries) {
      let element = this.shown.get(entry.id);
      if (!element) {
        element = entryElement(entry, this.strings, {
          press: (button) => this.press(button),
          print: (receipt) => this.print(receipt),
        });
        this.shown.set(entry.id, element);
        this.log.append(element);
        grown = true;
      }
      updateEntry(element, entry, this.strings, !canSend(state));
    }
    if (grown || state.phase === "waiting") this.scrollToEnd();
  }

  private scrollToEnd(): void {
    requestAnimationFrame(() => {
      this.log.scrollTop = this.log.scrollHeight;
    });
  }

  /** Prints one receipt and nothing else of the page. */
  private print(receipt: HTMLElement): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "@media print { body > :not(omnilex-chat, :has(omnilex-chat)) { display: none !important; } omnilex-chat { position: static !important; } }",
    );
    this.paper.replaceChildren(receipt.cloneNode(true));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    addEventListener(
      "afterprint",
      () => {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
        this.paper.replaceChildren();
      },
      { once: true },
    );
    window.print();
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function markIcon(): SVGSVGElement {
  const mark = icon(MARK.hills, MARK.water);
  mark.classList.add("mark");
  mark.setAttribute("viewBox", "0 0 40 40");
  return mark;
}
