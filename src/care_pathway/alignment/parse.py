"""What stands in a course: the phrases of its title, and those of each item of its description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from care_pathway.alignment.learners import Where
from care_pathway.alignment.tables import BREAK, word_list
from care_pathway.alignment.vocabulary import (
    SUBJECT,
    Hit,
    ItemFindings,
    course_lexicon,
    in_any_item,
)
from care_pathway.language.text import normalise, untagged

_SUBJECT = frozenset({SUBJECT})
#: Highest number that may be a level or a tier.
_HIGHEST_LEVEL = 12
_LEVELS = frozenset(map(str, range(_HIGHEST_LEVEL + 1)))
#: What stands around a number at the end of a title.
_BEFORE_NUMBER, _AFTER_NUMBER = " ,:([#–-", " )]."
_DIGIT = re.compile(r"[0-9]")
_CODE = re.compile(r"(?<![\w/.-])([0-9]{4,})(?![\w/.-])")


class CourseText(NamedTuple):
    """What was found in those parts of a course that decide, and in its category.

    Attributes:
        title: In its title.
        audience: In each item of what is said of its learners.
        content: In each item of what it teaches.
        category: In each item of the category under which it is filed.
    """

    title: ItemFindings
    audience: tuple[ItemFindings, ...] = ()
    content: tuple[ItemFindings, ...] = ()
    category: tuple[ItemFindings, ...] = ()


def signs_in_item(hit: Hit) -> frozenset[str]:
    """What a phrase in an item of a description is a sign of."""
    learners = hit.about_people or hit.meant
    signs = hit.meaning.signs if learners else hit.meaning.signs & in_any_item()
    return signs - _SUBJECT if hit.meaning.titles_only else signs


def parse_title(title: str) -> ItemFindings:
    """What stands in a title; a phrase runs over a colon, a dash or a bracket only if it says so.

    Example:
        >>> [hit.words for hit in parse_title("Fire Safety (Leeds)").hits]
        ['fire safety']
    """
    return parse_words(words_of_title(title))


def parse_words(words: Sequence[str]) -> ItemFindings:
    """What stands in a title that is given as its words.

    Example:
        >>> [hit.words for hit in parse_words(["fire", "safety"]).hits]
        ['fire safety']
    """
    return course_lexicon().find(words, Where.TITLE)


def words_of_title(title: str) -> tuple[str, ...]:
    """The words of a title, with `BREAK` where it begins again: at a colon, a dash or a bracket.

    Example:
        >>> words_of_title("Moving, Assisting & Handling: People (Leeds)")
        ('moving', 'assisting', 'and', 'handling', ',', 'people', ',', 'leeds', ',')
    """
    # A comma in a title parts nothing: "moving, handling".
    text = normalise(title, keep="|()")
    for mark in "|()":
        text = text.replace(mark, BREAK)
    return tuple(text.split())


def says_awareness(title: str) -> bool:
    """Whether a title says that the course only makes aware or introduces.

    Example:
        >>> says_awareness("Fire Awareness"), says_awareness("Fire Warden")
        (True, False)
    """
    return not word_list("awareness").isdisjoint(words_of_title(title))


def in_another_language(title: str) -> bool:
    """Whether a title, of which nothing else is known, is in another language or in other letters.

    Example:
        >>> in_another_language("Diogelu oedolion"), in_another_language("Forklift")
        (True, False)
    """
    words = words_of_title(title)
    return not word_list("other_languages").isdisjoint(words) or not any(map(str.isascii, "".join(words)))


def parse_whole(words: Sequence[str]) -> ItemFindings | None:
    """What stands in the title of the course of which this one only makes aware; ``None`` if it does not.

    Args:
        words: The words of its title.

    Example:
        >>> [hit.words for hit in parse_whole(["stress", "awareness"]).hits], parse_whole(["stress"])
        (['stress'], None)
    """
    awareness = word_list("awareness")
    if awareness.isdisjoint(words):
        return None
    return parse_words([word for word in words if word not in awareness])


def parse_items(text: str, *, audience: bool = False) -> tuple[ItemFindings, ...]:
    """What stands in each item and sentence of a description.

    Args:
        text: A description or a part of one.
        audience: Whether it says who the course is for: one professional alone is then no helper.

    Example:
        >>> [[hit.words for hit in found.hits] for found in parse_items("hoists, slings. Free")]
        [['hoists'], ['slings'], []]
    """
    if not text:
        return ()
    lexicon = course_lexicon()
    return lexicon.of_learners(text) if audience else lexicon.items(text)


def subject_of(title: str) -> str:
    """A title without what says nothing of its subject: codes, years, and the number of a run.

    Example:
        >>> subject_of("Fire Safety 20413 run 7"), subject_of("Autism Level 2")
        ('Fire Safety', 'Autism Level 2')
    """
    return split_title(title)[0]


def split_title(title: str) -> tuple[str, ...]:
    """A title without what says nothing of its subject; then its codes and years, and the number of a run.

    Example:
        >>> split_title("Fire Safety 20413 run 7")
        ('Fire Safety', '20413', ' run 7')
    """
    title = untagged(title)
    if _DIGIT.search(title) is None:
        return (title,)
    first, *others = _CODE.split(title)
    subject, run = split_run(" ".join((first, *others[1::2])) if others else first)
    return (subject.rstrip() if others else subject, *others[::2], *filter(None, [run]))


def split_run(title: str) -> tuple[str, str]:
    """A title, and the number of a run at its end, which says nothing of what the course is about.

    Example:
        >>> split_run("Fire Safety (cohort 3)"), split_run("Fire Safety 35"), split_run("Autism Level 2")
        (('Fire Safety', ' (cohort 3)'), ('Fire Safety', ' 35'), ('Autism Level 2', ''))
    """
    end = title.rstrip(_AFTER_NUMBER)
    named = end.rstrip("0123456789")
    number = end[len(named) :]
    subject = named.rstrip(_BEFORE_NUMBER)
    if not (number and subject) or subject == named:
        return title, ""
    word = subject.rpartition(" ")[2].strip("([#.")
    if word.lower() in word_list("run_words"):
        subject = subject.removesuffix(".").removesuffix(word).rstrip(_BEFORE_NUMBER)
    elif number in _LEVELS or number in course_lexicon().numbers:
        return title, ""
    return (subject, title[len(subject) :]) if subject else (title, "")


def words_with(founds: Iterable[ItemFindings], signs: frozenset[str]) -> str:
    """The phrases that carry one of some signs, as they stand in the text."""
    words = (hit.words for found in founds for hit in found.hits if not signs.isdisjoint(hit.meaning.signs))
    return ", ".join(dict.fromkeys(words))
