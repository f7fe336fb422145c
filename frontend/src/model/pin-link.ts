/** What a one-time link carries behind its #, where no server sees it: `#es.<token>`. */
import { ENGLISH, SPANISH, type Strings } from "../widget/strings";

export interface PinLink {
  token: string;
  strings: Strings;
  words: PinWords;
}

export interface PinWords {
  title: string;
  right: string;
  rightSent: string;
  rightUnsent: string;
  locked: string;
  notNeeded: string;
  spent: string;
  spentHint: string;
  offline: string;
  unavailable: string;
  checking: string;
  close: string;
}

const ENGLISH_WORDS: PinWords = {
  title: "For your text conversation",
  right: "Thank you",
  rightSent: "We have just texted you. Carry on there.",
  rightUnsent: "Go back to your texts and write \u201crepeat\u201d to carry on.",
  locked: "Your PIN is locked",
  notNeeded: "No PIN is needed any more. Carry on in your texts.",
  spent: "This link no longer works",
  spentHint:
    "It works once, and for ten minutes. Go back to your texts and write to us: you get a new one.",
  offline: "We could not be reached. Please enter your PIN again.",
  unavailable: "We could not check your PIN just now. Please enter it again.",
  checking: "Checking\u2026",
  close: "You can close this page.",
};

const SPANISH_WORDS: PinWords = {
  title: "Para su conversación por mensajes",
  right: "Gracias",
  rightSent: "Le acabamos de enviar un mensaje. Siga allí.",
  rightUnsent: "Vuelva a sus mensajes y escriba \u201crepite\u201d para continuar.",
  locked: "Su PIN está bloqueado",
  notNeeded: "Ya no hace falta el PIN. Siga en sus mensajes.",
  spent: "Este enlace ya no sirve",
  spentHint:
    "Sirve una sola vez y durante diez minutos. Vuelva a sus mensajes y escríbanos: recibirá otro.",
  offline: "No pudimos conectarnos. Introduzca su PIN otra vez.",
  unavailable: "No pudimos comprobar su PIN en este momento. Introdúzcalo otra vez.",
  checking: "Comprobando\u2026",
  close: "Puede cerrar esta página.",
};

export function readPinLink(hash: string): PinLink {
  const [, language, token] = /^#(en|es)\.([\w-]+)$/.exec(hash) ?? [];
  const spanish = language === "es";
  return {
    token: token ?? "",
    strings: spanish ? SPANISH : ENGLISH,
    words: spanish ? SPANISH_WORDS : ENGLISH_WORDS,
  };
}
