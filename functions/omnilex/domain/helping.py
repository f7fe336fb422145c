"""Help, starting over, saying something again, and not having understood."""

import re

from omnilex.domain import paying
from omnilex.domain.dialog import Action, Choice, Dialog, Reply
from omnilex.domain.session import VERIFICATION, Asked, Channel, Session
from omnilex.domain.verification import WHAT_NEXT
from omnilex.domain.wording import Language, Phrase, sentences

START_OVER = "StartOver"
MISSES_BEFORE_A_PERSON = 2
SILENCES_BEFORE_GOODBYE = 3

NOT_UNDERSTOOD = Phrase(
    en="I am sorry, I did not understand that.", es="Disculpe, no entendí lo que dijo."
)
A_PERSON = Phrase(
    en="I am sorry, I still do not understand. I can get you a person, or you can try other words. "
    "Which would you like?",
    es="Disculpe, sigo sin entender. Puedo pasarle con una persona, o puede decirlo con otras "
    "palabras. ¿Qué prefiere?",
)
WELCOME = Phrase(
    en="You are welcome. I am here if you need anything else.",
    es="Con mucho gusto. Aquí estoy si necesita algo más.",
)
GOODBYE = Phrase(
    en="Thank you for banking with Harbour & Vale. Goodbye.",
    es="Gracias por confiar en Harbour & Vale. Adiós.",
)
ALL_RIGHT = Phrase(en="All right.", es="De acuerdo.")
NOTHING_DONE = Phrase(
    en="Nothing was done that you did not confirm.", es="No se hizo nada que usted no confirmara."
)
NOT_HEARD = Phrase(en="I did not hear anything. Are you still there?", es="No oí nada. ¿Sigue ahí?")
GOODBYE_TO_SILENCE = Phrase(
    en="I still do not hear you, so I end this call. Nothing was done that you did not confirm. "
    "Please call again any time.",
    es="Sigo sin oírle, así que termino esta llamada. No se hizo nada que usted no confirmara. "
    "Vuelva a llamar cuando guste.",
)
_GET_A_PERSON = Phrase(en="Talk to a person", es="Hablar con una persona")
_WHAT_CAN_YOU_DO = Phrase(en="What can you do?", es="¿Qué puede hacer?")
HOW_IT_WORKS = Phrase(
    en="I ask one thing at a time; say it in your own words, or say start over, or ask for a "
    "person. To go on:",
    es="Pregunto una cosa a la vez; dígala con sus palabras, diga empezar de nuevo o pida hablar "
    "con una persona. Para seguir:",
)
HELP = Phrase(
    en="You can say, for example: pay 50 dollars on my credit card; what is my balance; open a "
    "savings account; what are your hours; or talk to a person. What would you like to do?",
    es="Puede decir, por ejemplo: pagar 50 dólares de mi tarjeta; cuál es mi saldo; abrir una "
    "cuenta de ahorros; cuál es su horario; o hablar con una persona. ¿Qué desea hacer?",
)
STARTED_OVER = Phrase(
    en="All right, we start over; nothing was done.",
    es="De acuerdo, empezamos de nuevo; no se hizo nada.",
)
SAID_NOTHING = Phrase(en="I have not said anything yet.", es="Todavía no he dicho nada.")
_YES = re.compile(
    r"(yes|yeah|yep|sure|ok|okay|correct|confirm|do it|s[ií]|claro|correcto|confirmo)\b",
    re.IGNORECASE,
)

_THANKS = re.compile(
    r"(many thanks|thanks|thank you|(muchas )?gracias)\b[\w ,.!]{0,20}", re.IGNORECASE
)
_GOODBYE = re.compile(
    r"((ok|okay|no|great|perfect|thanks|thank you|gracias|muchas gracias|bueno|listo|vale)[ ,.!]*)*"
    r"(that('s| is) (all|it)|nothing else|good ?bye|bye|see you|"
    r"eso es todo|nada m[aá]s|adi[oó]s|hasta (luego|pronto))\b[\w ,.!]{0,20}",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"(no|nope)\b[ ,.!]*(many thanks|thanks|thank you|(muchas )?gracias)?[ .!]*", re.IGNORECASE
)


def is_thanks(utterance: str) -> bool:
    """Thanks, and nothing else."""
    return _THANKS.fullmatch(utterance.strip()) is not None


def is_farewell(utterance: str) -> bool:
    return _GOODBYE.fullmatch(utterance.strip()) is not None


def wants_no_more(utterance: str) -> bool:
    return _NO_MORE.fullmatch(utterance.strip()) is not None


def is_goodbye(utterance: str, asked: Asked) -> bool:
    """A farewell; or a "no" where the bot had asked what else there is to do."""
    asked_more = asked.reply is not None and not asked.is_open
    return is_farewell(utterance) or (asked_more and wants_no_more(utterance))


def say_goodbye(dialog: Dialog, session: Session, asked: Asked) -> Reply:
    """Closes the conversation. On the telephone the contact flow says the goodbye itself."""
    asks_who = asked.reply is not None and asked.reply.intent == VERIFICATION
    under_way = session.pending is not None if asks_who else asked.is_open
    left_open = [NOTHING_DONE] if under_way else []
    last = [] if session.channel is Channel.VOICE else [GOODBYE]
    said = sentences([*left_open, *last] or [ALL_RIGHT])
    return Reply.close(dialog.intent, said(dialog.language))


def is_stray_yes(dialog: Dialog, session: Session) -> bool:
    """A "yes" that nothing asked for, after a payment."""
    return session.receipt is not None and _YES.match(dialog.utterance.strip()) is not None


def is_silence(dialog: Dialog) -> bool:
    """Nothing was said; only on the telephone can that be."""
    return not dialog.utterance.strip()


def not_heard(dialog: Dialog, asked: Asked) -> Reply:
    """Asks whether anybody is there, with the open question; says goodbye at the third silence."""
    if asked.misses + 1 >= SILENCES_BEFORE_GOODBYE:
        return Reply.close(dialog.intent, GOODBYE_TO_SILENCE(dialog.language))
    return missed(aside(NOT_HEARD(dialog.language), asked))


def not_understood(dialog: Dialog, session: Session, asked: Asked) -> Reply:
    """Says what it can do, and offers a person at the second miss in a row.

    A stray "yes" gets the payment's reference.
    """
    if session.receipt and is_stray_yes(dialog, session):
        return paying.paid_before(session.receipt, dialog)
    if asked.misses + 1 >= MISSES_BEFORE_A_PERSON:
        offers = tuple(
            Choice(text=said(dialog.language), value=said(dialog.language))
            for said in (_GET_A_PERSON, _WHAT_CAN_YOU_DO)
        )
        offer = Reply.ask(A_PERSON(dialog.language))
        return missed(offer.model_copy(update={"choices": offers}))
    return missed(Reply.ask(sentences([NOT_UNDERSTOOD, WHAT_NEXT])(dialog.language)))


def missed(reply: Reply) -> Reply:
    """The reply to what the bot has no answer to: it counts, and is told to the bank."""
    return reply.model_copy(update={"missed": True})


def explain(asked: Asked, language: Language) -> Reply:
    """What one can say here: at a question how to answer it, else all that the bot does."""
    if asked.is_open:
        return aside(HOW_IT_WORKS(language), asked)
    return Reply.ask(HELP(language))


def start_over(language: Language) -> Reply:
    return Reply.ask(sentences([STARTED_OVER, WHAT_NEXT])(language))


def repeat(asked: Asked, language: Language) -> Reply:
    """The last thing said, with what it asked for."""
    if asked.reply is None or asked.reply.text is None:
        return Reply.ask(sentences([SAID_NOTHING, WHAT_NEXT])(language))
    if asked.is_open:
        return asked.reply
    return Reply(action=Action.ELICIT_INTENT, text=asked.reply.text, choices=asked.reply.choices)


def aside(text: str, asked: Asked, choices: tuple[Choice, ...] = ()) -> Reply:
    """Answer, then go on with the question that was open, if one was."""
    if asked.reply is None or not asked.is_open:
        return Reply.ask(text).model_copy(update={"choices": choices})
    return asked.reply.model_copy(update={"aside": text, "aside_choices": choices})
