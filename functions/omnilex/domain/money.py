"""Amounts are whole cents; nothing here ever holds a fraction of one."""

import re
from decimal import Decimal, InvalidOperation

from omnilex.domain.wording import ExplainedError, Phrase

CURRENCY = "CAD"
_AMOUNT = re.compile(
    r"(?:[A-Z]{3}\s*)?(-?)(?:\$\s*)?(-?[\d,]*\.?\d+)(?:\s*(?:dollars?|d[oó]lar(?:es)?))?",
    re.IGNORECASE | re.ASCII,
)
# All that a customer says when it is only an amount: "make it $50", "125.50 dollars please".
_STATED = re.compile(
    r"(?:(?:no|sorry|actually|make it|change it to|pay|it is|it's|just|"
    r"perd[oó]n|mejor|que sean|c[aá]mbielo a|pague|son|solo|s[oó]lo),?\s+)*"
    rf"({_AMOUNT.pattern})(?:\s+(?:please|instead|por favor|mejor))*[.!]?",
    re.IGNORECASE | re.ASCII,
)
_SIGNED = re.compile(r"-?\$\s*[\d,]*\d(?:\.\d+)?", re.ASCII)
_CENT = Decimal("0.01")

NOT_AN_AMOUNT = Phrase(
    en="Please give the amount in dollars, for example 125.50.",
    es="Diga la cantidad en dólares, por ejemplo 125.50.",
)
TOO_FINE = Phrase(
    en="An amount has at most two digits after the point.",
    es="Una cantidad tiene como máximo dos decimales.",
)


class AmountError(ExplainedError):
    """An amount that cannot be paid; the message tells the customer what can."""


def parse_cents(text: str) -> int:
    """Cents of an amount as Lex resolves or a customer writes it: ``125.5``, ``CAD 125``, ``$9``.

    Raises AmountError when it is no amount or is finer than a cent.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise AmountError(NOT_AN_AMOUNT)
    try:
        amount = Decimal((match[1] + match[2]).replace(",", ""))
    except InvalidOperation:
        raise AmountError(NOT_AN_AMOUNT) from None
    if amount != amount.quantize(_CENT):
        raise AmountError(TOO_FINE)
    return int(amount * 100)


def stated_amount(utterance: str) -> str | None:
    """An amount with its $, or one that is all the utterance says; ``parse_cents`` reads it."""
    signed = _SIGNED.findall(utterance)
    if len(signed) == 1:
        return str(signed[0])
    match = _STATED.fullmatch(utterance.strip())
    return match[1] if match else None


def dollars(cents: int) -> str:
    """``12550`` -> ``$125.50``; what is owed carries a minus sign."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def plain_amount(cents: int) -> str:
    """``12550`` -> ``125.50``, as Lex resolves a number."""
    return f"{cents // 100}.{cents % 100:02d}"
