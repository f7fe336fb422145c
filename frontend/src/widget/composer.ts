/** Where the customer writes, speaks or presses a ready answer. */
import type { ChatButton } from "../api/chat";
import { type ChatState, canSend } from "../state/chat";
import { h, icon, setText } from "./dom";
import type { Strings } from "./strings";
import { canListen, Microphone, MicrophoneError, type NotHeard } from "./voice";

interface Actions {
  draft: (text: string) => void;
  say: (text: string) => void;
  press: (button: ChatButton) => void;
  speak: (audio: string) => void;
  /** Before the microphone opens, and when it heard nothing (null) or cannot open. */
  listens: () => void;
  notHeard: (reason: NotHeard | null) => void;
}

export interface Composer {
  element: HTMLElement;
  focus: () => void;
  hush: () => void;
  update: (state: ChatState) => void;
}

export function createComposer(strings: Strings, actions: Actions): Composer {
  const microphone = new Microphone();
  const input = h("textarea", {
    rows: "1",
    maxlength: "1024",
    enterkeyhint: "send",
    "aria-label": strings.input,
    placeholder: strings.placeholder,
    "data-testid": "chat-input",
    oninput: () => actions.draft(input.value),
    onkeydown: (event) => sendOnEnter(event as KeyboardEvent),
  });
  const ear = h("span", { class: "ear", role: "status" });
  const speak = h(
    "button",
    { type: "button", class: "mic", "data-testid": "chat-speak", onclick: () => listen() },
    icon(
      "M12 3.500a2.800 2.800 0 0 0-2.800 2.800v5a2.800 2.800 0 0 0 5.600 0v-5A2.800 2.800 0 0 0 12 3.500z",
      "M6 11.500a6 6 0 0 0 12 0M12 17.500V21",
    ),
  );
  const send = h(
    "button",
    { type: "submit", class: "solid", "aria-label": strings.send, "data-testid": "chat-send" },
    icon("M4 12h15", "M13 6l6 6-6 6"),
  );
  const choices = h("div", {
    class: "choices",
    role: "group",
    "aria-label": strings.quickReplies,
    "data-testid": "quick-replies",
  });
  const form = h("form", { class: "composer", onsubmit: submit }, input, ear, speak, send);
  const element = h("div", { class: "writing" }, choices, form);

  function submit(event: Event) {
    event.preventDefault();
    actions.say(input.value);
  }

  function sendOnEnter(event: KeyboardEvent) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  }

  async function listen() {
    if (microphone.isListening) return microphone.stop();
    actions.listens();
    try {
      const heard = microphone.listen((level) =>
        speak.style.setProperty("--level", Math.min(1, level * 6).toFixed(2)),
      );
      showListening(true);
      const audio = await heard;
      if (audio) actions.speak(audio);
      else if (!element.hidden) actions.notHeard(null);
    } catch (error) {
      actions.notHeard(error instanceof MicrophoneError ? error.reason : "denied");
    } finally {
      showListening(false);
    }
  }

  function showListening(isListening: boolean) {
    form.classList.toggle("listening", isListening);
    const label = isListening ? strings.doneSpeaking : strings.speak;
    speak.setAttribute("aria-label", label);
    speak.title = label;
    setText(ear, isListening ? strings.listening : "");
  }

  showListening(false);
  speak.hidden = !canListen();
  let shown: ChatButton[] = [];
  return {
    element,
    focus: () => input.focus(),
    hush: () => microphone.stop(),
    update(state) {
      if (input.value !== state.draft) input.value = state.draft;
      const busy = !canSend(state);
      send.disabled = busy;
      speak.disabled = busy;
      if (shown === state.quickReplies) return;
      shown = state.quickReplies;
      choices.hidden = shown.length === 0;
      choices.replaceChildren(
        ...shown.map((choice) =>
          h("button", { type: "button", onclick: () => actions.press(choice) }, choice.text),
        ),
      );
    },
  };
}
