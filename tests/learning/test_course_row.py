"""One row of a catalogue, as people write it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.learning import course_from_row
from care_pathway.learning.course_row import parse_cost, parse_hours, parse_outcomes, parse_seats


@pytest.mark.parametrize(
    ("written", "pounds"),
    [
        ("£1,540", 1540.0),
        ("free", 0.0),
        ("Free of charge", 0.0),
        ("FREE to care providers", 0.0),
        ("£45 + VAT", 45.0),
        ("from £20 pp", 20.0),
        ("£20 - £35 per person", 35.0),
        ("1.5k", 1500.0),
        ("GBP 99.50", 99.5),
        ("£0", 0.0),
        (12, 12.0),
        ("TBC", None),
        ("POA", None),
        ("  ", None),
        ("n/a", None),
    ],
)
def test_a_price_is_read_as_a_person_would(written, pounds):
    assert parse_cost(written) == pounds


@pytest.mark.parametrize(
    "written", ["-5", "£-5", "–5", "a lot", "see website 2", "£9,999,999,999", -1, math.nan, True]
)
def test_a_price_nobody_understands_is_refused(written):
    with pytest.raises(ValueError, match="expected"):
        parse_cost(written)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("30-60 min", 1.0),
        ("30 to 60 minutes", 1.0),
        ("2", 2.0),
        ("2-3", 3.0),
        ("1.5 hours", 1.5),
        ("1 hour 30 minutes", 1.5),
        ("1h30", 1.5),
        ("1:30", 1.5),
        ("90 mins", 1.5),
        ("half day", 3.5),
        ("Half a day", 3.5),
        ("half an hour", 0.5),
        ("1 day", 7.0),
        ("full day", 7.0),
        ("two days", 14.0),
        ("1½ hours", 1.5),
        ("½ day", 3.5),
        ("approx. 2 hrs", 2.0),
        (3, 3.0),
        ("TBC", None),
    ],
)
def test_a_length_is_read_as_a_person_would(written, hours):
    assert parse_hours(written) == pytest.approx(hours)


@pytest.mark.parametrize("written", ["-2", "soon", "6 weeks self-paced", "99999 hours", -1.0, "when ready"])
def test_a_length_nobody_understands_is_refused(written):
    with pytest.raises(ValueError, match="expected"):
        parse_hours(written)


@pytest.mark.parametrize(
    ("written", "seats"),
    [
        ("12", 12),
        ("max 12", 12),
        ("6-12", 12),
        ("up to 20 learners", 20),
        (8, 8),
        (8.0, 8),
        ("unlimited", None),
        ("?", None),
    ],
)
def test_places(written, seats):
    assert parse_seats(written) == seats


@pytest.mark.parametrize("written", ["-3", "some", 2.5, -1])
def test_places_nobody_understands_are_refused(written):
    with pytest.raises(ValueError, match="expected"):
        parse_seats(written)


def test_outcomes_come_from_a_list_lines_or_semicolons():
    assert parse_outcomes(["a ", "", None, "b"]) == ("a", "b")
    assert parse_outcomes("a; b\n c") == ("a", "b", "c")
    assert parse_outcomes(None) == ()
    assert parse_outcomes(5) == ("5",)


def test_headings_are_met_without_case_spaces_and_punctuation():
    parsed = course_from_row(
        {
            "Course Code": 7,
            "COURSE-TITLE": " Fire  safety ",
            "Price (GBP)": "10",
            "Duration": "1 day",
            "other": "x",
        },
        number=3,
    )
    assert parsed.course is not None
    assert (parsed.course.id, parsed.course.title, parsed.course.cost, parsed.course.hours) == (
        "7",
        "Fire safety",
        10.0,
        7.0,
    )
    assert parsed.problems == ()
    assert ("other", "x") in parsed.cells


def test_a_row_without_a_title_has_no_course_and_keeps_its_cells():
    parsed = course_from_row({"id": "c1", "title": "  ", "cost": "5"}, number=1)
    assert parsed.course is None
    assert [problem.column for problem in parsed.problems] == ["title"]
    assert parsed.cells == (("id", "c1"), ("cost", "5"))


def test_a_row_without_an_id_gets_one_and_says_so():
    parsed = course_from_row({"title": "Fire safety", "id": math.nan}, number=4)
    assert parsed.course is not None
    assert parsed.course.id == "row-4"
    assert "no id" in str(parsed.problems[0])


def test_what_cannot_be_read_is_a_problem_and_the_rest_is_kept():
    row = {"id": "c", "title": "Fire", "cost": "-4", "hours": "x" * 500, "seats": "many", "level": "RQF 3/4"}
    parsed = course_from_row(row, number=9)
    assert parsed.course is not None
    assert (parsed.course.cost, parsed.course.hours, parsed.course.seats) == (None, None, None)
    assert parsed.course.level == "RQF 3/4"
    assert [problem.column for problem in parsed.problems] == ["cost", "hours", "seats"]
    assert all(problem.row == 9 and len(problem.value) <= 80 for problem in parsed.problems)


cells = st.one_of(st.none(), st.text(max_size=40), st.integers(), st.floats(), st.booleans())


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "cost", "hours", "seats", "level", "outcomes", "x"]), cells
    )
)
def test_no_row_raises_and_nothing_is_lost(row):
    """Rule: a bad row never loses the good ones, and never disappears."""
    parsed = course_from_row(row, number=1)
    assert parsed.course is not None or parsed.problems
    if parsed.course is not None:
        for column in ("cost", "hours", "seats"):
            value = getattr(parsed.course, column)
            assert value is None or value >= 0


@given(st.integers(0, 999_999), st.sampled_from(["£{:,}", "{}", "£{}.00", "GBP {:,}", "from £{:,} + VAT"]))
def test_every_way_of_writing_a_price_gives_the_same_number(pounds, form):
    """Rule: cost is parsed where a person would understand it."""
    assert parse_cost(form.format(pounds)) == pounds
