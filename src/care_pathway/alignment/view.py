"""Aligned courses and catalogues as accessible tables and as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.alignment.records import (
    ONE_COURSE,
    CatalogueAlignment,
    CourseAlignment,
    CourseDuplicate,
    CourseMatch,
    RejectedRow,
    Relevance,
)

#: A notebook stays quick with so many rows of a table; the rest is counted, and in `rows`.
_SHOWN = 50
_SHOWN_NAMES = 8
_SHOWN_LETTERS = 200
_RELEVANCE = {
    Relevance.RELEVANT: "relevant",
    Relevance.NOT_RELEVANT: "not relevant to adult social care",
    Relevance.UNSURE: "not clear",
}
_SCHEMES = {
    LevelScheme.RQF: "level {} of the Regulated Qualifications Framework (RQF)",
    LevelScheme.CORE_SKILLS: "core-skills level {} (depth by job, no qualification)",
    LevelScheme.TIER: "tier {} (of a training framework, no qualification)",
    LevelScheme.SCQF: "level {} of Scotland's framework (SCQF)",
    LevelScheme.PROVIDER: "level {} (the provider's own word)",
    LevelScheme.NOT_KNOWN: "level {} (whose level is not known)",
}
_LEFT = ' style="text-align:left"'


def level_words(level: CourseLevel) -> str:
    """A level in words.

    Example:
        >>> level_words(CourseLevel(number=2, scheme=LevelScheme.CORE_SKILLS, words="Level 2"))
        'core-skills level 2 (depth by job, no qualification)'
        >>> level_words(CourseLevel())
        'not stated'
    """
    if level.number is None:
        return level.words or "not stated"
    span = f"{level.number}" if level.highest is None else f"{level.number} to {level.highest}"
    return _SCHEMES[level.scheme].format(span)


def alignment_html(one: CourseAlignment) -> str:
    """A course as an accessible table."""
    lines = [
        ("Course", _text(one.course.title)),
        ("Id", _text(one.course.id)),
        ("Relevance", f"{_RELEVANCE[one.relevance]} ({_percent(one.confidence)})"),
        ("Level", _text(level_words(one.level))),
        ("Normal training for", _text(", ".join(one.role_categories) or "no role category")),
        ("Why", "; ".join(map(_text, one.reasons)) or "no reason given"),
    ]
    facts = "".join(f'<tr><th scope="row"{_LEFT}>{name}</th><td>{text}</td></tr>' for name, text in lines)
    matches = [
        (_text(match.id), kind, _percent(match.confidence), _text(", ".join(match.words)))
        for kind, found in (("theme", one.themes), ("practice area", one.practice_areas))
        for match in found
    ]
    return (
        f"<table><caption>Course alignment (edition {escape(one.pathway)})</caption>"
        f"<tbody>{facts}</tbody></table>"
        + _table("What it is about", ("CourseTopic", "Kind", "Confidence", "Words that say so"), matches)
        + "<p>Attending a course shows no competence.</p>"
    )


def catalogue_html(catalogue: CatalogueAlignment) -> str:
    """A catalogue as accessible tables: courses, coverage, repeats and what could not be read."""
    counts = ", ".join(
        f"{sum(one.relevance is kind for one in catalogue.alignments)} {word}"
        for kind, word in zip(Relevance, ("relevant", "not relevant", "unsure"), strict=True)
    )
    courses = [
        (
            _text(one.course.title),
            _text(one.course.id),
            f"{_RELEVANCE[one.relevance]} ({_percent(one.confidence)})",
            _text(level_words(one.level)),
            _topics(one.themes),
            _topics(one.practice_areas),
            _text(", ".join(one.role_categories)),
        )
        for one in catalogue.alignments[:_SHOWN]
    ]
    coverage = [
        (
            _text(one.role_category),
            f"{len(one.covered)} of {one.competencies} ({_percent(one.coverage)})",
            str(len(one.theme_only)),
            _names(one.uncovered_areas),
            _names(one.uncovered_practice_areas),
        )
        for one in catalogue.coverage
    ]
    repeats = [
        (_names(one.courses), _text(one.kind.value.replace("-", " ")), _text(one.reason))
        for one in catalogue.duplicates[:_SHOWN]
    ]
    rejected = [
        (
            str(one.row),
            _text(_id_of(one) or "none"),
            "; ".join(_text(str(problem)) for problem in one.problems),
        )
        for one in catalogue.rejected[:_SHOWN]
    ]
    said = {problem for one in catalogue.rejected for problem in one.problems}
    others = [problem for problem in catalogue.problems if problem not in said]
    caption = f"Catalogue: {len(catalogue.alignments)} courses, {counts} (edition {catalogue.pathway})"
    return (
        ("" if courses else f"<p>{escape(caption)}</p>")
        + _table(
            caption,
            ("Course", "Id", "Relevance", "Level", "Themes", "Practice areas", "Normal training for"),
            courses,
            of=len(catalogue.alignments),
        )
        + _table(
            "What the relevant courses name",
            (
                "Role category",
                "Knowledge and skills named",
                "Only their theme taught",
                "Headings left out",
                "Practice areas left out",
            ),
            coverage,
        )
        + _table(
            "One course, or one subject",
            ("Courses", "How alike", "Why"),
            repeats,
            of=len(catalogue.duplicates),
        )
        + _table("Rejected rows", ("Row", "Id", "Why"), rejected, of=len(catalogue.rejected))
        + _table(
            "Read, with something odd",
            ("Row", "What"),
            [(str(one.record), _text(str(one))) for one in others[:_SHOWN]],
            of=len(others),
        )
    )


def catalogue_rows(catalogue: CatalogueAlignment) -> list[dict[str, Any]]:
    """A row for each course, then one for each rejected row with its reasons."""
    others = _duplicates(catalogue.duplicates)
    aligned = [
        {
            "id": one.course.id,
            "title": one.course.title,
            "relevance": one.relevance.value,
            "confidence": one.confidence,
            "level": str(one.level) if one.level.words else None,
            "themes": _joined(match.id for match in one.themes),
            "practice_areas": _joined(match.id for match in one.practice_areas),
            "role_categories": _joined(one.role_categories),
            "competencies": _joined(match.id for match in one.competencies if match.strength == "named"),
            "duplicates_of": _joined(others.get(one.course.id, ())),
            "row": None,
            "rejected": None,
            "pathway": catalogue.pathway,
        }
        for one in catalogue.alignments
    ]
    return aligned + [
        {
            "id": _id_of(one),
            "title": one.course.title if one.course is not None else None,
            "relevance": None,
            "confidence": None,
            "level": None,
            "themes": None,
            "practice_areas": None,
            "role_categories": None,
            "competencies": None,
            "duplicates_of": None,
            "row": one.row,
            "rejected": _joined(problem.message for problem in one.problems),
            "pathway": catalogue.pathway,
        }
        for one in catalogue.rejected
    ]


def _duplicates(found: Iterable[CourseDuplicate]) -> dict[str, dict[str, None]]:
    """For each course the others that are the same course, each once."""
    result: dict[str, dict[str, None]] = {}
    for group in found:
        if group.kind not in ONE_COURSE:
            continue
        for one in group.courses:
            result.setdefault(one, {}).update((other, None) for other in group.courses if other != one)
    return result


def _id_of(one: RejectedRow) -> str | None:
    return one.course.id if one.course is not None else next((at.id for at in one.problems if at.id), None)


def _joined(items: Iterable[str]) -> str | None:
    return "; ".join(items) or None


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _text(text: str) -> str:
    """Text as safe HTML; long text is cut."""
    return escape(text if len(text) <= _SHOWN_LETTERS else f"{text[: _SHOWN_LETTERS - 1]}…")


def _names(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    return ", ".join(map(_text, names[:_SHOWN_NAMES])) + (f" and {more} more" if more > 0 else "")


def _topics(matches: Iterable[CourseMatch]) -> str:
    return ", ".join(f"{_text(match.id)} ({_percent(match.confidence)})" for match in matches)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], of: int | None = None) -> str:
    """A table of cells that are HTML already; nothing where it has no rows."""
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    body = "".join(
        f'<tr><th scope="row"{_LEFT}>{first}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        for first, *cells in rows
    )
    more = (of or 0) - len(rows)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        + (f"<p>and {more} more</p>" if more > 0 else "")
    )
