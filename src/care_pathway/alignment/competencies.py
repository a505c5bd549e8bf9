"""Which knowledge and skills of a pathway the words of a course speak about."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import attrs

from care_pathway.alignment.records import CourseMatch
from care_pathway.alignment.vocabulary import canonical, word_list
from care_pathway.language.text import words_of
from care_pathway.model.pathway import Pathway

#: How the confidence in a theme carries over to its competencies.
SHARES_A_WORD = 0.95
THEME_AS_A_WHOLE = 0.85
NO_WORD_SHARED = 0.7
OTHER_WORDS_SHARED = 0.5


@attrs.frozen
class _Statement:
    """A competency with the words of its statement and of its heading."""

    id: str
    words: frozenset[str]


class Statements:
    """The statements of a pathway by theme. Make it with ``pathway.derived(Statements)``."""

    def __init__(self, pathway: Pathway) -> None:
        headings = {area.id: area.label for area in pathway.areas}
        self._by_theme: dict[str, list[_Statement]] = {}
        for competency in pathway.competencies:
            if competency.theme is not None:
                text = f"{competency.statement} {headings.get(competency.area or '', '')}"
                statement = _Statement(competency.id, telling_words(text))
                self._by_theme.setdefault(competency.theme, []).append(statement)

    def of(self, themes: Iterable[CourseMatch]) -> tuple[CourseMatch, ...]:
        """The competencies of some themes, surest first."""
        found = [match for theme in themes for match in self._of_theme(theme)]
        return tuple(sorted(found, key=attrgetter("confidence"), reverse=True))

    def _of_theme(self, theme: CourseMatch) -> list[CourseMatch]:
        """The competencies of a theme, those first that share a word with what the course names."""
        statements = self._by_theme.get(theme.id, [])
        telling = telling_words(" ".join(theme.words)) - telling_words(theme.id)
        shared = any(not telling.isdisjoint(statement.words) for statement in statements)
        others = OTHER_WORDS_SHARED if shared else NO_WORD_SHARED if telling else THEME_AS_A_WHOLE
        found = []
        for statement in statements:
            own = telling & statement.words
            confidence = round(theme.confidence * (SHARES_A_WORD if own else others), 3)
            words = tuple(sorted(own)) or theme.words[:1]
            found.append(CourseMatch(id=statement.id, confidence=confidence, words=words))
        return sorted(found, key=attrgetter("confidence"), reverse=True)


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that can tell one competency from another.

    Example:
        >>> sorted(telling_words("Support individuals to take medicines"))
        ['medicine', 'take']
    """
    return frozenset(token for word in words_of(text) for token in canonical(word)) - word_list("too_common")
