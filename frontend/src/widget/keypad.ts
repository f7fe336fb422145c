/** Four digits by touch, mouse or keyboard; what was typed lives in a password field and nowhere else. */
import { h, icon } from "./dom";
import type { Strings } from "./strings";

const PIN_LENGTH = 4;

export interface Keypad {
  element: HTMLElement;
  focus: () => void;
  clear: () => void;
}

export function createKeypad(strings: Strings, enter: (pin: string) => void): Keypad {
  const field = h("input", {
    id: "pin",
    type: "password",
    inputmode: "none", // our keys take the place of the phone's
    autocomplete: "off",
    maxlength: String(PIN_LENGTH),
    "aria-describedby": "pin-hint",
    "data-testid": "pin",
  });
  const places = Array.from({ length: PIN_LENGTH }, () => h("i"));
  const send = h(
    "button",
    { type: "submit", class: "solid", "data-testid": "pin-send" },
    strings.pinSend,
  );

  const set = (value: string) => {
    field.value = value.replace(/\D/g, "").slice(0, PIN_LENGTH);
    for (const [place, dot] of places.entries())
      dot.classList.toggle("given", place < field.value.length);
    send.disabled = field.value.length < PIN_LENGTH;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const pin = field.value;
    if (pin.length < PIN_LENGTH) return;
    set("");
    enter(pin);
  };
  const key = (digit: string) =>
    h(
      "button",
      { type: "button", "data-testid": `key-${digit}`, onclick: () => set(field.value + digit) },
      digit,
    );
  const backspace = h(
    "button",
    {
      type: "button",
      "aria-label": strings.pinDelete,
      onclick: () => set(field.value.slice(0, -1)),
    },
    icon("M9 6h11v12H9l-6-6z", "M12 9.5l5 5m0-5l-5 5"),
  );
  const clear = h(
    "button",
    { type: "button", class: "word", onclick: () => set("") },
    strings.pinClear,
  );

  field.addEventListener("input", () => set(field.value));
  const element = h(
    "form",
    { class: "keypad", novalidate: true, "data-testid": "keypad", onsubmit: submit },
    h("label", { for: "pin" }, strings.pinTitle),
    h("p", { id: "pin-hint" }, strings.pinHint),
    h(
      "div",
      { class: "field" },
      field,
      h("div", { class: "places", "aria-hidden": "true" }, ...places),
    ),
    h("div", { class: "keys" }, ..."123456789".split("").map(key), clear, key("0"), backspace),
    send,
  );
  // Digits typed while a key has the focus count as well.
  element.addEventListener("keydown", (event) => {
    if (event.target === field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) set(field.value + event.key);
    else if (event.key === "Backspace") set(field.value.slice(0, -1));
    else return;
    event.preventDefault();
  });
  set("");
  return { element, focus: () => field.focus(), clear: () => set("") };
}
