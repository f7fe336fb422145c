/** <omnilex-chat>: a button that opens a chat with the bank's bot. Needs nothing of its page. */
import { type ChatButton, chatApi } from "../api/chat";
import { MARK } from "../model/mark";
import { canSend } from "../state/chat";
import { Conversation, hasStored } from "../state/conversation";
import { createComposer } from "./composer";
import { h, icon, setText } from "./dom";
import { download } from "./download";
import { createEnding } from "./ending";
import { createKeypad } from "./keypad";
import { createMenu } from "./menu";
import { entryElement, updateEntry } from "./messages";
import { print } from "./print";
import { stringsFor } from "./strings";
import { type NotHeard, Speaker } from "./voice";
import css from "./widget.css?inline";

const PHONE = "(max-width: 480px), (max-height: 480px)";
const LANGUAGE_KEY = "omnilex.language";
const WIDE = "(min-width: 900px)";

/** What the script tag says, for the element that it adds; an element in the page says it itself. */
export interface WidgetSettings {
  /** Address of the API; "/api" where the page is the bank's own. */
  api?: string | undefined;
  /** What the assistant is called. */
  name?: string | undefined;
  language?: string | undefined;
}

export class OmnilexChat extends HTMLElement {
  static settings: WidgetSettings = {};

  private readonly settings: WidgetSettings = { ...OmnilexChat.settings, ...this.dataset };
  private readonly strings = stringsFor(
    this.spokenBefore() || this.settings.language || this.lang || document.documentElement.lang,
    this.settings.name,
  );
  private readonly speaker = new Speaker();
  private readonly conversation = new Conversation({
    api: chatApi(this.settings.api ?? "/api", this.strings.language),
    play: (speech) => void this.speaker.play(speech),
    storage: sessionStorage,
    now: () => Date.now(),
  });
  private readonly shown = new Map<number, HTMLElement>();
  private wasPin = false;
  private notHeard: NotHeard | null | undefined;

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
  private readonly offline = h("div", { class: "notice", role: "status" });
  private readonly ending = createEnding(this.strings, {
    rate: (feedback) => this.conversation.rate(feedback),
    restart: () => this.restart(),
    download: () => this.download(),
  });
  private readonly composer = createComposer(this.strings, {
    draft: (text) => this.conversation.draft(text),
    say: (text) => {
      this.hush();
      this.conversation.say(text);
    },
    press: (button) => this.press(button),
    speak: (audio) => this.conversation.speak(audio),
    listens: () => this.hush(),
    notHeard: (reason) => {
      this.notHeard = reason;
      this.render();
    },
  });
  private readonly keypad = createKeypad(this.strings, (pin) => this.conversation.enterPin(pin));
  private readonly menu = createMenu(this.strings.more, [
    {
      text: this.strings.switchLanguage,
      testid: "chat-language",
      lang: this.strings.otherLanguage,
      act: () => this.switchLanguage(),
    },
    { text: this.strings.download, testid: "chat-download", act: () => this.download() },
    { text: this.strings.restart, testid: "chat-restart", act: () => this.restart() },
    { text: this.strings.end, testid: "chat-end", act: () => this.end() },
  ]);
  private readonly dialog = h(
    "dialog",
    { "aria-labelledby": "title", "data-testid": "chat-panel" },
    h(
      "div",
      { class: "header" },
      markIcon(),
      h("h2", { id: "title" }, this.strings.name),
      this.menu.button,
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
      this.menu.list,
    ),
    this.log,
    this.dots,
    this.status,
    this.offline,
    this.problem,
    this.ending.element,
    this.composer.element,
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
    this.dialog.lang = this.strings.language;
    this.dialog.addEventListener("keydown", (event) => this.closeOnEscape(event));
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.dialog.addEventListener("pointerdown", (event) => {
      const inMenu = event.composedPath().some((one) => one === this.menu.list);
      if (!inMenu && !event.composedPath().includes(this.menu.button)) this.menu.close();
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
    sessionStorage.setItem(LANGUAGE_KEY, this.strings.language);
    this.conversation.open();
    this.focusInput();
    this.log.scrollTop = this.log.scrollHeight;
  }

  close(): void {
    this.hush();
    this.menu.close();
    this.dialog.close();
    this.keypad.clear();
    this.conversation.close();
    this.launcher.focus();
  }

  /** A conversation goes on in its language, whatever the page's is. */
  private spokenBefore(): string | null {
    return hasStored(sessionStorage) ? sessionStorage.getItem(LANGUAGE_KEY) : null;
  }

  /** A conversation is in one language: another one begins. */
  private switchLanguage(): void {
    this.hush();
    this.conversation.close();
    this.conversation.restart();
    OmnilexChat.settings = { ...this.settings, language: this.strings.otherLanguage };
    const other = new OmnilexChat();
    this.replaceWith(other);
    other.open();
  }

  private restart(): void {
    this.hush();
    this.conversation.restart();
    this.focusInput();
  }

  private end(): void {
    this.hush();
    this.conversation.end();
    this.focusInput();
  }

  private download(): void {
    download(this.conversation.state.entries, this.strings);
  }

  /** Nobody speaks and nobody listens any more. */
  private hush(): void {
    this.speaker.hush();
    this.composer.hush();
    this.notHeard = undefined;
  }

  /** A pressed button is disabled and loses the focus: it goes on to where the answer will be. */
  private press(button: ChatButton): void {
    this.hush();
    this.conversation.press(button);
    if (matchMedia("(hover: none)").matches) this.log.focus();
    else this.focusInput();
  }

  private focusInput(): void {
    if (!this.keypad.element.hidden) this.keypad.focus();
    else if (!this.composer.element.hidden) this.composer.focus();
    else this.ending.focus();
  }

  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.menu.close()) this.menu.button.focus();
    else this.close();
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
    setText(this.offline, navigator.onLine || state.phase === "failed" ? "" : strings.offline);
    const trouble = state.phase === "failed" ? this.problemWords() : this.hearingWords();
    this.problem.hidden = trouble === "";
    setText(this.problemText, trouble);
    this.retry.hidden =
      state.phase !== "failed" || (state.sessionId !== null && state.unsent === null);
    this.ending.update(state);
    this.renderInput(isPin, over);
  }

  private problemWords(): string {
    const { failure, unsent, sessionId, input } = this.conversation.state;
    const pinLost = sessionId !== null && unsent === null && input === "pin";
    return pinLost ? this.strings.pinNotSent : this.strings.failures[failure ?? "broken"];
  }

  private hearingWords(): string {
    if (this.notHeard === undefined) return "";
    return this.notHeard === null
      ? this.strings.failures.unheard
      : this.strings.notHeard[this.notHeard];
  }

  private renderInput(isPin: boolean, over: boolean): void {
    const { state } = this.conversation;
    const hadFocus = this.dialog.contains(this.shadowRoot?.activeElement ?? null);
    this.composer.element.hidden = over || isPin;
    this.keypad.element.hidden = !isPin || state.phase === "waiting";
    this.composer.update(state);
    // What is hidden loses the focus: it waits in the log for where the answer leads.
    if (state.open && hadFocus && isPin && state.phase === "waiting") this.log.focus();
    const changed = isPin !== this.wasPin || (isPin && canSend(state));
    this.wasPin = isPin;
    if (state.open && changed && hadFocus) this.focusInput();
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
          print: (receipt) => print(receipt, this.paper),
        });
        this.shown.set(entry.id, element);
        updateEntry(element, entry, this.strings, !canSend(state));
        this.log.append(element);
        grown = true;
      } else updateEntry(element, entry, this.strings, !canSend(state));
    }
    if (grown || state.phase === "waiting") this.scrollToEnd();
  }

  private scrollToEnd(): void {
    requestAnimationFrame(() => {
      this.log.scrollTop = this.log.scrollHeight;
    });
  }
}

function markIcon(): SVGSVGElement {
  const mark = icon(MARK.hills, MARK.water);
  mark.classList.add("mark");
  mark.setAttribute("viewBox", "0 0 40 40");
  return mark;
}
