"""What the numbers of a title mean: a reference, pay and hours, an age of the people supported.

References, pay and hours say nothing of the job and go. Ages are put in words: a child, an adult.
"""

from __future__ import annotations

import re

from care_pathway.titles.vocabulary import TitleLexicon

#: Stands for money of any kind.
_MONEY = "$"
#: Marks between the parts of a title.
DASHES = frozenset("-/,")
#: What stands between a number and what goes on with it: "25,000", "£14/hr", "£14 and OT".
AMONG_NUMBERS = frozenset({",", "and", "/"})
#: The shortest word with a number that is a reference at an end of a title; a shorter one may be an age.
_REFERENCE = 4
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
#: How references end.
REFERENCE_ENDS = _CLOSING.union("0123456789")
DIGIT = re.compile("[0-9]")
_YEARS_OLD = re.compile("[0-9]yo")
#: Of a doctor's programmed activities, "10 PAs"; up to so many may be posts, "2 PAs".
_SESSIONS, _MOST_POSTS = "pas", 3
#: From this amount on, with or without its pence, it is pay for a year.
_YEARLY = 5000
#: From this age on, people are not a child.
_ADULT = 18
_MAY_WORK = 16


def without_first_reference(lexicon: TitleLexicon, text: str) -> str:
    """A text without the reference that opens it, which says nothing and makes each title one of its own."""
    first, _, after = text.partition(" ")
    while _is_reference(lexicon, first):
        if first[0].isdigit() and after.partition(" ")[0].lower() in lexicon.pay_words:
            break  # "25000 pa"
        text = after
        first, _, after = text.partition(" ")
    return text


def without_last_reference(lexicon: TitleLexicon, text: str) -> str:
    """The same for the reference at its end."""
    while text[-1:] in REFERENCE_ENDS:
        before, _, last = text.rpartition(" ")
        if not _is_reference(lexicon, last):
            break
        text = before
    return text


def _is_reference(lexicon: TitleLexicon, word: str) -> bool:
    """Whether a word, or what its brackets hold, ends in a number and is too long for an age."""
    if word[-1:] in _CLOSING:
        word = word[1:-1] if word[0] in _OPENING else ""
    if len(word) < _REFERENCE or not word[-1].isdigit():
        return False
    return word.isalnum() and word.lower() not in lexicon.known


def number_with(number: str, word: str) -> str:
    """A number with the one before it: "25", "000"; nothing for a count, "x3" or "2x"."""
    if word[0] == _MONEY:
        return word
    return "" if "x" in (word[0], word[-1]) else number[:12] + word


def _names_nothing(lexicon: TitleLexicon, pieces: list[list[str]]) -> bool:
    """Whether the words so far are only a few words of noise."""
    if len(pieces) > 3 or sum(map(len, pieces)) > 8:
        return False
    return all(lexicon.drops(word) for piece in pieces for word in piece[1:])


def goes_with(
    lexicon: TitleLexicon, number: str, words: list[str], place: int, named: list[list[str]]
) -> bool:
    """Whether a word belongs to the number before it: "25,000", "12 ph"; not "£14 PA for a lady".

    "PA" is the job unless the pay is for a year or other words stand before it; "OT" after money is overtime.
    """
    word = words[place - 1]
    following = words[place] if place < len(words) else ""
    if word in AMONG_NUMBERS:
        return _goes_on(lexicon, number, word, following)
    if word not in lexicon.pay_or_job:
        return word != _SESSIONS or _amount(number) > _MOST_POSTS
    if word not in ("pa", "ot"):
        yearly = number[0] != _MONEY and _amount(number) >= _YEARLY  # a reference: nobody is paid "12345 HR"
        return not yearly and not lexicon.begins(word, following)
    if following != "for" and not _names_nothing(lexicon, named):
        return True
    if word == "ot":
        return number[0] == _MONEY
    return number[-1:] == "k" or _amount(number) >= _YEARLY


def _goes_on(lexicon: TitleLexicon, number: str, mark: str, following: str) -> bool:
    """Whether what follows a mark still belongs to the number before it."""
    if mark == "and":
        return following == "ot" and number[0] == _MONEY
    return following.isdecimal() if mark == "," else following in lexicon.pay_words


def _amount(number: str) -> int:
    """The amount that a number stands for, without its money; 0 if there are letters in it."""
    amount = number.strip(_MONEY)
    return int(amount[:9]) if amount.isdecimal() else 0


def with_ages(lexicon: TitleLexicon, text: str, words: list[str]) -> list[str]:
    """The words of a text with the ages of the people supported in words; hours and pay stay numbers.

    An age that is asked of the applicant ("min 16 years old") or that a home or company has is taken out.
    """
    if DIGIT.search(text) is None or not (_YEARS_OLD.search(text) or not lexicon.age_marks.isdisjoint(words)):
        return words  # no number may be an age
    marks = lexicon.age_words
    out: list[str] = []
    place = 0
    while place < len(words):
        age, end = _age(lexicon, words, place, out)
        following = words[end] if end < len(words) else ""
        if age is None:
            out.append(words[place])
        elif following in marks["things"]:
            pass
        elif age >= _MAY_WORK and _is_asked(lexicon, out, following, words[end + 1 : end + 2]):
            while out and out[-1] in marks["asked"]:
                out.pop()
            while end < len(words) and words[end] in marks["asked_after"]:
                end += 1
        else:
            out.append("child" if age < _ADULT else "adult")
        place = end
    return _bands(lexicon, out)


def _bands(lexicon: TitleLexicon, words: list[str]) -> list[str]:
    """The usual bands of ages in words: "16+", "18-65"."""
    for place in range(len(words) - 1):
        meant = lexicon.ages.get(f"{words[place]} {words[place + 1]}")
        if meant is not None and (place + 2 == len(words) or words[place + 2] not in lexicon.pay_words):
            words[place] = "" if place and words[place - 1] in lexicon.age_words["asked"] else meant
            if words[place + 1].isdigit():
                words[place + 1] = ""
    return " ".join(words).split()


def _is_asked(lexicon: TitleLexicon, before: list[str], following: str, then: list[str]) -> bool:
    """Whether an age is one that an applicant must have."""
    marks = lexicon.age_words
    if before and before[-1] in marks["asked"]:
        return True
    if following in ("and", "or"):
        following = "".join(then)
    return following in marks["asked_after"]


def _age(lexicon: TitleLexicon, words: list[str], place: int, before: list[str]) -> tuple[int | None, int]:
    """The age that is written out from a place on, and where it ends: "9 year old", "10yo", "aged 9"."""
    marks = lexicon.age_words
    word = words[place]
    if word in marks["before"]:
        return _aged(lexicon, words, place + 1)
    unit = word.lstrip("0123456789")
    digits = word[: len(word) - len(unit)]
    if not 0 < len(digits) < 4:
        return None, place + 1
    person = next((word for word in before[:-3:-1] if word not in DASHES and word != "("), "")
    child = person in marks["person"] and int(digits) < _ADULT
    taken = _unit(lexicon, [*unit.split(), *words[place + 1 : place + 4]], child)
    end = place + 1 - (unit != "") + (taken or 0)
    return (None, place + 1) if taken is None or end == place else (int(digits), end)


def _unit(lexicon: TitleLexicon, rest: list[str], child: bool) -> int | None:
    """How many words after a number say that it is an age; after "boy" and "girl" it needs none."""
    marks = lexicon.age_words
    first, second, third = (*rest, "", "", "")[:3]
    if first in marks["together"]:
        return 1
    if first in marks["year"]:
        if second in marks["old"]:
            return 2
        if second == "/" and third in marks["old"]:
            return 3
        return 1 if child else None
    return 0 if child and first not in lexicon.pay_words else None


def _aged(lexicon: TitleLexicon, words: list[str], place: int) -> tuple[int | None, int]:
    """The age after "aged" or "ages", with the one that it goes up to."""
    numbers = [word for word in words[place : place + 3] if word not in lexicon.age_words["to"]]
    first, second = (*numbers, "", "")[:2]
    if not first.isdecimal() or len(first) > 3 or place >= len(words) or words[place] != first:
        return None, place
    end = place + 1
    if second.isdecimal():
        if int(first) >= _MAY_WORK:
            return None, place  # a band of ages
        end = words.index(second, end) + 1
    return int(first), end
