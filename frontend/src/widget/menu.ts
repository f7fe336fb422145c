/** What one needs seldom, behind one button of the header. */
import { h, icon } from "./dom";

export interface MenuItem {
  text: string;
  testid: string;
  lang?: string;
  act: () => void;
}

export interface Menu {
  button: HTMLElement;
  list: HTMLElement;
  /** False where it was closed already. */
  close: () => boolean;
}

export function createMenu(label: string, items: MenuItem[]): Menu {
  const open = (isOpen: boolean) => {
    list.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  };
  const button = h(
    "button",
    {
      type: "button",
      "aria-label": label,
      title: label,
      "aria-expanded": "false",
      "aria-controls": "menu",
      "data-testid": "chat-menu",
      onclick: () => open(list.hidden === true),
    },
    icon("M5 12h.01", "M12 12h.01", "M19 12h.01"),
  );
  const list = h(
    "div",
    { id: "menu", class: "menu", hidden: true },
    ...items.map(({ text, testid, lang, act }) =>
      h(
        "button",
        {
          type: "button",
          lang,
          "data-testid": testid,
          onclick: () => {
            open(false);
            button.focus();
            act();
          },
        },
        text,
      ),
    ),
  );
  return {
    button,
    list,
    close() {
      const wasOpen = !list.hidden;
      open(false);
      return wasOpen;
    },
  };
}
