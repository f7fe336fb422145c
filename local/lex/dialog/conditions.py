"""Lex's condition expressions: ``{Slot} > 7 AND !fn.IS_SET([attribute])``."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<reference>\(\([^()]+\)\)|\{[^{}]+\}|\[[^\[\]]+\]|\$\.[\w.\[\]]+)
    |(?P<function>fn\.\w+)
    |(?P<compare>!=|<=|>=|=|<|>)
    |(?P<logic>&&|\|\||!|\bAND\b|\bOR\b|\bNOT\b|\bCONTAINS\b)
    |(?P<bracket>[(),])
    |(?P<bare>[^\s(),!=<>&|]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SAME = {"&&": "AND", "||": "OR", "!": "NOT"}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

Value = str | list[str] | None


class ConditionError(Exception):
    """An expression that is not one."""


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


def holds(expression: str, lookup: Callable[[str], Value]) -> bool:
    """Whether the expression is true; ``lookup`` gives the value of a reference, None if unset.

    A comparison with something unset is false, and spoils nothing around it.
    """
    return _Parser(_tokens(expression), lookup).whole()


def _tokens(expression: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    text = expression.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or match.end() == at:
            raise ConditionError(f"cannot read {text[at:]!r}")
        kind = match.lastgroup or ""
        said = match.group(kind)
        tokens.append(Token(kind, _SAME.get(said, said.upper()) if kind == "logic" else said))
        at = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[Token], lookup: Callable[[str], Value]) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._at = 0

    def whole(self) -> bool:
        result = self._either()
        if self._at < len(self._tokens):
            raise ConditionError(f"unexpected {self._tokens[self._at].text!r}")
        return result

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else Token("end", "")

    def _take(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _expect(self, text: str) -> None:
        if self._take().text != text:
            raise ConditionError(f"{text!r} is missing")

    def _either(self) -> bool:
        result = self._both()
        while self._peek().text == "OR":
            self._take()
            result = self._both() or result
        return result

    def _both(self) -> bool:
        result = self._negated()
        while self._peek().text == "AND":
            self._take()
            result = self._negated() and result
        return result

    def _negated(self) -> bool:
        if self._peek().text == "NOT":
            self._take()
            return not self._negated()
        if self._peek() == Token("bracket", "("):
            self._take()
            result = self._either()
            self._expect(")")
            return result
        return self._comparison()

    def _comparison(self) -> bool:
        left = self._operand()
        if isinstance(left, bool):
            if self._peek().kind != "compare":
                return left
            left = "true" if left else "false"
        operator = self._take()
        if operator.kind != "compare" and operator.text != "CONTAINS":
            raise ConditionError(f"an operator is missing before {operator.text!r}")
        right = self._operand()
        if left is None or right is None or isinstance(right, bool):
            return False
        if operator.text == "CONTAINS":
            return _contains(left, right)
        return _compare(operator.text, left, right)

    def _operand(self) -> Value | bool:
        token = self._take()
        if token.kind == "string":
            return token.text[1:-1]
        if token.kind == "reference":
            return self._lookup(token.text)
        if token.kind == "function":
            return self._call(token.text.lower())
        if token.kind == "bare":
            lowered = token.text.lower()
            return lowered == "true" if lowered in {"true", "false"} else token.text
        raise ConditionError(f"a value is missing at {token.text!r}")

    def _call(self, name: str) -> Value | bool:
        self._expect("(")
        value = self._operand()
        self._expect(")")
        if name == "fn.is_set":
            return value is not None
        if name == "fn.count":
            return str(len(value)) if isinstance(value, list) else None if value is None else "1"
        if name == "fn.length":
            return str(len(value)) if isinstance(value, str) else None
        raise ConditionError(f"there is no function {name}")


def _contains(left: Value | bool, right: Value) -> bool:
    wanted = str(right).lower()
    if isinstance(left, list):
        return wanted in [value.lower() for value in left]
    return wanted in str(left).lower()


def _compare(operator: str, left: Value | bool, right: Value) -> bool:
    one = ", ".join(left) if isinstance(left, list) else str(left)
    other = str(right)
    for kind in (_number, _seconds):
        first, second = kind(one), kind(other)
        if first is not None and second is not None:
            return _COMPARISONS[operator](first, second)
    return _COMPARISONS[operator](one.lower(), other.lower())


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().rstrip("%").rpartition(" ")[2])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.I
)
_SECONDS = (31_536_000, 2_592_000, 604_800, 86_400, 3600, 60, 1)


def _seconds(text: str) -> Decimal | None:
    match = _DURATION.fullmatch(text.strip())
    if not match or not any(match.groups()):
        return None
    return Decimal(
        sum(int(count or 0) * size for count, size in zip(match.groups(), _SECONDS, strict=True))
    )
