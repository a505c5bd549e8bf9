"""What becomes of one part of a title, the words between two separators: its words in their known spelling.

Offers and requirements, noise, shifts, streets and buildings go; what a shift or a repair was is noted.
"""

from __future__ import annotations

from itertools import pairwise

from care_pathway.titles.vocabulary import PLURAL_ENDS, TURNED, TitleLexicon, rewrite
from care_pathway.titles.words import (
    ASIDE,
    BEGINS,
    JOINS,
    KNOWN,
    LEADS,
    PLACE,
    REMARK,
    REWRITTEN,
    STRANGE,
    TELLS,
    UNSURE,
    Word,
)

#: A part with such a word may lose or change it.
_UNSETTLED = ASIDE | JOINS | PLACE | REMARK | REWRITTEN

#: No title needs more words than this; what follows is cut, and the answer says so.
LONGEST = 60

#: A part of so many words may be a remark on the contract.
_REMARK = 2


#: What is left of one part of a title: the mark that opens it and its words in their known spelling, without
#: noise, or nothing; the same if any word is known, for a part without is the name of a place or a home; and
#: what was found or taken out, as bits.
TitlePart = tuple[str, str, int]


def settle(lexicon: TitleLexicon, mark: str, unspelt: list[str]) -> TitlePart:
    """What is left of a piece of a title.

    Args:
        lexicon: The words and phrases to go by.
        mark: The mark that opens it.
        unspelt: Its words, without numbers and further marks.
    """
    words, flags, marks = _spelt(lexicon, unspelt)
    if marks & _UNSETTLED or (marks & LEADS and _may_be_rewritten(lexicon, words)):
        return _settled(lexicon, mark, words, flags)
    if not words:
        return "", "", flags
    text = f" {mark} {' '.join(words)}"
    if marks & TELLS:
        return text, text, flags
    return text, "", flags | lexicon.flags["name"]


def _may_be_rewritten(lexicon: TitleLexicon, words: list[str]) -> bool:
    """Whether two words stand side by side with which a phrase begins that is rewritten."""
    return any(following in lexicon.words[word].rewritten for word, following in pairwise(words))


def _settled(lexicon: TitleLexicon, mark: str, words: list[str], flags: int) -> TitlePart:
    """What is left of words in their known spelling, of which some may go or be read as others."""
    first = words
    spelt = words = left = _trim(words)
    place = not lexicon.place_words.isdisjoint(words)
    for _ in range(LONGEST):  # it settles after one or two rounds
        aside = not lexicon.asides.isdisjoint(words)
        if aside:
            words = _without_asides(lexicon, words)
        words, more, changed = rewrite(lexicon.spellings, words)
        if words and (words[0] in _LOOSE or words[-1] in _LOOSE):
            words = _trim(words)
            changed = True
        if aside and not changed:
            changed = _without_asides(lexicon, words) != words
        if not changed and words != spelt:
            more |= _by_neighbour(lexicon, words)  # of the neighbours that it has now
            spelt = words.copy()
            changed = more & lexicon.flags["repaired"] > 0
        flags |= more
        if not changed:
            left = _trim(_without_places(lexicon, words)) if place else words
            if not left or left == words:
                break
            words = left  # what stood beside the place may be noise alone
    known = any(lexicon.words[word].marks & TELLS for word in left)
    if not known and left and not place:
        flags |= lexicon.flags["name"]
    remark = len(left) <= _REMARK and lexicon.remarks_alone.issuperset(left)
    if known and (remark or lexicon.are_benefits(first) or lexicon.are_benefits(left)):
        known = False  # "(maternity)", "pension and bonus": of the contract, where another part names the job
    text = " ".join(["", mark, *(left or words)]) if words else ""
    return text, text if known else "", flags


def _spelt(lexicon: TitleLexicon, unspelt: list[str]) -> tuple[list[str], int, int]:
    """The words in their known spelling, what is noted of repairs, and the marks of all words."""
    index = lexicon.words
    found = [index[word] for word in unspelt]
    marks, before, every = 0, 0, KNOWN
    for is_ in found:
        before = marks  # of all but the last, which joins with none
        marks |= is_.marks
        every &= is_.marks
    if not marks & UNSURE and (not before & BEGINS or (every and not marks & PLACE)):
        return unspelt, 0, marks
    words, flags = _respelt(lexicon, unspelt, found)
    if words != unspelt:
        marks = 0
        for word in words:
            marks |= index[word].marks
    if marks & STRANGE:
        more = _by_neighbour(lexicon, words)
        if more:
            return words, flags | more, marks | _UNSETTLED
    return words, flags, marks


def _respelt(lexicon: TitleLexicon, unspelt: list[str], found: list[Word]) -> tuple[list[str], int]:
    """The words in their known spelling, and what is noted of repairs; a letter alone says nothing."""
    words: list[str] = []
    flags = place = 0
    while place < len(unspelt):
        word, is_ = unspelt[place], found[place]
        place += 1
        following = unspelt[place] if place < len(unspelt) else ""
        if words and following and word in TURNED:
            word = TURNED[word]
            is_ = lexicon.words[word]
        if (
            following
            and (is_.marks & BEGINS or following in PLURAL_ENDS)
            and not (is_.marks & KNOWN and following in lexicon.known)
        ):
            joined = lexicon.speller.joined(word, following)
            if joined is not None:
                words.append(joined)
                flags |= lexicon.flags["repaired"]
                place += 1
                continue
        right, repair = lexicon.respelt(word) if is_.marks & STRANGE else (is_.spelt, is_.flags)
        if right:
            words += right
            flags |= repair
        elif len(word) > 1 or is_.marks & KNOWN:
            words.append(word)
    return words, flags


def _by_neighbour(lexicon: TitleLexicon, words: list[str]) -> int:
    """Put short words right that only their neighbour gives away: "crae assistant", "support woker"."""
    flags = 0
    if lexicon.speller.neighbours.isdisjoint(words):
        return flags
    for place, word in enumerate(words):
        if word in lexicon.known:
            continue
        around = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
        right = lexicon.speller.by_neighbour(word, around)
        if right is not None:
            words[place] = right if right in lexicon.known else lexicon.speller.look_up(right)[0]
            flags = lexicon.flags["repaired"]
    return flags


def _without_asides(lexicon: TitleLexicon, words: list[str]) -> list[str]:
    """Take out what is offered, asked for or near by: it says nothing about the job itself.

    A word such as "welcome" takes the two words before it along ("trainees welcome", "IT skills"), a word
    such as "alongside" the rest of its part; the noun of the job always stays, and so do "life skills worker"
    and "no experience".
    """
    out: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word in lexicon.asides_after and lexicon.asides_after[word] in ("", following):
            break
        if (
            word in lexicon.asides_before
            and (following in ("", "to") or lexicon.drops(following))
            and lexicon.entry_words.isdisjoint((*out[-3:], following))
            and not lexicon.has([*out[-1:], word])
        ):
            _take_back(lexicon, out, 2)
        else:
            out.append(word)
    return out


def _take_back(lexicon: TitleLexicon, out: list[str], most: int) -> None:
    """Take back the last words up to a noun of a job or the start of the part."""
    for _ in range(most):
        if not out or out[-1] in lexicon.posts:
            return
        if out.pop() in _LOOSE:
            return


def _without_places(lexicon: TitleLexicon, words: list[str]) -> list[str]:
    """A part without streets ("Nursery Road"), employers and, at its end, buildings ("Sister Dora House")."""
    place = 0
    while place < len(words):
        if _ends_a_name(lexicon, words, place):
            word = words[place]
            start = place
            while start and words[start - 1] not in lexicon.job_nouns and words[start - 1] not in _LOOSE:
                start -= 1
            gone = words[start : place + 1]
            kept = lexicon.no_employer if word in lexicon.employers else lexicon.no_building
            street = word in lexicon.streets and lexicon.job_nouns.isdisjoint(gone)
            if (
                start < place
                and (street or kept.isdisjoint(gone))
                and not (lexicon.has(gone[-2:]) or lexicon.has(gone[-3:]))
            ):
                words = words[:start] + words[place + 1 :]
                place = 0
                continue
        place += 1
    return words


def _ends_a_name(lexicon: TitleLexicon, words: list[str], place: int) -> bool:
    """Whether a word may end the name of a place or employer: "Kestrel Group team leader", "Church Road"."""
    word = words[place]
    if not place or word not in lexicon.place_words:
        return False
    last = place == len(words) - 1
    unknown = word in lexicon.employers and lexicon.known.isdisjoint(words[:place])
    return last or unknown or word in lexicon.streets


#: Words that join; at the ends of a part they join nothing.
_LOOSE = frozenset({"and", "or", "for", "in", "at", "to", "with", "on", "by"})


def _trim(words: list[str]) -> list[str]:
    if not words or not (words[0] in _LOOSE or words[-1] in _LOOSE):
        return words
    start, end = 0, len(words)
    while start < end and words[start] in _LOOSE:
        start += 1
    while end > start and words[end - 1] in _LOOSE:
        end -= 1
    return words[start:end]
