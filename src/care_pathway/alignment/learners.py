"""Who a text is about, by its grammar: people named by their work, and people who only help.

The phrases of the lexicon know many kinds of people, and no list knows them all. What an item ends with tells
of the rest: "account managers" are people of another kind, "IPC nurses" are nurses, "all new staff" may be
anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from care_pathway.alignment.tables import BREAK, word_list

_ARTICLES = frozenset({"a", "an", "the", "your", "our", "their", "other"})
#: Items longer than this are sentences.
_PROSE = 12
#: A sentence begins with people where at most so many words stand before them.
_SOON = 2
_MAY_BEGIN_VERB = frozenset(
    {"will", "need", "needs", "want", "often", "must", "have", "are", "learn", "leave", "practise"}
)
#: Longer rows of words are sentences rather than the name of some people.
_IN_MIND = ("in", "mind")
#: "What inspectors ask staff" is what is taught.
_ASKING = frozenset({"what", "how", "why", "when", "where", "which", "whether"})
_LONGEST_NAME, _JOINING = 4, frozenset({"and", "or"})
#: What stands before the places or people for which a title says that it is.
_WHERE, _CARING = frozenset({"in", "for", "at"}), frozenset({"care", "caring"})
#: "Marketers, surveyors, sommeliers": those who do something, in the plural.
_WHO_DO = ("ers", "ors", "ists", "ians", "ants", "eers")


@cache
def _how_taught() -> frozenset[str]:
    return word_list("delivery") | word_list("awareness") | word_list("refreshers")


class Where:
    """Where a row of words stands: in a title, in what is said of the learners, or elsewhere in a text.

    The first words of a description often say for whom it is. Plain numbers, as each is looked up with each
    row of words.
    """

    TITLE: Final = 0
    AUDIENCE: Final = 1
    ITEM: Final = 2
    FIRST: Final = 3


class Work(NamedTuple):
    """People named by their work at the end of a row of words.

    Attributes:
        first: The place of the first of the words that name them.
        unknown: Whether their kind is not known: "account managers".
        anyone: Whether they may be anybody: "all new staff".
    """

    first: int
    unknown: bool
    anyone: bool


def said_plainly(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words that say for whom a course is, as most say it.

    Example:
        >>> said_plainly(tuple("written with account managers in mind".split()))
        ('written', 'for', 'account', 'managers')
    """
    if words[-2:] != _IN_MIND:
        return words
    return tuple("for" if word == "with" else word for word in words[:-2])


def without_delivery(words: tuple[str, ...]) -> tuple[str, ...]:
    """A title without the words at its end that say how it is taught, or how deep it goes.

    Example:
        >>> without_delivery(tuple("fire safety for estate agents online course".split()))
        ('fire', 'safety', 'for', 'estate', 'agents')
    """
    end = len(words)
    while end and (words[end - 1] == BREAK or words[end - 1] in _how_taught()):
        end -= 1
    return words[:end]


def in_another_sense(words: Sequence[str], at: int) -> bool:
    """Whether one word, which is a phrase by itself, is no subject where it stands.

    A verb before its object is not the duty of that name; a word before "Act" is part of the name of a law.

    Example:
        >>> in_another_sense("prevent falls".split(), 0), in_another_sense("prevent duty".split(), 0)
        (True, False)
        >>> in_another_sense("housing act awareness".split(), 0)
        True
    """
    after = words[at + 1] if at + 1 < len(words) else BREAK
    if words[at] in word_list("also_verbs"):
        return after in _ARTICLES or not (
            after == BREAK or after.isdigit() or after in word_list("no_object")
        )
    return after in word_list("ends_a_name")


def may_be_people(last: str, place: int) -> bool:
    """Whether a word, the last of a row, may name people: in the plural, or a word such as "staff".

    Example:
        >>> may_be_people("managers", Where.ITEM), may_be_people("factors", Where.ITEM)
        (True, False)
    """
    if last in word_list("people_heads") or (place == Where.TITLE and last in word_list("offices")):
        return True
    return place != Where.ITEM and last.endswith(_WHO_DO) and last not in word_list("things_in_ers")


def work_at_the_end(words: Sequence[str], place: int, told: Sequence[bool | None]) -> Work | None:
    """The people that a row of words ends with, if it ends with people.

    Args:
        words: The words. A title is about people after "for" only.
        place: Where they stand.
        told: Of each word, whether a phrase of the lexicon tells of it; ``None`` if it says nothing.

    Example:
        >>> work_at_the_end(["account", "managers"], Where.ITEM, [False, True])
        Work(first=0, unknown=True, anyone=False)
        >>> work_at_the_end(["lead", "managers"], Where.ITEM, [True, True]).unknown
        False
    """
    end = len(words)
    first = end - 1
    while first > 0 and words[first - 1] not in word_list("before_people"):
        first -= 1
    before = words[first - 1] if first else ""
    # A title is about people after "for" only, as is what stands first; an item of a list is all about them.
    asked = {Where.TITLE: before == "for", Where.AUDIENCE: True, Where.FIRST: before in ("", "for")}
    made = words[max(first - _LONGEST_NAME - 1, 0) : first - 1]
    all_of_it = not before or (before == "for" and (first == 1 or not word_list("made_for").isdisjoint(made)))
    if not _are_names(words[first:]) or not asked.get(place, all_of_it):
        return None
    heads = words[-1] in word_list("people_heads")
    which = range(first, end - 1)
    # "Motivating staff" is what is taught, "catering staff" are people.
    if words[first] in word_list("done_to_people") or words[0] in _ASKING:
        return None
    # Where a word before them is known, it tells their kind.
    strange = any(told[at] is False for at in which) and not any(told[at] for at in which)
    office = place == Where.TITLE and words[-1] in word_list("offices")
    unknown = office or (strange if heads else told[-1] is False)
    anyone = words[-1] in word_list("whole_workforce") and place != Where.TITLE
    return Work(first, unknown, anyone and not strange and not any(told[first:]))


def strange_place(words: Sequence[str], told: Sequence[bool | None]) -> int | None:
    """Where a title begins to name places or people of a kind that is not known: "in marinas".

    Args:
        words: The words of the title.
        told: Of each word, whether a phrase of the lexicon tells of it; ``None`` if it says nothing.

    Example:
        >>> strange_place("fire safety in marinas".split(), [True, True, None, False])
        3
        >>> strange_place("fire safety in kitchens".split(), [True, True, None, True]) is None
        True
    """
    first = max((at for at, word in enumerate(words) if word in _WHERE), default=-1) + 1
    if not 0 < first < len(words) or not words[-1].endswith("s") or not _are_names(words[first:]):
        return None
    if first > 1 and words[first - 2] in _CARING:
        # "Caring for couples" is what is taught.
        return None
    strange = all(told[at] is False or words[at] in _JOINING for at in range(first, len(words)))
    return first if strange else None


def _are_names(words: Sequence[str]) -> bool:
    """Whether words are short enough to name some people, and perhaps others beside them."""
    size = 0
    for word in words:
        size = 0 if word in _JOINING else size + 1
        if size > _LONGEST_NAME:
            return False
    return len(words) <= _PROSE


def opening_people(words: Sequence[str], places: Sequence[tuple[int, int]], place: int) -> tuple[int, bool]:
    """How many phrases of a sentence name people with whom it begins, and whether they are said to learn.

    Args:
        words: The words of the sentence.
        places: Of each phrase, the places of its first and last word.
        place: Where it stands: the first words of a description are about learners, whatever these do.

    Example:
        >>> words = "teachers and nurses will learn what carers do".split()
        >>> opening_people(words, [(0, 0), (2, 2), (6, 6)], Where.ITEM)
        (2, True)
        >>> opening_people("teachers and nurses are busy".split(), [(0, 0), (2, 2)], Where.FIRST)
        (1, False)
    """
    if not places or places[0][0] > _SOON:
        return 0, False
    verbs = word_list("learners_do")
    for at in range(places[0][1] + 1, min(len(words) - 1, _PROSE)):
        two = f"{words[at]} {words[at + 1]}"
        if words[at] in _MAY_BEGIN_VERB and (two in verbs or " ".join(words[at : at + 3]) in verbs):
            return sum(last < at for _, last in places), True
    last = places[0][1]
    if len(words) <= _PROSE and words[last].endswith("s") and words[last + 1 : last + 2] == ("who",):
        # "Office teams who work from home" is all of a short item.
        return 1, True
    if place != Where.FIRST or not words[places[0][1]].endswith("s"):
        return 0, False
    return 1, False


def said_to_be_for(words: Sequence[str], first: int) -> bool:
    """Whether the people that begin at a place are said to be those for whom it is.

    Example:
        >>> said_to_be_for("suits the whole dental team".split(), 3)
        True
    """
    while first > 1 and words[first - 1] in word_list("before_people_for"):
        first -= 1
    return not word_list("meant_for").isdisjoint(words[max(first - 2, 0) : first])


def only_help(words: Sequence[str], first: int, last: int, place: int) -> bool:
    """Whether the people named by some words are there to help only: the course is not for them."""
    before = words[first - 1] if first else ""
    return (
        _through(words, first)
        # "The district nurse" is somebody known to the learners, not one of them.
        or (place >= Where.ITEM and before == "the" and words[first - 2 : first - 1] != ("for",))
        or (last + 1 < len(words) and words[last + 1] in word_list("helps"))
        or (place >= Where.ITEM and _one_helper(words))
    )


def _one_helper(words: Sequence[str]) -> bool:
    """Whether a text is one of each of some professions; an audience is named in the plural."""
    if len(words) > _PROSE:
        return False
    each = " ".join(words).replace(" or ", " and ").split(" and ")
    return word_list("one_helper").issuperset(each)


def _through(words: Sequence[str], at: int) -> bool:
    """Whether people named at a place are those by whom or with whom something is done."""
    before = _before_people(words, at)
    if before >= 0 and words[before] in _JOINING:
        # "With your pharmacist and GP": as those before them.
        start = max(before - _LONGEST_NAME, -1)
        before = next(
            (place for place in range(before, start, -1) if words[place] in word_list("through")), -1
        )
    return (
        before >= 0
        and words[before] in word_list("through")
        and (before == 0 or words[before - 1] not in word_list("not_through_after"))
    )


def _before_people(words: Sequence[str], at: int) -> int:
    """The place of the word before people, without articles."""
    before = at - 1
    while before > 0 and words[before] in _ARTICLES:
        before -= 1
    return before
