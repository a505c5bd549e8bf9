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
from care_pathway.language.words import singular


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
