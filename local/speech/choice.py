"""Which engine recognizes speech, by the environment."""

import os
from collections.abc import Mapping

VARIABLE = "OMNILEX_RECOGNIZER"
MOONSHINE, POCKETSPHINX = "moonshine", "pocketsphinx"
RECOGNIZERS = (MOONSHINE, POCKETSPHINX)


def chosen(environment: Mapping[str, str] = os.environ) -> str:
    """One of RECOGNIZERS. Raises ValueError for another."""
    name = environment.get(VARIABLE) or MOONSHINE
    if name not in RECOGNIZERS:
        raise ValueError(f"{VARIABLE} is {name!r}, and can be: {', '.join(RECOGNIZERS)}.")
    return name
