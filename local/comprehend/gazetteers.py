"""The closed lists of ``lists/``, one term a line."""

from pathlib import Path

LISTS = Path(__file__).with_name("lists")


def _terms(name: str) -> frozenset[str]:
    return frozenset((LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines())


LOCATIONS = _terms("locations")
ORGANIZATIONS = _terms("organizations")
EVENTS = _terms("events")
COMMERCIAL_ITEMS = _terms("commercial_items")
FIRST_NAMES = _terms("first_names")
# Capitalised words that follow a cue for a name and are none.
NOT_NAMES = _terms("not_names")
# A place or a firm when capitalised, an ordinary word when not.
ONLY_CAPITALISED = _terms("only_capitalised")
# Words that end a key phrase: function words and common verbs of English and its neighbours.
PHRASE_BREAKS = _terms("phrase_breaks")
