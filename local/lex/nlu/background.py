"""What people say that means no intent by itself: the classifier learns to leave it alone.

Closed classes of words (articles, pronouns, answers), noises, numbers and small talk. A bot that
has one of them among its own sample utterances keeps it.
"""

_WORDS = (
    "a an the this that these those it its he she they we you i me my your his her our their us "
    "them is are was were be been am do does did done have has had will would can could should may "
    "might must shall and or but so if then than as of in on at to for from by with about into "
    "over up down out off not just only very too also now here there today tomorrow yesterday "
    "later soon again once always never ever who what when where why how which whose all any both "
    "each few more most some none other another such same own well um uh er please "
    "thanks thank ok okay alright right fine good great cool nice yes yeah no nope sure "
    "maybe perhaps absolutely definitely correct wrong true false exactly first second next "
    "one two three seven ten twelve twenty fifty hundred thousand go come get let see say wait "
    "red blue green monday friday june morning evening noon mary david london chicago banana table "
    "dog car house tree blah foo bar test asdf qwerty zzz abc xyz"
)
_NUMBERS = "0 1 7 12 42 99 100 250 1111 1234 4821 90210 555-0134 5550142368 3.50 $20 50% 5pm"
_PHRASES = (
    "yes please|no thanks|no thank you|thank you very much|that is right|that is correct|"
    "of course|go ahead|do it|sounds good|that one|the first one|the other one|not now|not yet|"
    "i do not know|i am not sure|i think so|i guess|let me think|one moment|just a second|"
    "hold on|never mind|what do you mean|i do not understand|as soon as possible|next week|"
    "tomorrow morning|at five in the afternoon|two hundred|double four|a hundred and twenty five|"
    "one two three four|blah blah blah|la la la|asdf jkl|wfhgk pqxv|lorem ipsum dolor sit amet|"
    "what is the weather like|what time is it|tell me something funny|who won the game|"
    "what is the capital of france|how old are you|are you a robot|i love my cat|the sky is blue|"
    "this sentence is about nothing|my name is david|i live in london|it is raining outside"
)


def background() -> list[str]:
    """Utterances of no intent."""
    return [*_WORDS.split(), *_NUMBERS.split(), *_PHRASES.split("|")]
