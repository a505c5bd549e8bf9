"""The parts of a course's description: who it is for, what it teaches, and all that says nothing of either.

Pages of providers also speak of the tutor, of entry requirements, of what comes after the course, of other
courses, of accreditation, of prices, and of themselves. Parts are told apart by headings, by labels before a
colon, by the elements of HTML, and by how a sentence begins (``parts.csv``). Everything here takes time in
proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import attrs

from care_pathway._arguments import check_kind
from care_pathway.alignment.tables import remembered, table
from care_pathway.language.text import normalise, untagged
from care_pathway.model.course import Course


class TextPart(StrEnum):
    """A part of what is written about a course. Only title, audience and content decide."""

    TITLE = "title"
    AUDIENCE = "audience"
    CONTENT = "content"
    CONTEXT = "context"
    """The category under which the provider files it: weaker than the title."""
    LEVEL = "level"
    TUTOR = "tutor"
    ENTRY = "entry"
    PROGRESSION = "progression"
    RELATED = "related"
    ACCREDITATION = "accreditation"
    PRAISE = "praise"
    PRACTICAL = "practical"
    EXCLUDED = "excluded"
    """What the text says is not in the course."""


class Passage(NamedTuple):
    """Some text of a course, and which part it belongs to.

    Attributes:
        part: The part.
        text: The text, without HTML.
    """

    part: TextPart
    text: str


#: So much of a line is looked at for a heading, and so many words of a text after a label belong to it when
#: they stand in a sentence of their own.
_LONGEST_HEADING, _LONGEST_ITEM = 90, 6
#: The mark before a line that is a heading of HTML.
_HEADING = "\x02"
_BULLET = re.compile(r"^[\s\-*•·‣▪●○–—✓✔➤►>#]+|^\d{1,2}[.)]\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[\"“'(A-Z0-9])")
#: What is left out in brackets: "evacuation (not first aid)".
_LEFT_OUT = re.compile(
    r"\((?!not\s+(?:included|covered|taught|part))\s?((?:no|not|without|excl|excludes|excluding|except)\b[^()]{0,300})\)",
    re.I,
)
_CLAUSE_END = re.compile(r"[;|•]")
_LABEL_START = re.compile(r"[.;|!?•]")
_ELEMENT = re.compile(r"<(?:!--|(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,2000}>)")
_AFTER_LABEL = re.compile(r"[:?]")
_DECIDING = frozenset({TextPart.AUDIENCE, TextPart.CONTENT})
_NOT_TAUGHT = frozenset({TextPart.EXCLUDED, TextPart.ENTRY, TextPart.RELATED})
#: The first word of a sentence, where nothing has to be taken out of it.
_FIRST_WORD = re.compile(r"[a-z0-9]+(?=[ ,.;]|$)")
#: A sentence with so few words may be told by its end: "Royal College of Nursing accredited".
_SHORT_SENTENCE, _AFTER_SENTENCE = 9, " .!)"
#: So much of a sentence is looked at.
_READ = 300
_QUOTED = ('"', "“", "‘‘")


def parts_of(course: Course) -> tuple[Passage, ...]:
    """All that is written about a course, part by part.

    Args:
        course: Title, audience, category, entry requirements, description and outcomes are read.

    Example:
        >>> course = Course(id="c", title="Fire Safety", description="Escape routes. The tutor is a nurse.")
        >>> [(passage.part.value, passage.text) for passage in parts_of(course)]
        [('title', 'Fire Safety'), ('content', 'Escape routes.'), ('tutor', 'The tutor is a nurse.')]
    """
    check_kind("course", course, Course)
    found = [Passage(TextPart.TITLE, course.title)]
    columns = (
        (TextPart.AUDIENCE, course.audience),
        (TextPart.CONTEXT, course.category),
        (TextPart.ENTRY, course.entry),
    )
    found += [Passage(part, lines_of_html(text)) for part, text in columns if text]
    found += passages_of(course.description or "")
    for outcome in course.outcomes:
        passages = list(_passages_of_line(outcome, TextPart.CONTENT, listed=False))
        left_out = any(passage.part in _NOT_TAUGHT for passage in passages)
        found += passages if left_out else [Passage(TextPart.CONTENT, outcome)]
    return tuple(found)


def passages_of(description: str) -> tuple[Passage, ...]:
    r"""The passages of a description, each with its part.

    Example:
        >>> text = "Who is it for?\nCare staff\nNext steps: nursing degree"
        >>> [(passage.part.value, passage.text) for passage in passages_of(text)]
        [('audience', 'Care staff'), ('progression', 'nursing degree')]
    """
    return _passages_of(description)


@remembered
def _passages_of(description: str) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    section, paragraph, plain = TextPart.CONTENT, True, "<" not in description
    headed = False
    for line in lines_of_html(description).splitlines():
        titled = line.startswith(_HEADING)
        text = _BULLET.sub("", line.lstrip(_HEADING)).strip()
        if not text:
            paragraph = True
            continue
        bulleted = text != line.strip()
        heading = _heading_of(text, titled=titled, bulleted=bulleted)
        if heading is not None:
            section, headed, paragraph = heading, True, False
            if section is TextPart.CONTENT and titled:
                passages.append(Passage(section, text))
            continue
        if paragraph and section not in _DECIDING and _speaks_of_the_course(text, plain):
            section, headed = TextPart.CONTENT, False
        passages += _passages_of_line(text, section, listed=headed and bulleted)
        paragraph = False
    return tuple(passages)


def _speaks_of_the_course(text: str, plain: bool) -> bool:
    """Whether a new paragraph ends a section on other matters: "You will learn ...".

    In plain text, which has no other mark for the end of a section, any whole sentence does.
    """
    sentence = plain and text[-1] in ".!" and len(text.split()) > _LONGEST_ITEM
    return sentence or _rules().sentence(text)[0] in _DECIDING


def _heading_of(text: str, *, titled: bool, bulleted: bool) -> TextPart | None:
    """The part that begins with a line, if the line is a heading."""
    closed = text[-1] in ":?"
    if len(text) > _LONGEST_HEADING or not (titled or closed or not bulleted):
        return None
    label = titled or text[-1] == ":"
    first = _FIRST_WORD.match(text.lower())
    known = first is None or first[0] in _rules().by_first_word
    part = _rules().heading(normalise(text), label=label) if known else None
    if part is None and label and len(text.split()) <= _LONGEST_ITEM:
        return TextPart.CONTENT
    return part


def _passages_of_line(line: str, section: TextPart, *, listed: bool) -> Iterator[Passage]:
    """The sentences of a line, each with its part; a label before a colon holds for the items behind it.

    A short item of a list below a heading, such as a unit of a diploma, belongs to the heading, however it
    begins.
    """
    part, labelled, asked = section, False, False
    for sentence in _SENTENCE_END.split(line):
        if labelled and not asked and len(sentence.split()) > _LONGEST_ITEM:
            part, labelled = section, False
        for label, text in _labelled(sentence):
            # A question is answered by the sentence behind it, however long.
            asked = label is not None and not text
            if label is not None:
                part, labelled = label, True
            for passage in _clauses(text, part if labelled else section):
                if labelled or passage.part is not section:
                    yield passage
                else:
                    short = listed and len(passage.text.split()) <= _LONGEST_ITEM
                    yield from _of_sentence(passage.text, section, item=short)


def _clauses(text: str, part: TextPart) -> Iterator[Passage]:
    """A sentence without the clauses that say what is not taught, or is to be learnt before; and those."""
    for other, words in _rules().clauses(text) if part in _DECIDING else ((None, text),):
        if words:
            yield Passage(other or part, words)


def _labelled(sentence: str) -> Iterator[tuple[TextPart | None, str]]:
    """A sentence, parted at each label: "Entry requirements: none; progression: Level 2 Diploma"."""
    label: TextPart | None = None
    begin = 0
    for mark in _AFTER_LABEL.finditer(sentence):
        before = sentence[max(begin, mark.start() - _LONGEST_HEADING) : mark.start()]
        start = max((found.end() for found in _LABEL_START.finditer(before)), default=0)
        part = _rules().heading(normalise(before[start:]), label=mark[0] == ":")
        if part is None and _rules().instead(f"{normalise(sentence[mark.end() :][:_READ])} "):
            # "School staff: see our other course."
            part = TextPart.RELATED
        if part is not None:
            text = sentence[begin : mark.start() - len(before) + start].strip(" ;|•")
            if text:
                yield label, text
            label, begin = part, mark.end()
    yield label, sentence[begin:].strip()


def _of_sentence(text: str, section: TextPart, *, item: bool) -> Iterator[Passage]:
    """A sentence with its part, by how it begins; without the words with which it introduces the rest.

    In a section on other matters it belongs to the section. What learners are said to learn is content.
    """
    if section not in _DECIDING:
        yield Passage(section, text)
        return
    if text.startswith(_QUOTED) and len(text.split()) >= _LONGEST_ITEM:
        yield Passage(TextPart.PRAISE, text)
        return
    part, rest = _rules().sentence(text)
    if part is None or (item and part is not TextPart.CONTENT):
        yield Passage(section, text)
    elif part is TextPart.CONTENT:
        yield Passage(part, rest)
    else:
        taught = _rules().taught.search(text) if part is TextPart.AUDIENCE else None
        yield Passage(part, text[: taught.start()].rstrip() if taught else text)
        if taught:
            yield Passage(TextPart.CONTENT, text[taught.end() :])


# --- HTML ---------------------------------------------------------------------------------------------


def lines_of_html(text: str) -> str:
    r"""Text without HTML, a line for each block; what no reader sees, such as scripts, is left out.

    Example:
        >>> lines_of_html("<p>Fire <b>safety</b></p><script>var school;</script>Free").split("\n")
        ['', 'Fire  safety ', '', 'Free']
    """
    if "&lt;" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">")
    if "<" not in text:
        return untagged(text)
    kinds = _elements()
    kept: list[str] = []
    begin = at = 0
    never_closed: set[str] = set()
    while (found := _ELEMENT.search(text, at)) is not None:
        kept.append(text[begin : found.start()])
        begin = at = found.end()
        name = (found[2] or "!--").lower()
        kind = kinds.get(name)
        hides = name == "!--" or (kind == "none" and not found[1])
        if hides and name not in never_closed:
            end = _end_of(text, name, at)
            if end is None:
                never_closed.add(name)
            else:
                begin = at = end
        kept.append(f"\n{_HEADING}" if kind == "heading" and not found[1] else "\n" if kind else " ")
    kept.append(text[begin:])
    return untagged("".join(kept))


def _end_of(text: str, name: str, start: int) -> int | None:
    """Where an element that is no text ends, if it does."""
    if name == "!--":
        end = text.find("-->", start)
        return end + 3 if end >= 0 else None
    found = re.compile(rf"</{name}[^<>]{{0,200}}>", re.I).search(text, start)
    return found.end() if found else None


@cache
def _elements() -> Mapping[str, str]:
    """What each element of HTML is: none (no text), a heading, or a line."""
    return {row["words"]: row["part"] for row in table("parts") if row["found by"] == "element"}


# --- headings and sentences ---------------------------------------------------------------------------


class _Pattern(NamedTuple):
    """Words of the table as an expression over normalised text that ends with a space."""

    part: TextPart
    found_by: str
    expression: re.Pattern[str]


@attrs.frozen
class _Rules:
    """The patterns of ``parts.csv``, by the words with which they may begin, or end."""

    by_first_word: Mapping[str, tuple[_Pattern, ...]]
    by_last_word: Mapping[str, tuple[_Pattern, ...]]
    anywhere: re.Pattern[str]
    in_clauses: re.Pattern[str]
    taught: re.Pattern[str]

    def heading(self, text: str, *, label: bool) -> TextPart | None:
        """The part that a heading begins."""
        kinds = {"heading", "label"} if label else {"heading"}
        for pattern in self._that_begin(text):
            if pattern.found_by in kinds and pattern.expression.fullmatch(f"{text} "):
                return pattern.part
        return None

    def sentence(self, sentence: str) -> tuple[TextPart | None, str]:
        """The part that a sentence belongs to, by the longest of the patterns that begin it, and its rest."""
        by_end = self._by_end(sentence)
        if by_end is not None:
            return by_end, ""
        lower = _without_apostrophes(sentence)
        first = _FIRST_WORD.match(lower)
        if first and first[0] not in self.by_first_word and not self.anywhere.search(lower):
            return None, sentence
        text = f"{normalise(sentence[:_READ], keep='|/,().')} "
        best, reach = None, 0
        for pattern in self._that_begin(text):
            found = pattern.expression.match(text) if pattern.found_by == "start" else None
            if found is not None and found.end() > reach:
                best, reach = pattern.part, found.end()
        if best in (None, TextPart.CONTENT):
            for start in self.anywhere.finditer(text):
                for pattern in self.by_first_word[start[0]]:
                    if pattern.found_by == "sentence" and pattern.expression.match(text, start.start()):
                        return pattern.part, ""
        return best, text[reach:] + sentence[_READ:]

    def clauses(self, sentence: str) -> Iterator[tuple[TextPart | None, str]]:
        """A sentence, whole or in parts: what it says as a whole, and each clause that belongs to a part."""
        if not self.in_clauses.search(_without_apostrophes(sentence)):
            yield None, sentence
            return
        kept = []
        for words in _LEFT_OUT.findall(sentence):
            yield TextPart.EXCLUDED, words
        left_out = False
        for clause in _CLAUSE_END.split(_LEFT_OUT.sub(" ", sentence)):
            text = f"{normalise(clause, keep='/,().')} "
            found = self._in_clause(text)
            if found is None:
                if left_out and self.instead(text):
                    yield TextPart.RELATED, clause.strip()
                else:
                    kept.append(clause)
                continue
            pattern, start = found
            left_out = pattern.part is TextPart.EXCLUDED
            start = start if pattern.found_by == "rest" else 0
            kept += filter(None, [text[:start].strip(" ,(")])
            yield pattern.part, text[start:].strip()
        yield None, "; ".join(kept)

    def instead(self, text: str) -> bool:
        """Whether words, behind who or what is left out, say what course is for them or has it."""
        return any(
            pattern.found_by == "instead" and pattern.expression.match(text)
            for pattern in self._that_begin(text)
        )

    def _in_clause(self, text: str) -> tuple[_Pattern, int] | None:
        """The first words of a clause that make it, or its rest, belong to a part; the longest of equals."""
        for start in self.in_clauses.finditer(text):
            found = [
                (match.end(), pattern)
                for pattern in self.by_first_word[start[0]]
                if pattern.found_by in ("clause", "rest")
                and (match := pattern.expression.match(text, start.start()))
            ]
            if found:
                longest = max(found, key=lambda each: each[0])[1]
                if longest.part is not TextPart.CONTENT:
                    return longest, start.start()
        return None

    def _by_end(self, sentence: str) -> TextPart | None:
        """The part of a short sentence that is told by its last words."""
        last = sentence.rstrip(_AFTER_SENTENCE).rpartition(" ")[2].lower()
        if last not in self.by_last_word or sentence.count(" ") >= _SHORT_SENTENCE:
            return None
        text = f"{normalise(sentence)} "
        patterns = self.by_last_word[last]
        return next((pattern.part for pattern in patterns if pattern.expression.search(text)), None)

    def _that_begin(self, text: str) -> tuple[_Pattern, ...]:
        return self.by_first_word.get(text.partition(" ")[0], ())


@cache
def _rules() -> _Rules:
    by_first_word: dict[str, list[_Pattern]] = {}
    by_last_word: dict[str, list[_Pattern]] = {}
    anywhere: dict[str, set[str]] = {"sentence": set(), "clause": set(), "rest": set()}
    taught: list[str] = []
    for row in table("parts"):
        if row["found by"] == "element":
            continue
        expression = _expression(row["words"])
        if row["found by"] == "learners":
            taught.append(expression)
            continue
        if row["found by"] == "end":
            pattern = _Pattern(TextPart(row["part"]), "end", re.compile(rf"\b{expression}$"))
            for word in _last_words(row["words"]):
                by_last_word.setdefault(word, []).append(pattern)
            continue
        pattern = _Pattern(TextPart(row["part"]), row["found by"], re.compile(expression))
        for word in _first_words(row["words"]):
            by_first_word.setdefault(word, []).append(pattern)
            if pattern.found_by in anywhere:
                anywhere[pattern.found_by].add(word)
    return _Rules(
        {word: tuple(patterns) for word, patterns in by_first_word.items()},
        {word: tuple(patterns) for word, patterns in by_last_word.items()},
        _any_of(anywhere["sentence"]),
        _any_of(anywhere["clause"] | anywhere["rest"]),
        re.compile(rf"\s(?:{'|'.join(taught)})", re.I),
    )


def _without_apostrophes(text: str) -> str:
    """A text in lower case with its words as the table has them: "isn't" is "isnt"."""
    return text.lower().replace("'", "").replace("\u2019", "")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")


_ANY_WORD = r"\S+"
_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|([^\s()\[\]]+)")


def _pieces(words: str) -> Iterator[tuple[list[str], bool]]:
    """The pieces of a pattern: its choices, and whether it may be missing."""
    for choices, optional, word in _PIECE.findall(words):
        yield (choices or optional or word).split("|"), bool(optional)


def _expression(words: str) -> str:
    return "".join(
        f"(?:(?:{'|'.join(choices).replace('*', _ANY_WORD)}) ){'?' if optional else ''}"
        for choices, optional in _pieces(words)
    )


def _first_words(words: str) -> Iterable[str]:
    """The words with which a pattern may begin."""
    found: dict[str, None] = {}
    for choices, optional in _pieces(words):
        found.update((choice.split()[0], None) for choice in choices)
        if not optional:
            break
    return found


def _last_words(words: str) -> Iterable[str]:
    """The words with which a pattern may end."""
    found: dict[str, None] = {}
    for choices, optional in reversed(list(_pieces(words))):
        found.update((choice.split()[-1], None) for choice in choices)
        if not optional:
            break
    return found
