"""A short summary in the contact's own sentences: those that say most of what the others say."""

import math
from collections import Counter
from collections.abc import Collection, Sequence

from omnilex.domain.contact import Highlight, Role, SummarySentence, Turn
from omnilex.domain.phrases import tokens_of
from omnilex.domain.sentences import Sentence, sentences_of

LEAST_SENTENCES, MOST_SENTENCES = 3, 5
SENTENCES_FOR_ONE = 12  # of the contact for one more of the summary
LEAST_WORDS, MOST_WORDS = 5, 45
MOST_ALIKE = 0.5
HIGHLIGHTED, FROM_THE_BEGINNING, QUESTION = 1.6, 0.35, 0.6
# Words that every contact says; what is rare in the contact itself is found without a list.
COMMON = frozenset(
    token.word
    for token in tokens_of(
        """
        the a an and or but so to of in on at for with from by is are was were be been am it this
        that these those i you he she we they me my your our his her their him us them do does did
        have has had can could will would shall should may might not no yes yeah okay ok um uh well
        just like there here what which who how when where why if then than as about up out all any
        some very please thank thanks hello hi bye good great one let's i'm it's that's don't i'll
        you're el la los las un una y o pero de en a que es por para con no sí mi su lo le se me te
        al del como muy más gracias hola bueno
        """
    )
)


def of_contact(
    turns: Sequence[Turn], highlights: Sequence[Highlight]
) -> tuple[SummarySentence, ...]:
    """Three to five sentences in their order; fewer where fewer say anything."""
    candidates = _candidates(turns)
    if not candidates:
        return ()
    words = [_words(sentence.text) for sentence in candidates]
    weights = _weights(words)
    marked = {(one.turn, one.text) for one in highlights}
    scores = [
        _score(sentence, own, weights, turns, marked=(sentence.turn, sentence.text) in marked)
        for sentence, own in zip(candidates, words, strict=True)
    ]
    wanted = min(
        MOST_SENTENCES, max(LEAST_SENTENCES, math.ceil(len(candidates) / SENTENCES_FOR_ONE))
    )
    chosen = _chosen(scores, words, wanted)
    return tuple(
        SummarySentence(turn=candidates[at].turn, text=candidates[at].text) for at in sorted(chosen)
    )


def _candidates(turns: Sequence[Turn]) -> list[Sentence]:
    human = [turn for turn in turns if turn.role is not Role.BOT]
    said = list(sentences_of(human))
    fitting = [one for one in said if LEAST_WORDS <= len(one.text.split()) <= MOST_WORDS]
    return fitting or said[:LEAST_SENTENCES]


def _words(text: str) -> frozenset[str]:
    return frozenset(token.word for token in tokens_of(text)) - COMMON


def _weights(words: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much a word stands for the contact: said in many sentences, and not in all of them."""
    in_sentences = Counter(word for own in words for word in own)
    most = len(words)
    return {
        word: count * math.log(1 + most / count)
        for word, count in in_sentences.items()
        if count > 1 or most < SENTENCES_FOR_ONE
    }


def _score(
    sentence: Sentence,
    own: frozenset[str],
    weights: dict[str, float],
    turns: Sequence[Turn],
    *,
    marked: bool,
) -> float:
    """The mean weight of its words; what is said at the beginning and what a rule marks counts
    more, a question less.
    """
    if not own:
        return 0.0
    central = sum(weights.get(word, 0.0) for word in own) / (len(own) + 3)
    early = 1 + FROM_THE_BEGINNING * (1 - sentence.turn / len(turns))
    question = QUESTION if sentence.text.endswith("?") else 1.0
    return central * early * question * (HIGHLIGHTED if marked else 1.0)


def _chosen(
    scores: Sequence[float], words: Sequence[frozenset[str]], wanted: int
) -> Collection[int]:
    """The best, none that says again what another said."""
    chosen: list[int] = []
    for at in sorted(range(len(scores)), key=lambda one: -scores[one]):
        if all(_alike(words[at], words[other]) < MOST_ALIKE for other in chosen):
            chosen.append(at)
        if len(chosen) == wanted:
            break
    return chosen


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0
