"""What the bot says while it finds out who the customer is."""

from omnilex.domain.customer import Customer, phone_digits
from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.pin import OWNERS_TRIES_IN_A_DAY, Allowance, owners
from omnilex.domain.session import VERIFICATION, VERIFIED_FOR_S, Channel, PendingIntent, Session
from omnilex.domain.wording import Language, Phrase, sentences

INTENT = VERIFICATION
NUMBER = "PhoneNumber"
PIN = "Pin"
BANK = "Harbour & Vale Bank"
CALL_US = "1-800-555-0142"

ASK_NUMBER = Phrase(
    en="What is the phone number or customer number on your account?",
    es="¿Cuál es el número de teléfono o de cliente de su cuenta?",
)
ASK_PIN = Phrase(
    en="Please enter your 4-digit PIN.", es="Introduzca su PIN de 4 dígitos, por favor."
)
WHAT_NEXT = Phrase(
    en="You can pay your mortgage, credit card, car loan or bills, ask what you hold and owe, open "
    "an account, or ask me a question. What would you like to do?",
    es="Puede pagar su hipoteca, tarjeta de crédito, préstamo del auto o facturas, preguntar qué "
    "tiene y qué debe, abrir una cuenta o hacerme una pregunta. ¿Qué desea hacer?",
)
LOCKED = Phrase(
    en="That PIN has been tried too often, so I have locked it to keep your account safe. Call us "
    f"at {CALL_US} and we will unlock it together.",
    es="Ese PIN se intentó demasiadas veces, así que lo bloqueé para proteger su cuenta. Llámenos "
    f"al {CALL_US} y lo desbloqueamos juntos.",
)
PIN_AGAIN = Phrase(
    en="To keep your account safe, I need your PIN again.",
    es="Para proteger su cuenta, necesito su PIN otra vez.",
)
CAN_HELP = Phrase(en="I can help with that.", es="Con gusto le ayudo con eso.")
FIRST = Phrase(en="I can help with that. First:", es="Con gusto le ayudo con eso. Primero:")
HELLO_AGAIN = Phrase(en="Hello again, {name}.", es="Hola de nuevo, {name}.")
WELCOME = Phrase(
    en=f"Welcome to {BANK}. I am OmniLex; I can take payments, tell you about your accounts, open "
    "new ones and answer questions.",
    es=f"Le damos la bienvenida a {BANK}. Soy OmniLex; puedo recibir pagos, informarle de sus "
    "cuentas, abrir otras y responder preguntas.",
)
THANK_YOU = Phrase(en="Thank you.", es="Gracias.")
THANK_YOU_NAME = Phrase(en="Thank you, {name}.", es="Gracias, {name}.")
WRONG_PIN = Phrase(
    en="That PIN is not right. You have {tries} left.",
    es="Ese PIN no es correcto. Le quedan {tries}.",
)
TOO_SOON = Phrase(
    en="Somebody has just tried that PIN elsewhere. Please wait {wait} and enter it again.",
    es="Alguien acaba de probar ese PIN en otro lugar. Espere {wait} e introdúzcalo otra vez.",
)
_ONE_SECOND = Phrase(en="1 second", es="1 segundo")
_SECONDS = Phrase(en="{count} seconds", es="{count} segundos")
_ONE_TRY = Phrase(en="1 try", es="1 intento")
_TRIES = Phrase(en="{count} tries", es="{count} intentos")


def admit(session: Session, dialog: Dialog, now_s: int) -> tuple[Session, str | Reply]:
    """The session to keep; and its customer's id, or what to ask a customer not verified now.

    Verification lasts on with each turn. What could not be done yet is taken up after the PIN.
    """
    customer_id = session.verified_customer(now_s)
    if customer_id:
        return session.model_copy(update={"verified_until": now_s + VERIFIED_FOR_S}), customer_id
    pending = PendingIntent(intent=dialog.intent, slots=dialog.slots)
    return session.model_copy(update={"pending": pending}), begin(dialog, session)


def begin(dialog: Dialog, session: Session) -> Reply:
    """Turn from whatever was asked to finding out who asks."""
    language = dialog.language
    if session.customer_id:
        return _elicit_pin(session.customer_id, sentences([PIN_AGAIN, ASK_PIN])(language))
    number = number_of(dialog, session)
    if number:
        return _elicit_pin(number, sentences([CAN_HELP, ASK_PIN])(language))
    return _elicit_number(sentences([FIRST, ASK_NUMBER])(language))


def number_of(dialog: Dialog, session: Session) -> str | None:
    """What the channel knows of who writes or calls: whose PIN it must be."""
    return dialog.phone_number or session.known_number


def greet(first_name: str | None, dialog: Dialog, session: Session) -> Reply:
    """A verified customer by name; else asks who it is."""
    language = dialog.language
    if first_name:
        hello = HELLO_AGAIN.of(name=first_name)
        return Reply.ask(sentences([hello, WHAT_NEXT])(language))
    number = number_of(dialog, session)
    asked = (
        _elicit_pin(number, ASK_PIN(language)) if number else _elicit_number(ASK_NUMBER(language))
    )
    return asked.model_copy(update={"aside": WELCOME(language)})


def ask(number: str | None, language: Language) -> Reply:
    """For the number, and when that is known for the PIN."""
    if number is None:
        return _elicit_number(ASK_NUMBER(language))
    return _elicit_pin(number, sentences([THANK_YOU, ASK_PIN])(language))


def allowance(customer: Customer | None, number: str, session: Session) -> Allowance:
    """From the number on the account the owner has some tries that nobody else can use up.

    A number may be forged, so these are few; and they are counted like all others.
    """
    if customer is None:
        return Allowance(account=f"NOBODY#{phone_digits(number)}")
    calls = session.channel in {Channel.VOICE, Channel.SMS} and session.identity
    if calls and phone_digits(session.identity or "") == phone_digits(customer.phone):
        return Allowance(account=owners(customer.customer_id), most=OWNERS_TRIES_IN_A_DAY)
    return Allowance(account=customer.customer_id)


def wait(number: str, seconds: int, language: Language) -> Reply:
    """The PIN was not looked at, and the try is not counted."""
    waits = _ONE_SECOND if seconds == 1 else _SECONDS.of(count=str(seconds))
    return _elicit_pin(number, TOO_SOON(language, wait=waits))


def refuse(number: str, tries_left: int, language: Language) -> Reply:
    """A wrong PIN; the same words whether the number is anybody's or nobody's."""
    tries = _ONE_TRY if tries_left == 1 else _TRIES.of(count=str(tries_left))
    return _elicit_pin(number, sentences([WRONG_PIN.of(tries=tries), ASK_PIN])(language))


def lock(language: Language) -> Reply:
    return Reply.close(INTENT, LOCKED(language), failed=True)


def welcome(first_name: str, language: Language) -> Reply:
    thanks = THANK_YOU_NAME.of(name=first_name)
    return Reply.ask(sentences([thanks, WHAT_NEXT])(language))


def _elicit_number(text: str) -> Reply:
    return Reply.elicit(INTENT, {NUMBER: None, PIN: None}, NUMBER, text)


def _elicit_pin(number: str, text: str) -> Reply:
    return Reply.elicit(INTENT, {NUMBER: number, PIN: None}, PIN, text)
