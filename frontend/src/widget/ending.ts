/** What stands in the composer's place when a conversation is over: why, how it was, and again. */
import type { Feedback } from "../api/chat";
import type { ChatState } from "../state/chat";
import { h, icon, setText } from "./dom";
import type { Strings } from "./strings";

interface Actions {
  rate: (feedback: Feedback) => void;
  restart: () => void;
  download: () => void;
}

export interface Ending {
  element: HTMLElement;
  focus: () => void;
  update: (state: ChatState) => void;
}

const HAND =
  "M7 11l4.5-8c1.600 0 2.500 1.200 2.200 2.700L13 9.500h5.200c1.300 0 2.200 1.200 1.900 2.400l-1.500 6c-.2.900-1 1.600-2 1.600H7zM7 11H4v8.500h3";

export function createEnding(strings: Strings, actions: Actions): Ending {
  const why = h("p");
  const thumb = (feedback: Feedback, label: string) => {
    const drawing = icon(HAND);
    if (feedback === "down") drawing.classList.add("down");
    return h(
      "button",
      {
        type: "button",
        class: "thumb",
        "aria-label": label,
        "aria-pressed": "false",
        title: label,
        "data-testid": `chat-${feedback}`,
        onclick: () => actions.rate(feedback),
      },
      drawing,
    );
  };
  const thumbs = { up: thumb("up", strings.rateUp), down: thumb("down", strings.rateDown) };
  const question = h("span", { id: "rate" }, strings.rate);
  const rating = h(
    "div",
    { class: "rating", role: "group", "aria-labelledby": "rate" },
    question,
    thumbs.up,
    thumbs.down,
  );
  const again = h(
    "button",
    { type: "button", class: "solid", onclick: actions.restart },
    strings.startAgain,
  );
  const element = h(
    "div",
    { class: "notice over", role: "status", "data-testid": "chat-over" },
    why,
    rating,
    again,
    h("button", { type: "button", class: "plain", onclick: actions.download }, strings.download),
  );
  return {
    element,
    focus: () => again.focus(),
    update({ phase, feedback }) {
      element.hidden = phase !== "expired" && phase !== "ended";
      setText(why, phase === "expired" ? strings.expired : strings.ended);
      setText(question, feedback ? strings.rateThanks : strings.rate);
      rating.hidden = phase === "expired";
      for (const [name, button] of Object.entries(thumbs)) {
        button.setAttribute("aria-pressed", String(name === feedback));
      }
    },
  };
}
