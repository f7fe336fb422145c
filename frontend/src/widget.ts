/** The widget's one script: defines <omnilex-chat> and adds one where the page has none. */
import { OmnilexChat } from "./widget/element";

const NAME = "omnilex-chat";

OmnilexChat.settings = { ...document.currentScript?.dataset };
if (!customElements.get(NAME)) customElements.define(NAME, OmnilexChat);

function addIfMissing(): void {
  if (!document.querySelector(NAME)) document.body.append(document.createElement(NAME));
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", addIfMissing);
else addIfMissing();
