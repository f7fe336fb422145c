/** What the bank keeps of a visitor: a letter, not a contract. */
import { BankFrame } from "../components/bank-frame";
import type { BankWords, Language } from "../model/bank-words";
import type { Consent } from "../state/visits";

interface Letter {
  title: string;
  lead: string;
  parts: { id: string; title: string; text: string[] }[];
  /** What the visitor has said, on the page itself. */
  said: Record<Consent, string>;
}

export const LETTERS: Record<Language, Letter> = {
  en: {
    title: "What we keep of you, and what we do not",
    lead: "We are a bank: we have to know who pays whom. Everything else we keep only where it helps you, and only as long as it does.",
    parts: [
      {
        id: "visits",
        title: "Pages you read",
        text: [
          "If you say yes, your browser notes which of our pages you had in front of you and for how many seconds. It keeps the note in this tab. Once you are in a chat with us and have given your PIN, the note is added to your customer record, so that the person you talk to sees what you came for.",
          "If you say no, or nothing, no note is made and nothing is sent. There are no cookies, no advertising networks, and no pages of other companies in ours. A browser that sends \u201CGlobal Privacy Control\u201D is taken at its word.",
        ],
      },
      {
        id: "chat",
        title: "The chat",
        text: [
          "A conversation stays in this tab for thirty minutes, so that a reload does not lose it; without what you owe or hold, and with long numbers struck out. Our own copy is kept with your records like a call. Your PIN is in neither.",
          "When you speak, your voice is turned into words and not kept. The microphone is open only while its button pulses.",
        ],
      },
      {
        id: "calls",
        title: "Calls",
        text: [
          "Calls are recorded and analysed, to see whether we helped. Card numbers and PINs are taken out before anybody reads the words.",
        ],
      },
      {
        id: "rights",
        title: "Seeing it and having it removed",
        text: [
          "Ask us, in any branch, on the phone or in the chat, to show you what we hold or to remove it. Payments we have to keep for seven years; the rest goes.",
        ],
      },
    ],
    said: {
      yes: "You have said yes: page visits are noted.",
      no: "Page visits are not noted.",
    },
  },
  es: {
    title: "Qué guardamos de usted, y qué no",
    lead: "Somos un banco: tenemos que saber quién paga a quién. Todo lo demás lo guardamos solo donde le sirve, y solo mientras le sirve.",
    parts: [
      {
        id: "visits",
        title: "Páginas que lee",
        text: [
          "Si dice que sí, su navegador anota cuáles de nuestras páginas tuvo delante y cuántos segundos. La nota queda en esta pestaña. Cuando está en un chat con nosotros y ha dado su PIN, la nota se agrega a su expediente, para que la persona con quien hable vea a qué vino.",
          "Si dice que no, o nada, no se anota ni se envía nada. No hay cookies, ni redes de publicidad, ni páginas de otras empresas en las nuestras. A un navegador que envía \u201CGlobal Privacy Control\u201D le creemos.",
        ],
      },
      {
        id: "chat",
        title: "El chat",
        text: [
          "Una conversación queda treinta minutos en esta pestaña, para que no se pierda al recargarla; sin lo que debe o tiene, y con los números largos tachados. Nuestra copia se guarda con sus datos, como una llamada. Su PIN no está en ninguna.",
          "Cuando habla, su voz se convierte en palabras y no se guarda. El micrófono está abierto solo mientras late su botón.",
        ],
      },
      {
        id: "calls",
        title: "Llamadas",
        text: [
          "Las llamadas se graban y se analizan, para ver si le ayudamos. Los números de tarjeta y los PIN se quitan antes de que nadie lea las palabras.",
        ],
      },
      {
        id: "rights",
        title: "Verlo y hacer que se borre",
        text: [
          "Pídanos, en una sucursal, por teléfono o en el chat, que le mostremos lo que tenemos o que lo borremos. Los pagos tenemos que guardarlos siete años; lo demás se va.",
        ],
      },
    ],
    said: {
      yes: "Dijo que sí: las visitas se anotan.",
      no: "Las visitas no se anotan.",
    },
  },
};

export function PrivacyPage({ words }: { words: BankWords }) {
  const letter = LETTERS[words.language];
  return (
    <BankFrame words={words} page="privacy">
      <article class="letter">
        <h1>{letter.title}</h1>
        <p class="lead">{letter.lead}</p>
        {letter.parts.map(({ id, title, text }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{title}</h2>
            {text.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            {id === "visits" && <div id="consent-state" />}
          </section>
        ))}
      </article>
    </BankFrame>
  );
}
