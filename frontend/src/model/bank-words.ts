/** Every word of the bank's site. Another language is another object of this shape. */

export type Language = "en" | "es";

export interface Addresses {
  home: string;
  privacy: string;
}

export const ADDRESSES: Record<Language, Addresses> = {
  en: { home: "/", privacy: "/privacy/" },
  es: { home: "/es/", privacy: "/es/privacidad/" },
};

export const PHONE = "1-800-555-0142";
export const PHONE_LINK = "tel:+18005550142";

export interface BankWords {
  language: Language;
  skip: string;
  home: string;
  main: string;
  rates: string;
  mortgages: string;
  visitUs: string;
  /** In the other language, for those who read it. */
  otherLanguage: string;
  promise: string;
  promiseMore: string;
  seeRates: string;
  workOut: string;
  ratesTitle: string;
  product: string;
  term: string;
  conditions: string;
  rate: string;
  aYear: string;
  noRate: string;
  open: string;
  months: (count: number) => string;
  costTitle: string;
  costMore: string;
  amount: string;
  paidOver: string;
  years: (count: number) => string;
  rateFixed: string;
  aMonth: string;
  interest: (amount: string, years: number) => string;
  owedToday: (amount: string) => string;
  halfPaid: (year: number) => string;
  nothingIn: (year: number) => string;
  sayTitle: string;
  sayMore: string;
  sayings: { say: string; does: string }[];
  talkTitle: string;
  byPhone: string;
  people: string;
  assistant: string;
  inBranch: string;
  branchHours: string;
  lost: string;
  lostMore: string;
  here: string;
  hereMore: string;
  openNow: (until: string) => string;
  closedNow: string;
  footer: string;
  privacy: string;
  branchesAndHours: string;
  staff: string;
  small: string;
  consentLabel: string;
  consentAsk: string;
  consentYes: string;
  consentNo: string;
  consentMore: string;
  notFound: string;
  notFoundMore: string;
  toHome: string;
}

export const ENGLISH: BankWords = {
  language: "en",
  skip: "Skip to content",
  home: "Harbour & Vale Bank, home",
  main: "Main",
  rates: "Rates",
  mortgages: "Mortgages",
  visitUs: "Visit us",
  otherLanguage: "Español",
  promise: "A steady harbour for what you have worked for.",
  promiseMore:
    "Accounts, savings and mortgages from a bank that answers: by phone, by text, or right here, at any hour.",
  seeRates: "See today\u2019s rates",
  workOut: "Work out a mortgage",
  ratesTitle: "Today\u2019s rates",
  product: "Product",
  term: "Term",
  conditions: "Conditions",
  rate: "Rate",
  aYear: "a year",
  noRate: "no fee, no interest",
  open: "Open-ended",
  months: (count) => `${count} months`,
  costTitle: "What would it cost a month?",
  costMore:
    "Move the three sliders. The figure is principal and interest, compounded half-yearly; taxes and insurance come on top, and our lenders will say what yours are.",
  amount: "Amount",
  paidOver: "Paid off over",
  years: (count) => `${count} years`,
  rateFixed: "Rate, fixed",
  aMonth: "a month",
  interest: (amount, years) => `and ${amount} of interest over ${years} years`,
  owedToday: (amount) => `Owed today ${amount}`,
  halfPaid: (year) => `Half of it paid in year ${year}`,
  nothingIn: (year) => `Nothing in year ${year}`,
  sayTitle: "Say it the way you would say it",
  sayMore:
    "Our assistant understands plain words, written or spoken, and asks for your four-digit PIN before anything that is yours.",
  sayings: [
    { say: "Pay 125.50 to my mortgage", does: "Shows you the payment, waits for your yes" },
    { say: "What is left on my car loan?", does: "Balances and the last five movements" },
    { say: "I would like a one-year certificate", does: "Takes your application, in two minutes" },
    { say: "I think somebody used my card", does: "Gets you a person, who knows what you said" },
  ],
  talkTitle: "Talk to someone",
  byPhone: "By phone",
  people: "People: weekdays 8 to 8, Saturdays 9 to 1",
  assistant: "Our assistant: day and night",
  inBranch: "In a branch",
  branchHours: "Weekdays 9 to 5, Saturdays 9 to 12",
  lost: "A card lost or stolen",
  lostMore: "Call us at any hour and say \u201Clost card\u201D. It goes before everything else.",
  here: "Here",
  hereMore:
    "Pay someone, ask for a balance, or open an account in a chat. Have your four-digit PIN ready; we ask for it before anything else, and never in an e-mail.",
  openNow: (until) => `Somebody answers now, until ${until}`,
  closedNow: "The assistant answers now; people again from 8 on weekdays, 9 on Saturdays",
  footer: "Footer",
  privacy: "Privacy",
  branchesAndHours: "Branches and hours",
  staff: "For our staff",
  small:
    "Rates are annual and may change without notice; a certificate\u2019s rate is fixed from the day it is opened, and taking money out early costs interest. Mortgage offers depend on credit and on the house. Harbour & Vale is a made-up bank: it shows what OmniLex does, and holds nobody\u2019s money.",
  consentLabel: "Your choice about page visits",
  consentAsk:
    "May we note which of our pages you read, and for how long? It tells the person you talk to what you came for.",
  consentYes: "Yes, you may",
  consentNo: "No, thank you",
  consentMore: "What we would note",
  notFound: "This page has sailed.",
  notFoundMore: "There is nothing at this address, or not any more.",
  toHome: "To the home page",
};

export const SPANISH: BankWords = {
  language: "es",
  skip: "Ir al contenido",
  home: "Harbour & Vale Bank, inicio",
  main: "Principal",
  rates: "Tasas",
  mortgages: "Hipotecas",
  visitUs: "Visítenos",
  otherLanguage: "English",
  promise: "Un puerto seguro para lo que ha ganado con su trabajo.",
  promiseMore:
    "Cuentas, ahorros e hipotecas de un banco que contesta: por teléfono, por mensaje o aquí mismo, a cualquier hora.",
  seeRates: "Ver las tasas de hoy",
  workOut: "Calcular una hipoteca",
  ratesTitle: "Las tasas de hoy",
  product: "Producto",
  term: "Plazo",
  conditions: "Condiciones",
  rate: "Tasa",
  aYear: "al año",
  noRate: "sin comisión, sin intereses",
  open: "Sin plazo",
  months: (count) => `${count} meses`,
  costTitle: "¿Cuánto costaría al mes?",
  costMore:
    "Mueva los tres controles. La cifra es capital e intereses, capitalizados cada seis meses; los impuestos y el seguro van aparte, y nuestros asesores le dirán cuánto son los suyos.",
  amount: "Cantidad",
  paidOver: "A pagar en",
  years: (count) => `${count} años`,
  rateFixed: "Tasa, fija",
  aMonth: "al mes",
  interest: (amount, years) => `y ${amount} de intereses en ${years} años`,
  owedToday: (amount) => `Hoy debe ${amount}`,
  halfPaid: (year) => `La mitad, pagada en el año ${year}`,
  nothingIn: (year) => `Nada en el año ${year}`,
  sayTitle: "Dígalo como lo diría",
  sayMore:
    "Nuestro asistente entiende palabras sencillas, escritas o habladas, y le pide su PIN de cuatro dígitos antes de todo lo que es suyo.",
  sayings: [
    { say: "Pague 125.50 a mi hipoteca", does: "Le muestra el pago y espera su sí" },
    { say: "¿Cuánto me falta del auto?", does: "Saldos y los últimos cinco movimientos" },
    { say: "Quiero un certificado a un año", does: "Toma su solicitud en dos minutos" },
    {
      say: "Creo que alguien usó mi tarjeta",
      does: "Le pone con una persona que ya sabe qué dijo",
    },
  ],
  talkTitle: "Hable con alguien",
  byPhone: "Por teléfono",
  people: "Personas: de lunes a viernes de 8 a 20, sábados de 9 a 13",
  assistant: "Nuestro asistente: día y noche",
  inBranch: "En una sucursal",
  branchHours: "De lunes a viernes de 9 a 17, sábados de 9 a 12",
  lost: "Tarjeta perdida o robada",
  lostMore:
    "Llámenos a cualquier hora y diga \u201Ctarjeta perdida\u201D. Va antes que todo lo demás.",
  here: "Aquí",
  hereMore:
    "Pague, pregunte un saldo o abra una cuenta en un chat. Tenga a mano su PIN de cuatro dígitos; se lo pedimos antes que nada, y nunca por correo electrónico.",
  openNow: (until) => `Ahora contesta una persona, hasta las ${until}`,
  closedNow:
    "Ahora contesta el asistente; personas otra vez desde las 8 entre semana, las 9 los sábados",
  footer: "Pie de página",
  privacy: "Privacidad",
  branchesAndHours: "Sucursales y horarios",
  staff: "Para nuestro personal",
  small:
    "Las tasas son anuales y pueden cambiar sin aviso; la de un certificado queda fija desde el día en que se abre, y retirar el dinero antes cuesta intereses. Las ofertas de hipoteca dependen del crédito y de la casa. Harbour & Vale es un banco inventado: muestra lo que hace OmniLex y no guarda el dinero de nadie.",
  consentLabel: "Su decisión sobre las visitas",
  consentAsk:
    "¿Podemos anotar qué páginas nuestras lee, y por cuánto tiempo? Así la persona con quien hable sabe a qué vino.",
  consentYes: "Sí, pueden",
  consentNo: "No, gracias",
  consentMore: "Qué anotaríamos",
  notFound: "Esta página zarpó.",
  notFoundMore: "No hay nada en esta dirección, o ya no.",
  toHome: "A la página de inicio",
};

export const WORDS: Record<Language, BankWords> = { en: ENGLISH, es: SPANISH };

export const wordsFor = (language: string): BankWords =>
  language.startsWith("es") ? SPANISH : ENGLISH;
