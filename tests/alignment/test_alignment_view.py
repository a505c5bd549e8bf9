"""Aligned courses and catalogues in notebooks and as tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import attrs

import care_pathway as cp
from care_pathway.alignment import align_catalogue, align_course
from care_pathway.alignment.level import CourseLevel, LevelScheme, read_level
from care_pathway.alignment.view import level_words
from tests.each import each

PATHWAY = cp.load()
ROWS = [
    {"id": "c1", "title": "Safeguarding Adults Level 2", "provider": "A", "Odd <b>": "x"},
    {"id": "c2", "title": "Safeguarding Adults Level 2", "provider": "B"},
    {"id": "c3", "title": "Dementia <script>alert(1)</script> Awareness", "cost": "-5"},
    {"id": "c4", "title": "Barista skills"},
    {"id": "c5", "title": " "},
    {"title": ""},
    {"id": "c1", "title": "Fire safety"},
]


class Page(HTMLParser):
    """Notes what a page is built of, and that every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.captions: list[str] = []
        self.scopes: set[str | None] = set()
        self.tags: set[str] = set()
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "th":
            self.scopes.add(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "caption":
            self.captions.append(data)


def test_a_course_shows_what_it_is_about_and_what_says_so() -> None:
    course = cp.Course(id="c1", title="Safeguarding <b>Adults</b> Level 2", description="abuse; dementia")
    html = align_course(PATHWAY, course)._repr_html_()
    page = Page(html)
    assert page.scopes == {"row", "col"}
    assert len(page.captions) == 2
    assert "b" not in page.tags
    for words in (
        "Safeguarding &lt;b&gt;Adults",
        "relevant (99%)",
        "core-skills level 2",
        ">practice area</td>",
        '>89%</td><td style="text-align:left">dementia</td>',
        "new-to-care",
        "names a subject of adult social care",
        "shows no competence",
    ):
        assert words in html


def test_a_course_that_is_not_relevant_has_no_table_of_topics() -> None:
    html = align_course(PATHWAY, cp.Course(id="c", title="Barista skills"))._repr_html_()
    assert len(Page(html).captions) == 1
    assert "not relevant to adult social care" in html
    assert "no role category" in html


@each(
    ("level", "words"),
    [
        ("RQF 3/4", "level 3 to 4 of the Regulated Qualifications Framework (RQF)"),
        ("SCQF 6", "level 6 of Scotland's framework (SCQF)"),
        ("Tier 2", "tier 2 (of a training framework, no qualification)"),
        ("Level 2", "level 2 (whose level is not known)"),
        ("introductory", "introductory"),
        (None, "not stated"),
    ],
)
def test_levels_in_words(level: str | None, words: str) -> None:
    assert level_words(read_level(title="Cooking", level=level)) == words


@each("scheme", LevelScheme)
def test_every_scheme_has_words(scheme: LevelScheme) -> None:
    assert "2" in level_words(CourseLevel(number=2, scheme=scheme))


def test_a_catalogue_shows_courses_coverage_repeats_and_what_was_rejected() -> None:
    html = align_catalogue(PATHWAY, ROWS)._repr_html_()
    page = Page(html)
    assert page.scopes == {"row", "col"}
    assert page.captions[0] == (
        f"Catalogue: 4 courses, 3 relevant, 1 not relevant, 0 unsure (edition {PATHWAY.ref})"
    )
    assert page.captions[1:] == [
        "What the relevant courses name",
        "One course, or one subject",
        "Rejected rows",
        "Read, with something odd",
    ]
    assert not page.tags & {"script", "b"}
    assert "c1, c2" in html
    assert "the row has no title" in html
    assert "cost is below zero" in html
    assert "Odd &lt;b&gt;: this column was not understood" in html
    assert "more</p>" not in html


def test_a_large_catalogue_shows_the_first_courses_and_counts_the_rest() -> None:
    titles = [cp.Course(id=f"c{at}", title=f"Dementia {'x' * 1000}") for at in range(60)]
    html = align_catalogue(PATHWAY, titles)._repr_html_()
    Page(html)
    assert "<p>and 10 more</p>" in html
    assert "and 52 more" in html  # of the ids that are probably one course
    assert len(html) < 60_000
    assert html.count("x" * 150) <= 51
    assert "x" * 201 not in html


def test_an_empty_catalogue_says_so() -> None:
    html = align_catalogue(PATHWAY, [])._repr_html_()
    assert html.startswith("<p>Catalogue: 0 courses")
    assert Page(html).captions == ["What the relevant courses name"]


def test_a_catalogue_as_rows() -> None:
    """Rule: rows in and rows out always agree."""
    catalogue = align_catalogue(PATHWAY, ROWS)
    rows = cp.to_rows(catalogue)
    assert len(rows) == len(ROWS)
    assert len({tuple(row) for row in rows}) == 1
    assert [(row["id"], row["duplicates_of"]) for row in rows[:3]] == [
        ("c1", "c2"),
        ("c2", "c1"),
        ("c3", None),
    ]
    assert rows[0]["level"] == "2 (core-skills)"
    assert rows[2]["themes"] == "condition-awareness"
    assert rows[2]["practice_areas"] == "dementia"
    assert rows[3]["relevance"] == "not-relevant"
    assert [(row["row"], row["id"], row["title"]) for row in rows[4:]] == [
        (5, "c5", None),
        (6, None, None),
        (7, "c1", "Fire safety"),
    ]
    assert all(row["rejected"] for row in rows[4:])
    assert not any(row["rejected"] for row in rows[:4])
    assert {row["pathway"] for row in rows} == {PATHWAY.ref}
    assert all(
        value is None or isinstance(value, str | int | float) for row in rows for value in row.values()
    )


def test_an_alignment_that_was_read_back_looks_the_same() -> None:
    made = align_course(PATHWAY, cp.Course(id="c1", title="Dementia awareness", level="Level 2"))
    again = cp.loads(cp.dumps(made), cp.CourseAlignment)
    assert again._repr_html_() == made._repr_html_()
    assert re.search("no reason given", attrs.evolve(again, reasons=())._repr_html_())
