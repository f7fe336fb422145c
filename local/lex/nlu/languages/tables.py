"""Tables of words, written as lists."""


def count(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    """Words in the order of their numbers; a place may hold several, parted by a stroke."""
    return {
        word: start + step * place
        for place, names in enumerate(words.split())
        for word in names.split("|")
    }


def units(**names: str) -> dict[str, str]:
    """What each word means: ``D="day days"``."""
    return {name: unit for unit, words in names.items() for name in words.split()}


def phrases(**meanings: str) -> dict[str, str]:
    """What each phrase means: ``am="in the morning|this morning"``."""
    return {phrase: meaning for meaning, said in meanings.items() for phrase in said.split("|")}


def endings(stems: str, *endings: str) -> frozenset[str]:
    """Every stem with every ending: ``nächst`` with ``e``, ``en``, ``er``."""
    return frozenset(stem + ending for stem in stems.split() for ending in endings)


AM = "am|a.m.|a . m .|a . m|a m"
PM = "pm|p.m.|p . m .|p . m|p m"
