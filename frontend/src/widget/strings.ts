/** Every word the widget says by itself. Another language is another object of this shape. */
import type { FailureReason } from "../state/chat";
import type { NotHeard } from "./voice";

export interface Strings {
  language: "en" | "es";
  otherLanguage: "en" | "es";
  /** In the other language, for those who read it. */
  switchLanguage: string;
  name: string;
  open: string;
  openUnread: (count: number) => string;
  close: string;
  more: string;
  restart: string;
  download: string;
  end: string;
  log: string;
  customer: string;
  bot: string;
  input: string;
  placeholder: string;
  send: string;
  quickReplies: string;
  speak: string;
  listening: string;
  doneSpeaking: string;
  spoken: string;
  notHeard: Record<NotHeard, string>;
  pinEntered: string;
  pinTitle: string;
  pinHint: string;
  pinSend: string;
  pinClear: string;
  pinDelete: string;
  notSent: string;
  retry: string;
  pinNotSent: string;
  failures: Record<FailureReason, string>;
  typing: string;
  stillWorking: string;
  offline: string;
  expired: string;
  ended: string;
  startAgain: string;
  rate: string;
  rateUp: string;
  rateDown: string;
  rateThanks: string;
  proposal: string;
  proposalLater: string;
  pay: (amount: string) => string;
  cancel: string;
  yes: string;
  no: string;
  receipt: string;
  receiptPayee: string;
  receiptAmount: string;
  receiptFrom: string;
  receiptReference: string;
  receiptPaid: string;
  receiptPlanned: string;
  receiptPayOn: string;
  receiptBalance: string;
  print: string;
}

export const ENGLISH: Strings = {
  language: "en",
  otherLanguage: "es",
  switchLanguage: "Cambiar a español",
  name: "Harbour & Vale assistant",
  open: "Chat with us",
  openUnread: (count) => `Chat with us, ${count} unread ${count === 1 ? "message" : "messages"}`,
  close: "Close chat",
  more: "More",
  restart: "Start again",
  download: "Download this chat",
  end: "End this chat",
  log: "Conversation",
  customer: "You",
  bot: "Assistant",
  input: "Your message",
  placeholder: "Write a message",
  send: "Send",
  quickReplies: "Quick replies",
  speak: "Speak",
  listening: "Listening\u2026",
  doneSpeaking: "Done speaking",
  spoken: "Spoken message",
  notHeard: {
    denied:
      "The microphone is blocked. Allow it for this site in your browser\u2019s settings, or write to us here.",
    missing: "No microphone was found. You can write to us here.",
  },
  pinEntered: "PIN entered",
  pinTitle: "Enter your 4-digit PIN",
  pinHint: "It is not shown and not kept in this conversation.",
  pinSend: "Enter PIN",
  pinClear: "Clear",
  pinDelete: "Delete last digit",
  notSent: "Not sent",
  retry: "Try again",
  pinNotSent: "Your PIN did not arrive. Please enter it again.",
  failures: {
    offline: "We cannot be reached just now. Check your connection.",
    timeout: "No answer came in time.",
    too_fast: "That was a little fast. Wait a few seconds.",
    unheard: "I heard nothing. Please try again.",
    busy: "Your last message is still being answered. Try again in a moment.",
    broken: "Something went wrong on our side. Your message may not have arrived.",
  },
  typing: "The assistant is typing",
  stillWorking: "Still working on it",
  offline: "You are offline. What you write stays here until you are back.",
  expired: "This conversation has expired, to keep your account safe.",
  ended: "This conversation has ended.",
  startAgain: "Start a new conversation",
  rate: "Did we help you?",
  rateUp: "Yes, thumbs up",
  rateDown: "No, thumbs down",
  rateThanks: "Thank you for telling us.",
  proposal: "Please confirm",
  proposalLater: "Please confirm a planned payment",
  pay: (amount) => `Pay ${amount}`,
  cancel: "Cancel",
  yes: "yes",
  no: "no",
  receipt: "Payment made",
  receiptPayee: "To",
  receiptAmount: "Amount",
  receiptFrom: "From",
  receiptReference: "Reference",
  receiptPaid: "Paid on",
  receiptPlanned: "Payment planned",
  receiptPayOn: "Will be paid on",
  receiptBalance: "Balance after",
  print: "Print receipt",
};

export const SPANISH: Strings = {
  language: "es",
  otherLanguage: "en",
  switchLanguage: "Switch to English",
  name: "Asistente de Harbour & Vale",
  open: "Chatee con nosotros",
  openUnread: (count) =>
    `Chatee con nosotros, ${count} ${count === 1 ? "mensaje sin leer" : "mensajes sin leer"}`,
  close: "Cerrar el chat",
  more: "Más",
  restart: "Empezar de nuevo",
  download: "Descargar este chat",
  end: "Terminar este chat",
  log: "Conversación",
  customer: "Usted",
  bot: "Asistente",
  input: "Su mensaje",
  placeholder: "Escriba un mensaje",
  send: "Enviar",
  quickReplies: "Respuestas rápidas",
  speak: "Hablar",
  listening: "Escuchando\u2026",
  doneSpeaking: "Ya terminé de hablar",
  spoken: "Mensaje de voz",
  notHeard: {
    denied:
      "El micrófono está bloqueado. Permítalo para este sitio en los ajustes de su navegador, o escríbanos aquí.",
    missing: "No se encontró ningún micrófono. Puede escribirnos aquí.",
  },
  pinEntered: "PIN introducido",
  pinTitle: "Introduzca su PIN de 4 dígitos",
  pinHint: "No se muestra ni se guarda en esta conversación.",
  pinSend: "Enviar PIN",
  pinClear: "Borrar",
  pinDelete: "Borrar el último dígito",
  notSent: "No enviado",
  retry: "Intentar de nuevo",
  pinNotSent: "Su PIN no llegó. Introdúzcalo otra vez, por favor.",
  failures: {
    offline: "No podemos conectar en este momento. Revise su conexión.",
    timeout: "La respuesta no llegó a tiempo.",
    too_fast: "Eso fue un poco rápido. Espere unos segundos.",
    unheard: "No escuché nada. Inténtelo otra vez, por favor.",
    busy: "Todavía respondemos a su último mensaje. Inténtelo en un momento.",
    broken: "Algo falló de nuestro lado. Puede que su mensaje no haya llegado.",
  },
  typing: "El asistente está escribiendo",
  stillWorking: "Seguimos en ello",
  offline: "No tiene conexión. Lo que escriba se queda aquí hasta que vuelva.",
  expired: "Esta conversación caducó, para proteger su cuenta.",
  ended: "Esta conversación terminó.",
  startAgain: "Empezar otra conversación",
  rate: "¿Le ayudamos?",
  rateUp: "Sí, pulgar arriba",
  rateDown: "No, pulgar abajo",
  rateThanks: "Gracias por decírnoslo.",
  proposal: "Confirme, por favor",
  proposalLater: "Confirme el pago programado, por favor",
  pay: (amount) => `Pagar ${amount}`,
  cancel: "Cancelar",
  yes: "sí",
  no: "no",
  receipt: "Pago hecho",
  receiptPayee: "A",
  receiptAmount: "Cantidad",
  receiptFrom: "Desde",
  receiptReference: "Referencia",
  receiptPaid: "Fecha",
  receiptPlanned: "Pago programado",
  receiptPayOn: "Se pagará el",
  receiptBalance: "Saldo después",
  print: "Imprimir el recibo",
};

const BY_LANGUAGE: Record<string, Strings> = { en: ENGLISH, es: SPANISH };

/** `name`: what the site calls the assistant, where it is not the bank's own. */
export function stringsFor(language: string, name?: string): Strings {
  const strings = BY_LANGUAGE[language.slice(0, 2).toLowerCase()] ?? ENGLISH;
  return name ? { ...strings, name } : strings;
}
