"""What providers send: empty cells, a megabyte, tag soup, another trade, two languages, a price list."""

from __future__ import annotations

from typing import Any

import pytest

import care_pathway as cp
from care_pathway.alignment import Relevance, align_catalogue, align_course
from tests.each import each

PATHWAY = cp.load("2025-04")
NAMES = ("level", "format", "description", "audience", "category", "entry")


def aligned(title: str, **rest: Any) -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, **rest))


@each("empty", [None, "", " ", "\n\n", "-", "n/a", "<p></p>", "&nbsp;", "\u200b"])
def test_what_is_empty_changes_nothing(empty: str | None) -> None:
    plain = aligned("Fire Safety")
    for name in NAMES:
        found = aligned("Fire Safety", **{name: empty})
        assert (found.relevance, found.themes) == (plain.relevance, plain.themes), name


@each(
    "soup",
    [
        "<div><p>Escape routes<ul><li>extinguishers<li>wardens</div></b></i>",
        "<p class='x' style=\"a>b\">Escape routes</p><br/><br/>extinguishers",
        "&lt;p&gt;Escape routes&lt;/p&gt; &amp;nbsp; extinguishers",
        "<table><tr><th>Content</th><td>Escape routes</td></tr><tr><td>extinguishers</td></tr></table>",
        "<<<>>> Escape routes </ p > extinguishers <!-- teachers",
        "<P>Escape routes</P><SCRIPT>teachers</SCRIPT>extinguishers",
    ],
)
def test_tag_soup_is_read_as_text(soup: str) -> None:
    found = aligned("Fire Safety", description=soup)
    assert found.relevance is Relevance.RELEVANT
    assert [match.id for match in found.themes] == ["health-and-safety"]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("dementia care, ", 1_000_000),
        ("<!-- ", 1_000_000),
        ("<nav>", 1_000_000),
        ("<script>", 1_000_000),
        ('" ', 1_000_000),
        ("Who is it for?\n", 200_000),
        ("<p>care</p>", 200_000),
        ("Tutor: Jo. ", 200_000),
        ("a: ", 100_000),
    ],
)
@pytest.mark.parametrize("part", [5, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_a_megabyte_has_an_answer(text: str, size: int, part: int) -> None:
    """All of it in the long sweeps, and a fifth of it each time."""
    found = aligned("Fire Safety", description=text * (size // part // len(text)))
    assert found.relevance in set(Relevance)
    assert "health-and-safety" in {match.id for match in found.themes}
    assert len(cp.dumps(found.themes)) < 2_000


def test_the_catalogue_of_another_trade_covers_nothing() -> None:
    titles = (
        "Barista Skills",
        "Forklift Truck Operator",
        "SIA Door Supervisor",
        "Level 2 Diploma in Beauty Therapy",
        "CSCS Health and Safety for Construction Sites",
        "Paediatric First Aid",
        "HGV Driver CPC",
        "Dog Grooming for Beginners",
    )
    catalogue = align_catalogue(
        PATHWAY, [cp.Course(id=f"c{at}", title=title) for at, title in enumerate(titles)]
    )
    assert not catalogue.relevant
    assert all(one.coverage == 0 and not one.theme_only for one in catalogue.coverage if one.competencies)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Fire Safety / Diogelwch Tân", "Llwybrau dianc a diffoddwyr. Escape routes and extinguishers."),
        ("Diogelwch Tân | Fire Safety", ""),
        ("Dementia Awareness – Ymwybyddiaeth Dementia", "Mathau o ddementia; types of dementia"),
        ("Bezpieczeństwo pożarowe (Fire Safety)", "Drogi ewakuacyjne"),
    ],
)
def test_two_languages_are_read_as_far_as_they_are_english(title: str, description: str) -> None:
    found = aligned(title, description=description)
    assert found.relevance is Relevance.RELEVANT
    assert len(found.themes) == 1


def test_lines_of_a_price_list_have_answers_of_their_own() -> None:
    """A line that is no course says too little, and is never sure of several themes."""
    for title in ("Page 1 of 4", "* prices exclude VAT", "CLINICAL COURSES", "£45pp", "3 hours", "Total"):
        found = aligned(title)
        assert found.relevance is not Relevance.RELEVANT, title
        assert found.themes == (), title


def test_courses_with_the_same_code_are_rejected_with_their_row() -> None:
    rows = [{"id": "F1", "title": "Fire Safety"}, {"id": "F1", "title": "Dementia Care"}]
    catalogue = align_catalogue(PATHWAY, rows)
    assert len(catalogue.alignments) == 1
    assert catalogue.rejected[0].row == 2
    assert "F1" in str(catalogue.rejected[0].problems[0])
