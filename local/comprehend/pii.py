"""Personally identifiable information by rules: cards by their check digit, the rest by cues."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from local.comprehend.entities import EntityEngine
from local.comprehend.entity_rules import STREET, UNITS, EntityType

PII_LANGUAGES = ("en", "es")
CARD = "CREDIT_DEBIT_NUMBER"
CARD_DIGITS = range(13, 20)
# Nine and more turn the check digit of a doubled digit over.
NINE = 9

SPOKEN_DIGITS = rf"(?:(?:{UNITS}|oh)[ ,]{{1,2}}){{2,18}}(?:{UNITS}|oh)"
LINK = r"(?: (?:number|code|is|es|was|ending|ends|in|with|my|the|it's|of|are)\b|:| =|,)* ?"


@dataclass(frozen=True)
class PiiEntity:
    """A span of code points, ``end`` exclusive, of one of Comprehend's PII types."""

    type: str
    begin: int
    end: int
    score: float


@dataclass(frozen=True)
class PiiRule:
    type: str
    pattern: re.Pattern[str]
    score: float


def _rule(kind: str, pattern: str, score: float, flags: int = re.IGNORECASE) -> PiiRule:
    return PiiRule(kind, re.compile(pattern, flags), score)


def _after(kind: str, cue: str, found: str, score: float) -> PiiRule:
    return _rule(kind, rf"\b(?:{cue})\b{LINK}(?P<found>{found})(?!\w)", score)


RULES = (
    _rule("EMAIL", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", 0.99),
    _rule("URL", r"(?:https?://|www\.)[^\s,;]*[^\s,;.!?]", 0.99),
    _rule("AWS_ACCESS_KEY", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", 0.99, 0),
    _rule("MAC_ADDRESS", r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", 0.98),
    _rule("IP_ADDRESS", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])", 0.97),
    _rule("INTERNATIONAL_BANK_ACCOUNT_NUMBER", r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}\b", 0.95, 0),
    _rule(CARD, r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])", 0.99),
    _after("CREDIT_DEBIT_CVV", "cvv|cvc|security code|card verification", r"\d{3,4}", 0.97),
    _after(
        "CREDIT_DEBIT_EXPIRY", "expiry|expires?|expiration|valid thru|exp", r"\d{2}/\d{2,4}", 0.95
    ),
    _after(
        "SSN",
        "social security|social|ssn",
        rf"\d{{3}}[ -]?\d{{2}}[ -]?\d{{4}}|{SPOKEN_DIGITS}",
        0.97,
    ),
    _rule("SSN", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", 0.95),
    _after(
        "CA_SOCIAL_INSURANCE_NUMBER", "social insurance|sin", r"\d{3}[ -]?\d{3}[ -]?\d{3}", 0.95
    ),
    _after("PIN", "pin|pin code|pin number|passcode|clave", rf"\d{{4,6}}|{SPOKEN_DIGITS}", 0.96),
    _after(
        "BANK_ROUTING",
        "routing|transit|sort code|aba",
        rf"\d{{2}}-?\d{{2}}-?\d{{2,5}}|{SPOKEN_DIGITS}",
        0.95,
    ),
    _after("SWIFT_CODE", "swift|bic", r"[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?", 0.95),
    _after("PASSPORT_NUMBER", "passport|pasaporte", r"[A-Z]{0,2}\d{6,9}", 0.95),
    _after("DRIVER_ID", "driver'?s? licen[cs]e|licen[cs]e number", r"[A-Z]{0,2}[\d-]{5,15}", 0.9),
    _after(
        "BANK_ACCOUNT_NUMBER",
        "account|cuenta|acct|checking|savings",
        rf"\d(?:[ -]?\d){{3,16}}|{SPOKEN_DIGITS}",
        0.92,
    ),
    _after("PASSWORD", "password|contraseña", r"(?=\S*\d)\S{4,}", 0.9),
    _after("USERNAME", "user ?name|user id|login", r"(?!and\b|or\b|is\b|in\b|to\b)[\w.-]{3,}", 0.8),
    _rule(
        "PHONE", r"(?<![\w$.-])(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}(?!\w)", 0.97
    ),
    _after(
        "PHONE",
        "phone|mobile|cell|telephone|teléfono|call me (?:on|at)",
        rf"\+?\d(?:[ .-]?\d){{6,14}}|{SPOKEN_DIGITS}",
        0.9,
    ),
    _rule("AGE", r"\b\d{1,3}(?:[ -]years?[ -]old| años)\b", 0.9),
    _rule(
        "ADDRESS",
        rf"\b\d{{1,5}} (?:[\w.]+ ){{1,3}}(?:{STREET})\b(?:,? [A-Z][\w.]+(?: [A-Z][\w.]+)?){{0,2}}"
        r"(?:,? (?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d))?",
        0.95,
        0,
    ),
)
FROM_ENTITIES: dict[str, str] = {EntityType.PERSON: "NAME", EntityType.DATE: "DATE_TIME"}


class PiiEngine:
    """Rules for what has a form, the entity engine for names and dates."""

    def __init__(self, entities: EntityEngine) -> None:
        self._entities = entities

    def entities(self, text: str, language: str) -> list[PiiEntity]:
        """In the order of the text; of two that overlap, the more specific."""
        covered = bytearray(len(text))
        kept = []
        for one in [*self._by_rule(text), *self._by_entity(text, language)]:
            if not any(covered[one.begin : one.end]):
                covered[one.begin : one.end] = b"\1" * (one.end - one.begin)
                kept.append(one)
        return sorted(kept, key=lambda one: one.begin)

    def _by_rule(self, text: str) -> Iterator[PiiEntity]:
        for rule in RULES:
            group = "found" if "found" in rule.pattern.groupindex else 0
            for match in rule.pattern.finditer(text):
                if rule.type != CARD or is_card_number(match.group(group)):
                    yield PiiEntity(rule.type, *match.span(group), rule.score)

    def _by_entity(self, text: str, language: str) -> Iterator[PiiEntity]:
        for entity in self._entities.entities(text, language):
            if entity.type in FROM_ENTITIES:
                kind = FROM_ENTITIES[entity.type]
                yield PiiEntity(kind, entity.begin, entity.end, entity.score)


def is_card_number(written: str) -> bool:
    """Luhn's check over the digits, spaces and dashes left out."""
    digits = [int(character) for character in written if character.isdigit()]
    if len(digits) not in CARD_DIGITS:
        return False
    doubled = [digit * 2 for digit in digits[-2::-2]]
    folded = [digit - NINE if digit > NINE else digit for digit in doubled]
    return sum(folded + digits[-1::-2]) % 10 == 0
