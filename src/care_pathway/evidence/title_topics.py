"""What the lexicon of courses knows of a title: the second place to look, after the table of training titles.

Only its curated phrases for one subject are used. What a course is about beyond its title, and how sure that
is, is for `care_pathway.alignment` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from care_pathway._data import items_of, read_csv
from care_pathway.language.phrases import Phrases, variants
from care_pathway.language.spelling import Speller
from care_pathway.language.words import singular

#: As for courses: shorter words are too often another word, as is one letter changed up to ten.
_SHORTEST_MISTYPED, _CHANGED_FROM = 7, 11
#: Words that say that it was not done are looked for in shorter ones too: "expird".
_SHORTEST_STATE, _STATE_CHANGED_FROM = 6, 9


class TitleTopic(NamedTuple):
    """A subject of the lexicon that a title names.

    Attributes:
        phrase: The phrase, in the lexicon's words.
        themes: Its themes.
        practice_areas: Its practice areas.
    """

    phrase: str
    themes: tuple[str, ...]
    practice_areas: tuple[str, ...]


def topics_in(words: str) -> Iterator[TitleTopic]:
    """The subjects that a title names, the longest phrase first wherever two begin alike.

    Args:
        words: The title as lower-case words.

    Example:
        >>> [topic.themes for topic in topics_in("stop and watch")]
        [('health-and-wellbeing',)]
    """
    return (found.meaning for found in _phrases().find(_folded(words.split())))


def repaired(words: str) -> str:
    """A title with each long word that was typed wrongly as the known word that it stands for.

    A word that any list knows is left as it is, and so is one that may stand for several.

    Args:
        words: The title as lower-case words.

    Example:
        >>> repaired("safegaurding adults and meditation")
        'safeguarding adults and meditation'
        >>> repaired("fire safety not complted")
        'fire safety not completed'
    """
    return " ".join(
        word if len(word) < _SHORTEST_STATE or singular(word) in _all_words() else _near(word) or word
        for word in words.split()
    )


def _near(word: str) -> str | None:
    """The known word that an unknown one stands for; slips seldom change the first letter."""
    near = _speller().correct(word) or _speller().correct(singular(word))
    if near is not None and near[0] == word[0]:
        return near
    state = _state_speller().correct(word)
    # "Expire" is another form of "expired", and no slip: "fire safety, expire 12/2027".
    return state if state is not None and (state[0], state[-1]) == (word[0], word[-1]) else None


@cache
def _subjects() -> frozenset[str]:
    """The words of subjects, and those that say what kind of training it is and whom it is for."""
    tables = ("training-titles", "training-outside", "training-words")
    rows = (row for name in tables for row in read_csv(f"crosswalks/{name}.csv"))
    phrases = (*_phrases().meanings, *(phrase for row in rows for phrase in items_of(row["words"])))
    return frozenset(word for phrase in phrases for word in phrase.split())


@cache
def _speller() -> Speller:
    return Speller(_subjects(), shortest=_SHORTEST_MISTYPED, changed_from=_CHANGED_FROM)


@cache
def _states() -> frozenset[str]:
    """The words that say that it was not done, or counts no longer."""
    phrases = (phrase for row in read_csv("lexicons/not-done.csv") for phrase in items_of(row["words"]))
    return frozenset(word for phrase in phrases for word in phrase.split())


@cache
def _state_speller() -> Speller:
    return Speller(_states(), shortest=_SHORTEST_STATE, changed_from=_STATE_CHANGED_FROM)


@cache
def _all_words() -> frozenset[str]:
    """Every word, in the singular, that some list has, so that it is no slip of the keyboard."""
    tables = ("topic_phrases.csv", "people_phrases.csv")
    phrases = (row["phrase"] for name in tables for row in read_csv(f"lexicons/courses/{name}"))
    words = {word for phrase in phrases for several in variants(phrase) for word in several}
    words |= {row["word"] for row in read_csv("lexicons/courses/words.csv")}
    return frozenset(map(singular, words | _states() | _subjects()))


@cache
def _phrases() -> Phrases[TitleTopic]:
    meanings: dict[str, TitleTopic] = {}
    topics = {row["topic"]: row for row in read_csv("lexicons/courses/topics.csv")}
    for row in read_csv("lexicons/courses/topic_phrases.csv"):
        if row["counts"] == "":
            about = topics[row["topic"]]
            topic = TitleTopic(row["phrase"], items_of(about["themes"]), items_of(about["practice areas"]))
            for words in variants(row["phrase"]):
                meanings.setdefault(" ".join(_folded(words)), topic)
    meanings.pop("", None)
    return Phrases(meanings)


def _folded(words: list[str]) -> list[str]:
    """Words as the lexicon is looked up by: without the small ones, plurals folded."""
    return [singular(word) for word in words if word not in _small_words()]


@cache
def _small_words() -> frozenset[str]:
    words = read_csv("lexicons/courses/words.csv")
    return frozenset(row["word"] for row in words if row["list"] == "small_words")
